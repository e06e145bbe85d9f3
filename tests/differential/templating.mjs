// socbot's templating against the official packages: random pairs of template and data, each expanded
// by both; the outputs must be equal, or both must fail in the same stage.
//   SOCBOT_BIN=build/ci/socbot node tests/differential/templating.mjs [PAIRS] [SEED]
// A difference fails unless waivers.json names its function with a reason. Exit 0 pass, 1 fail,
// 77 skipped: the packages are not installed (never with SOCBOT_CI set).
process.env.TZ = "UTC";
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { Worker } from "node:worker_threads";
import { kData, kNow } from "./data.mjs";
import { Grammar } from "./grammar.mjs";
import * as oracle from "./oracle.mjs";
import { Random } from "./random.mjs";

const kPairs = Number(process.argv[2] ?? 20000);
const kSeed = Number(process.argv[3] ?? 20260301);
const kMostWaived = 0.02;

const waivers = JSON.parse(readFileSync(new URL("waivers.json", import.meta.url), "utf8"));
const binary = process.env.SOCBOT_BIN;
const official = oracle.load();
if (!official || !binary) {
  const why = official ? "SOCBOT_BIN is not set" : "adaptivecards-templating is missing: npm ci --ignore-scripts in tests/e2e";
  console.log(`${process.env.SOCBOT_CI ? "FAIL" : "SKIP"} ${why}`);
  process.exit(process.env.SOCBOT_CI ? 1 : 77);
}

// One process for all pairs; JSON lines in, JSON lines out.
function expandAll(pairs) {
  return new Promise((resolve, reject) => {
    const child = spawn(binary, ["card", "expand", "--strict"], { stdio: ["pipe", "pipe", "inherit"] });
    const chunks = [];
    child.on("error", reject);
    child.stdin.on("error", reject);
    child.stdout.on("data", (chunk) => chunks.push(chunk));
    child.on("close", (code) => {
      const lines = Buffer.concat(chunks).toString("utf8").split("\n").filter((line) => line !== "");
      if (code !== 0 || lines.length !== pairs.length)
        reject(new Error(`socbot gave ${lines.length} lines for ${pairs.length} pairs, exit ${code}`));
      else resolve(lines.map((line) => JSON.parse(line)));
    });
    child.stdin.end(
      pairs.map(({ template, data }) => JSON.stringify({ template, data: kData[data], now: kNow }) + "\n").join(""),
    );
  });
}

// The oracle in threads: it is slower than socbot by far.
async function expandOfficially(pairs) {
  const kThreads = 2;
  const size = Math.ceil(pairs.length / kThreads);
  const parts = Array.from({ length: kThreads }, (_, i) =>
    pairs.slice(i * size, (i + 1) * size).map(({ template, data }) => ({ template, data })),
  );
  const results = await Promise.all(parts.map((part) => new Promise((resolve, reject) => {
    const worker = new Worker(new URL("worker.mjs", import.meta.url), { workerData: part });
    worker.on("message", resolve);
    worker.on("error", reject);
  })));
  return results.flat();
}

// Numbers may differ in the last place: pow and division chains round as each library does.
function same(a, b) {
  if (typeof a === "number" && typeof b === "number") return a === b || Math.abs(a - b) <= Math.abs(a) * 4e-16;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, i) => same(item, b[i]));
  if (a && b && typeof a === "object" && typeof b === "object" && !Array.isArray(a) && !Array.isArray(b)) {
    const keys = Object.keys(a);
    return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && same(a[key], b[key]));
  }
  return isDeepStrictEqual(a, b);
}

function agrees(expected, got) {
  if (expected.stage) return got.error_stage === expected.stage;
  if (expected.undefined) return !("output" in got) && !("error" in got);
  return "output" in got && same(expected.output, got.output);
}

function* nodesOf(part) {
  yield part;
  for (const child of part.children) yield* nodesOf(child);
}

// The smallest parts of the differing pairs that differ when alone.
async function narrow(differing) {
  const candidates = [];
  for (const pair of differing)
    for (const part of pair.parts)
      for (const node of nodesOf(part))
        candidates.push({ template: { t: `\${${node.text}}` }, data: pair.data, pair, node });
  const got = await expandAll(candidates);
  candidates.forEach((candidate, i) => {
    const expected = oracle.expand(official, candidate);
    if (agrees(expected, got[i])) return;
    const { pair, node } = candidate;
    if (pair.smallest && pair.smallest.node.text.length <= node.text.length) return;
    pair.smallest = { node, expected, got: got[i] };
  });
}

function waiverOf(pair) {
  const node = pair.smallest?.node;
  const text = node ? node.text : JSON.stringify(pair.template);
  const uses = (name) => name === "*" || (node ? node.head === name : text.includes(`${name}(`));
  return waivers.find((waiver) => uses(waiver.function) && (!waiver.where || new RegExp(waiver.where).test(text)));
}

const started = process.hrtime.bigint();
const grammar = new Grammar(new Random(kSeed));
const pairs = Array.from({ length: kPairs }, (_, i) => grammar.pair(1 + (i % 3)));
const [expected, got] = await Promise.all([expandOfficially(pairs), expandAll(pairs)]);
const differing = pairs.filter((pair, i) => {
  Object.assign(pair, { expected: expected[i], got: got[i] });
  return !agrees(expected[i], got[i]);
});
await narrow(differing);

const byHead = new Map();
let waived = 0;
for (const pair of differing) {
  const waiver = waiverOf(pair);
  if (waiver) {
    waiver.used = (waiver.used ?? 0) + 1;
    ++waived;
    continue;
  }
  const head = pair.smallest?.node.head ?? "(whole template)";
  if (!byHead.has(head)) byHead.set(head, []);
  byHead.get(head).push(pair);
}
const kShown = Number(process.env.SHOWN ?? 3);
const shown = ({ template, smallest, expected: whole, got: ours }) => {
  const [what, official_, here] = smallest ? [smallest.node.text, smallest.expected, smallest.got] : [JSON.stringify(template), whole, ours];
  return `  ${what}\n    official ${JSON.stringify(official_).slice(0, 300)}\n    socbot   ${JSON.stringify(here).slice(0, 300)}`;
};
for (const [head, list] of [...byHead].sort((a, b) => b[1].length - a[1].length)) {
  console.log(`${head}: ${list.length} differences`);
  list.sort((a, b) => shown(a).length - shown(b).length);
  for (const pair of list.slice(0, kShown)) console.log(shown(pair) + `\n    data ${pair.data}`);
}
for (const waiver of waivers) if (waiver.used) console.log(`waived ${waiver.used}: ${waiver.function} (${waiver.reason})`);
const failed = differing.length - waived;
const both = expected.filter((result) => result.stage).length;
const seconds = Number(process.hrtime.bigint() - started) / 1e9;
console.log(`${kPairs} pairs, seed ${kSeed}: ${both} fail in both or either, ${waived} waived, ${failed} differ; ${seconds.toFixed(1)} s`);
if (waived > kPairs * kMostWaived) console.log(`more than ${kMostWaived * 100} % waived`);
const good = failed === 0 && waived <= kPairs * kMostWaived;
console.log(good ? "PASS differential" : "FAIL differential");
process.exit(good ? 0 : 1);
