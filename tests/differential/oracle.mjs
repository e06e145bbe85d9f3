// Expands a pair with the official packages (tests/e2e/node_modules), the clock stopped.
import { createRequire } from "node:module";
import { kData, kNow } from "./data.mjs";

const RealDate = Date;
globalThis.Date = class extends RealDate {
  constructor(...parts) {
    if (parts.length === 0) super(kNow);
    else super(...parts);
  }
  static now() {
    return kNow;
  }
};
const require = createRequire(new URL("../e2e/package.json", import.meta.url));

// The packages, or undefined when they are not installed.
export function load() {
  try {
    return require("adaptivecards-templating");
  } catch {
    return undefined;
  }
}

// {output} | {undefined: true} | {stage, message}
export function expand(official, { template, data }) {
  let stage = "parse";
  try {
    const prepared = new official.Template(template);
    stage = "expand";
    const text = JSON.stringify(prepared.expand({ $root: structuredClone(kData[data]) }));
    return text === undefined ? { undefined: true } : { output: JSON.parse(text) };
  } catch (error) {
    return { stage, message: String(error?.message ?? error) };
  }
}
