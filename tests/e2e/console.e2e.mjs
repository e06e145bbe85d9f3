// From an alarm handed in over HTTP to a threshold set in the room, in a real browser on a real
// socbot: SOCBOT_BIN=build/release/socbot node tests/e2e/console.e2e.mjs
// Exit 0 pass, 1 fail, 77 skipped (no binary named, no browser, no playwright-core).
import { existsSync } from "node:fs";
import { Socbot, usmAlarm } from "./server.mjs";
import { Steps, check, launchBrowser, openPage, skip, until } from "./support.mjs";

const binary = process.env.SOCBOT_BIN;
if (binary === undefined || !existsSync(binary)) skip(`SOCBOT_BIN names no binary (${binary ?? "not set"})`);

const kAnswerMs = 30_000;
const kScanner = "203.0.113.9";
const kFirst = usmAlarm({ source: kScanner, host: "198.51.100.12", strategy: "Brute Force Authentication", method: "SSH Login Guessing" });
const kSecond = usmAlarm({ source: kScanner, host: "198.51.100.12", strategy: "Brute Force Authentication", method: "SSH Login Guessing" });
const kHidden = usmAlarm({ source: "203.0.113.77", host: "198.51.100.40", strategy: "Code Execution", method: "Quiet Marmot Exploit" });

async function main(steps, browser, socbot) {
  const { page, problems } = await openPage(browser, { viewport: { width: 1280, height: 900 } });
  const room = (name) => page.locator("button.room", { has: page.locator(".name", { hasText: new RegExp(`^${name}$`) }) });
  const cards = page.locator("article .card");
  const texts = () => page.locator("article").evaluateAll((all) => all.map((one) => [one.dataset.id, one.innerText]));
  // Types a line and waits until what came since says `pattern`.
  const ask = async (line, pattern) => {
    const before = new Map(await texts());
    await page.locator("#command").fill(line);
    await page.locator("#command").press("Enter");
    return until(async () => {
      const news = (await texts()).filter(([id, text]) => before.get(id) !== text).map(([, text]) => text).join("\n");
      return pattern.test(news) ? news : undefined;
    }, `an answer to "${line}" that says ${pattern}`, kAnswerMs);
  };

  await steps.run("a link shows a button, and the button signs in", async () => {
    const link = socbot.link("sam@soc.example");
    const seen = await fetch(link);
    check(seen.status === 200 && seen.headers.get("set-cookie") === null, "a scanner's GET signs nobody in");
    await page.goto(link);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.waitForURL(/\/console\/(#.*)?$/);
    await room("ACME").click();
    await page.locator('.state[data-state="live"]').waitFor();
  });

  const card = cards.filter({ hasText: "SSH Login Guessing" });
  await steps.run("a medium alarm becomes a card", async () => {
    await socbot.send(kFirst);
    await card.waitFor({ timeout: kAnswerMs });
    check((await card.innerText()).includes("ACME-1"), "the card has its short id");
  });

  await steps.run("Take makes it theirs", async () => {
    await card.getByRole("button", { name: "Take" }).click();
    await card.getByText(/Taken Sam/).waitFor({ timeout: kAnswerMs });
  });

  await steps.run("a second alarm of the same source updates the card", async () => {
    await socbot.send(kSecond);
    await card.getByText(/\b2 alarms\b/).waitFor({ timeout: 60_000 });
    check((await card.count()) === 1, "still one card");
  });

  await steps.run("threshold high is rehearsed and applied", async () => {
    await ask("threshold high", /Apply/);
    await page.getByRole("button", { name: "Apply" }).last().click();
    await ask("threshold", /\bhigh\b/i);
  });

  await steps.run("the next medium alarm is hidden, counted and named", async () => {
    await socbot.send(kHidden);
    const said = await ask("hidden", /Quiet Marmot Exploit/);
    check(/\b1 of 3 alarms hidden/.test(said), `it is counted, with the two that were shown: ${said}`);
    const shown = cards.filter({ hasText: "Quiet Marmot Exploit" }).filter({ has: page.getByRole("button", { name: "Take" }) });
    check((await shown.count()) === 0, "no card was shown for it");
  });

  await steps.run("in a room of many customers the same line is refused with a suggestion", async () => {
    await room("SOC").click();
    await cards.filter({ hasText: "SSH Login Guessing" }).waitFor({ timeout: kAnswerMs });
    await ask("threshold high", /threshold\s+acme\s+high/i);
    check((await page.getByRole("button", { name: "Apply" }).count()) === 0, "nothing to apply");
  });

  await steps.run("nothing broke the policy and no script failed", () => check(problems.length === 0, problems.join("\n")));
}

const steps = new Steps("console");
const browser = await launchBrowser();
const socbot = new Socbot(binary);
let code = 0;
try {
  await steps.run("socbot starts", () => socbot.start());
  await main(steps, browser, socbot);
  steps.pass();
} catch (error) {
  steps.fail(error);
  console.log(`--- socbot's output\n${socbot.output}`);
  code = 1;
}
await browser.close();
await socbot.stop();
process.exit(code);
