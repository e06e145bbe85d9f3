// The rule language against an implementation of CEL that is not ours (@marcbachmann/cel-js):
// generated expressions over what both know must give the same value, or an error in both.
// SOCBOT_BIN is the binary; SEED, COUNT choose other expressions. Skipped (77) without the package.
import { spawnSync } from "node:child_process";
import { skip } from "./support.mjs";

const kSeed = Number(process.env.SEED ?? 20260329);
const kCount = Number(process.env.COUNT ?? 10000);
const kNow = "2026-03-29T00:35:00.000Z";
// What ours may fail with at run time; anything else is a fault of this generator or of ours.
const kFaults = /no such key|division by zero|modulus by zero|does not fit 64 bits/;
// What ours refuses for what it could cost; cel-js has no such cap.
const kDear = /steps an alarm, more than/;
// Likewise cel-js, by its codes.
const kCodes = ["no_such_key", "unknown_variable", "division_by_zero", "modulo_by_zero", "numeric_overflow"];

// Marsaglia's xorshift32: the same expressions everywhere.
let state = kSeed >>> 0 || 1;
function below(n) {
  state ^= state << 13;
  state >>>= 0;
  state ^= state >>> 17;
  state ^= state << 5;
  state >>>= 0;
  return state % n;
}
const pick = (list) => list[below(list.length)];

// An alarm as it is stored, and the same as CEL's variables.
const kAlarms = [
  {
    title: "Brute force", rule: { uid: "SshBrute", name: "SSH brute force" }, severity: 3, score: 50n,
    types: ["Brute force", "Delivery"], urls: ["http://evil.example/a"],
    src: [{ ip: "203.0.113.9", port: 50123, hostname: "scanner" }],
    dst: [{ ip: "10.0.0.5", port: 22 }, { ip: "10.0.0.6" }],
    users: [{ name: "alice", domain: "CORP" }, { name: "svc_backup" }],
  },
  { title: "x", rule: { name: "\u00e9t\u00e9" }, severity: 5, types: [], urls: [], src: [], dst: [{ port: 443 }], users: [{}] },
  {
    title: "Scan", rule: {}, severity: 0, score: 0n, types: ["a", "a"], urls: [], src: [{ ip: "10.0.0.5" }],
    dst: [], users: [],
  },
];

function storedAlarm(a) {
  return {
    metadata: { product: { name: "test" } }, finding_info: { uid: "1", title: a.title, types: a.types, analytic: a.rule },
    time: Date.parse("2026-03-29T00:30:00Z"), severity_id: a.severity, kind: "malware", customer: "ACME",
    ...(a.score === undefined ? {} : { severity_score: Number(a.score) }),
    src_endpoints: a.src, dst_endpoints: a.dst, users: a.users, urls: a.urls, observables: [],
  };
}

const big = (list) => list.map((r) => ("port" in r ? { ...r, port: BigInt(r.port) } : r));
const there = (list, key) => list.filter((r) => key in r).map((r) => r[key]);

function variables(a) {
  const words = { unknown: 0n, informational: 1n, low: 2n, medium: 3n, high: 4n, critical: 5n };
  return {
    ...words, severity: BigInt(a.severity), title: a.title, rule: a.rule, types: a.types, urls: a.urls,
    ...(a.score === undefined ? {} : { severity_score: a.score }), events: 1n, suppressed: false,
    src: { ip: there(a.src, "ip"), port: there(big(a.src), "port") },
    dst: { ip: there(a.dst, "ip"), port: there(big(a.dst), "port") },
    src_endpoints: big(a.src), dst_endpoints: big(a.dst), users: a.users,
    time: new Date("2026-03-29T00:30:00Z"), now: new Date(kNow),
  };
}

// Variables in scope, by type: names of texts, numbers, endpoints and users.
const noScope = { text: [], number: [], endpoint: [], user: [] };
const add = (scope, type, name) => ({ ...scope, [type]: [...scope[type], name] });
const kTexts = ["alice", "10.0.0.5", "SshBrute", "Brute force", "a", "", "svc_", "\u00e9"];
const quote = (text) => JSON.stringify(text);

function text(scope, depth) {
  const roll = below(10);
  if (depth > 0 && roll === 0) return `(${truth(scope, depth - 1)} ? ${text(scope, depth - 1)} : ${text(scope, depth - 1)})`;
  if (roll < 4) return quote(pick(kTexts));
  if (scope.text.length > 0 && roll < 6) return pick(scope.text);
  if (scope.endpoint.length > 0 && roll < 7) return `${pick(scope.endpoint)}.${pick(["ip", "hostname"])}`;
  if (scope.user.length > 0 && roll < 8) return `${pick(scope.user)}.${pick(["name", "domain"])}`;
  return pick(["title", "rule.uid", "rule.name"]);
}

function number(scope, depth) {
  const roll = below(12);
  if (depth > 0) {
    if (roll < 3) return `(${number(scope, depth - 1)} ${pick(["+", "-", "*", "/", "%"])} ${number(scope, depth - 1)})`;
    if (roll === 3) return `size(${below(2) ? list(scope, depth - 1) : text(scope, depth - 1)})`;
    if (roll === 4) return `(${truth(scope, depth - 1)} ? ${number(scope, depth - 1)} : ${number(scope, depth - 1)})`;
    if (roll === 5) return `-(${number(scope, depth - 1)})`;
    if (roll === 6) return `${pick(["time", "now"])}.${pick(["getHours", "getMinutes", "getDayOfWeek", "getMonth", "getDate", "getFullYear"])}(${pick(["", '"UTC"', '"Europe/London"'])})`;
  }
  if (scope.number.length > 0 && roll < 9) return pick(scope.number);
  if (scope.endpoint.length > 0 && roll < 10) return `${pick(scope.endpoint)}.port`;
  return pick(["0", "1", "2", "7", "22", "severity_score", "events", "9223372036854775807"]);
}

const texts = (scope, depth) => {
  if (depth > 0 && below(5) === 0) return `${texts(scope, depth - 1)}.filter(${loop(scope, "text", depth, truth)})`;
  if (depth > 0 && below(5) === 0) return `${numbers(scope, depth - 1)}.map(${loop(scope, "number", depth, text)})`;
  return pick(["types", "urls", "src.ip", "dst.ip", `[${text(scope, 0)}, ${text(scope, 0)}]`]);
};
const numbers = (scope, depth) => {
  if (depth > 0 && below(5) === 0) return `${endpoints(scope, depth - 1)}.map(${loop(scope, "endpoint", depth, number)})`;
  if (depth > 0 && below(5) === 0) return `${texts(scope, depth - 1)}.map(${mapIf(scope, "text", depth)})`;
  return pick(["src.port", "dst.port", `[${number(scope, 0)}, ${number(scope, 0)}]`, "[1, 2, 3]"]);
};
const endpoints = (scope, depth) => {
  if (depth > 0 && below(4) === 0) return `${endpoints(scope, depth - 1)}.filter(${loop(scope, "endpoint", depth, truth)})`;
  return pick(["src_endpoints", "dst_endpoints"]);
};
const list = (scope, depth) => pick([texts, numbers, endpoints])(scope, depth);

let names = 0;
function loop(scope, type, depth, body) {
  const name = `v${names++ % 9}`;
  return `${name}, ${body(add(scope, type, name), Math.max(0, depth - 1))}`;
}
function mapIf(scope, type, depth) {
  const name = `v${names++ % 9}`;
  const inner = add(scope, type, name);
  return `${name}, ${truth(inner, depth - 1)}, ${number(inner, depth - 1)}`;
}

function anyLoop(scope, depth) {
  const macro = pick(["exists", "all", "exists_one"]);
  const over = pick([["text", texts], ["number", numbers], ["endpoint", endpoints], ["user", () => "users"]]);
  return `${over[1](scope, depth - 1)}.${macro}(${loop(scope, over[0], depth, truth)})`;
}

function has(scope) {
  if (scope.endpoint.length > 0 && below(2)) return `has(${pick(scope.endpoint)}.${pick(["ip", "port", "hostname"])})`;
  if (scope.user.length > 0) return `has(${pick(scope.user)}.${pick(["name", "domain"])})`;
  return `has(rule.${pick(["uid", "name"])})`;
}

function time(depth) {
  if (depth > 0 && below(2)) return `(${time(depth - 1)} ${pick(["+", "-"])} duration(${pick(['"5m"', '"1h30m"', '"250ms"', '"-90s"'])}))`;
  return pick(["time", "now", 'timestamp("2026-03-29T01:30:00+01:00")']);
}

function truth(scope, depth) {
  const roll = below(depth > 0 ? 20 : 11);
  const relation = () => pick(["==", "!=", "<", "<=", ">", ">="]);
  if (roll < 2) return `${text(scope, 0)} ${relation()} ${text(scope, 0)}`;
  if (roll < 4) return `${number(scope, depth)} ${relation()} ${number(scope, depth)}`;
  if (roll === 4) return `severity ${relation()} ${pick(["low", "medium", "high", "critical", "unknown"])}`;
  if (roll === 5) return `${text(scope, 0)} in ${texts(scope, depth)}`;
  if (roll === 6) return `${number(scope, 0)} in ${numbers(scope, depth)}`;
  if (roll === 7) return `${text(scope, 0)}.${pick(["contains", "startsWith", "endsWith"])}(${text(scope, 0)})`;
  if (roll === 8) return `${text(scope, 0)}.matches(${pick(['"a"', '"^[A-Z]"', '"(?:[0-9]+[.]){3}"', '"e$"', '"^$"'])})`;
  if (roll === 9) return has(scope);
  if (roll === 10) return pick(["true", "false", "suppressed"]);
  if (roll < 14) return `(${truth(scope, depth - 1)} ${pick(["&&", "||"])} ${truth(scope, depth - 1)})`;
  if (roll === 14) return `!(${truth(scope, depth - 1)})`;
  if (roll === 15) return `(${truth(scope, depth - 1)} ? ${truth(scope, depth - 1)} : ${truth(scope, depth - 1)})`;
  if (roll === 16) return `${time(depth)} ${relation()} ${time(depth)}`;
  if (roll === 17) return `${time(0)} - ${time(0)} ${relation()} duration("5m")`;
  return anyLoop(scope, depth);
}

function expression() {
  const depth = below(5);
  const roll = below(8);
  if (roll === 0) return number(noScope, depth);
  if (roll === 1) return text(noScope, depth);
  if (roll === 2) return texts(noScope, depth);
  if (roll === 3) return numbers(noScope, depth);
  return truth(noScope, depth);
}

const plain = (value) =>
  typeof value === "bigint" ? `int ${value}` : Array.isArray(value) ? `[${value.map(plain).join(", ")}]` : `${typeof value} ${value}`;

// JSON numbers of 64 bits are kept as they are written.
function ourValue(line) {
  const exact = line.replace(/([[:,])(-?\d+)(?=[\],}])/g, '$1{"int":"$2"}');
  const shown = (v) => (Array.isArray(v) ? `[${v.map(shown).join(", ")}]` : typeof v === "object" ? `int ${v.int}` : `${typeof v} ${v}`);
  return shown(JSON.parse(exact).value);
}

let cel;
try {
  cel = await import("@marcbachmann/cel-js");
} catch {
  skip("@marcbachmann/cel-js is missing: npm ci --ignore-scripts in tests/e2e");
}
if (!process.env.SOCBOT_BIN && !process.env.DRY) skip("SOCBOT_BIN is not set");

const environment = new cel.Environment({ unlistedVariablesAreDyn: true, homogeneousAggregateLiterals: false });
const contexts = kAlarms.map(variables);
const cases = [];
let refused = 0;
const generated = Array.from({ length: kCount }, () => ({ source: expression(), which: below(kAlarms.length) }));
for (const { source, which } of generated) {
  let wanted;
  try {
    wanted = plain(environment.evaluate(source, contexts[which]));
  } catch (error) {
    if (!kCodes.includes(error.code)) {
      // cel-js types what ours does not generate on purpose; counted, and bounded below.
      ++refused;
      if (process.env.DRY) console.log(error.code, error.message.split("\n")[0], source);
      continue;
    }
    wanted = "error";
  }
  cases.push({ source, which, wanted });
}
if (process.env.DRY) {
  console.log(`${cases.length} cases, ${refused} refused, ${cases.filter((c) => c.wanted === "error").length} errors`);
  process.exit(0);
}

const alarms = kAlarms.map(storedAlarm);
const input = cases.map((c, id) => JSON.stringify({ id, expression: c.source, alarm: alarms[c.which], now: kNow })).join("\n");
const run = spawnSync(process.env.SOCBOT_BIN, ["rule", "eval"], { input, maxBuffer: 1 << 28, encoding: "utf8" });
const lines = run.stdout.trim().split("\n");
let wrong = lines.length === cases.length ? 0 : 1;
let errors = 0;
let dear = 0;
for (const [i, one] of cases.entries()) {
  const line = lines[i] ?? "{}";
  const answer = JSON.parse(line);
  if (answer.id === i && kDear.test(answer.error ?? "")) {
    ++dear;
    continue;
  }
  const got = answer.error === undefined ? ourValue(line) : kFaults.test(answer.error) ? "error" : `refused: ${answer.error}`;
  if (one.wanted === "error") ++errors;
  if (answer.id === i && got === one.wanted) continue;
  if (++wrong <= 20) console.log(`alarm ${one.which}: ${one.source}\n  ours ${got}\n  cel-js ${one.wanted}`);
}
// A generator that makes nothing but errors, or that cel-js refuses, shows nothing.
const enough = refused <= kCount / 50 && dear <= kCount / 50 && errors <= cases.length / 2 && errors >= cases.length / 50;
console.log(`${cases.length} expressions, ${errors} errors in both, ${refused} refused by cel-js, ${dear} too dear for ours, ${wrong} differ (seed ${kSeed})`);
console.log(wrong === 0 && enough ? "PASS rules" : "FAIL rules");
process.exit(wrong === 0 && enough ? 0 : 1);
