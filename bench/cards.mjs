#!/usr/bin/env node
// What does a malware card cost, next to the official JavaScript packages?
//
//     npm ci --ignore-scripts --prefix tests/e2e
//     node bench/cards.mjs [ROUNDS] [MILLISECONDS]
//
// The two take turns in one run: each round gives the native side, then the packages, about as many
// milliseconds. The native figure goes from an episode's values to the JSON that is sent (fitting,
// escaping, expanding, writing); the packages only expand the same prepared template over the same
// data. Both must give the same card. A table on stderr, one JSON line on stdout.
// SOCBOT_BUILD names another build directory, SOCBOT_CARD_PACKAGES another folder with node_modules.
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { deepStrictEqual } from "node:assert";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const packages = process.env.SOCBOT_CARD_PACKAGES ?? join(root, "tests", "e2e");
const { Template } = createRequire(join(packages, "package.json"))("adaptivecards-templating");

const rounds = Number(process.argv[2] ?? 15);
const share = Number(process.argv[3] ?? 200) * 1e6;

const native = spawn(join(process.env.SOCBOT_BUILD ?? join(root, "build", "release"), "bench", "card_rounds"), {
  stdio: ["pipe", "pipe", "inherit"],
});
native.on("exit", (code) => code && process.exit(code));
const answers = createInterface({ input: native.stdout })[Symbol.asyncIterator]();
async function ask(question) {
  native.stdin.write(question + "\n");
  return (await answers.next()).value;
}

function timed(times, work) {
  const began = process.hrtime.bigint();
  for (let i = 0; i < times; ++i) work();
  return Number(process.hrtime.bigint() - began);
}
const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];

const source = JSON.parse(await ask("template"));
const data = JSON.parse(await ask("data"));
const template = new Template(source);
const subjects = {
  prepare: { native: (n) => ask(`prepare ${n}`), script: (n) => timed(n, () => new Template(source)) },
  render: { native: (n) => ask(`render ${n}`), script: (n) => timed(n, () => template.expand({ $root: data })) },
  expand: { native: (n) => ask(`expand ${n}`), script: (n) => timed(n, () => template.expand({ $root: data })) },
};

// The same work, or the comparison says nothing. `card` prints what the native side makes of it.
deepStrictEqual(JSON.parse(await ask("card")), JSON.parse(JSON.stringify(template.expand({ $root: data }))));

const result = { rounds };
for (const [name, subject] of Object.entries(subjects)) {
  const times = { native: 50, script: 20 };
  const found = { native: [], script: [], ratio: [] };
  // The first three find how many make a share, and warm both up; they are not counted.
  for (let round = -3; round < rounds; ++round) {
    const taken = {};
    for (const side of ["native", "script"]) {
      taken[side] = Number(await subject[side](times[side])) / times[side] / 1000;
      if (round < 0) times[side] = Math.max(3, Math.round(share / 1000 / taken[side]));
    }
    if (round < 0) continue;
    found.native.push(taken.native);
    found.script.push(taken.script);
    found.ratio.push(taken.script / taken.native);
  }
  const line = {};
  for (const [what, numbers] of Object.entries(found))
    line[what] = [Math.min(...numbers), median(numbers), Math.max(...numbers)].map((n) => Number(n.toFixed(1)));
  result[name] = line;
  const text = (numbers) => `${numbers[1]} (${numbers[0]} to ${numbers[2]})`;
  console.error(`${name}: ${text(line.native)} us; packages ${text(line.script)} us; ratio ${text(line.ratio)}`);
}
console.log(JSON.stringify(result));
native.stdin.end();
