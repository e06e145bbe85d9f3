// What the browser tests share: steps with a clear line each, the browser, and the skip code.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

// CTest's SKIP_RETURN_CODE (CMakeLists.txt).
const kSkip = 77;

export function skip(why) {
  console.log(`SKIP ${why}`);
  process.exit(kSkip);
}

// The cards that the program SOCBOT_GALLERY prints (tests/unit/domain/cards/card_gallery.cpp).
export function galleryCards() {
  const program = process.env.SOCBOT_GALLERY;
  if (!program) skip("SOCBOT_GALLERY is not set");
  const lines = execFileSync(program, { encoding: "utf8", maxBuffer: 1 << 26 });
  return lines.trim().split("\n").map((line) => JSON.parse(line));
}

// Debian's Chromium, headless. Background networking is off: it has no one to talk to here.
export async function launchBrowser() {
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  if (!existsSync(executablePath)) skip(`no browser at ${executablePath}`);
  let playwright;
  try {
    playwright = await import("playwright-core");
  } catch {
    skip("playwright-core is missing: npm ci --ignore-scripts in tests/e2e");
  }
  return playwright.chromium.launch({
    executablePath,
    args: [
      "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ],
  });
}

// A page that remembers what no page of ours may cause: script errors and policy violations.
export async function openPage(browser, options = {}) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const problems = [];
  page.on("pageerror", (error) => problems.push(`script error: ${error.message}`));
  page.on("console", (message) => {
    if (/Content Security Policy/i.test(message.text())) problems.push(message.text());
  });
  return { page, problems };
}

// Runs named steps one after another; the first that fails ends the run.
export class Steps {
  #name;
  #current = "start";
  constructor(name) {
    this.#name = name;
  }
  async run(what, work) {
    this.#current = what;
    const result = await work();
    console.log(`ok   ${what}`);
    return result;
  }
  pass() {
    console.log(`PASS ${this.#name}`);
  }
  fail(error) {
    console.log(`FAIL ${this.#name}: ${this.#current}`);
    console.log(String(error?.stack ?? error));
  }
}

export function check(condition, what) {
  if (!condition) throw new Error(what);
}

// Waits for `probe` to give something true; says what it waited for.
export async function until(probe, what, timeoutMs = 15_000) {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const result = await probe();
    if (result) return result;
    if (Date.now() > end) throw new Error(`waited ${timeoutMs} ms for: ${what}`);
    await new Promise((resume) => setTimeout(resume, 50));
  }
}

export function temporaryDirectory() {
  const path = mkdtempSync(join(tmpdir(), "socbot-e2e-"));
  process.on("exit", () => rmSync(path, { recursive: true, force: true }));
  return path;
}
