// Random expressions of Adaptive Expressions: a tree of {text, head, children}, so that a difference
// can be narrowed to the smallest part that shows it. Mostly well typed, now and then not.
import { kData } from "./data.mjs";

const kTypes = ["N", "S", "B", "A", "O"];

// name -> [result, argument types]; "?" marks one that may be missing, "*" one that may repeat.
// Types: N number, I small integer, S text, B truth, A list, O object, X anything, D a time,
// F date format, U time unit, Z zone, P pattern, J JSON, R URL, K key, Q jPath, L locale, W words.
export const kFunctions = {
  abs: "N N", add: "N N N*", addDays: "S D I F?", addHours: "S D I F?", addMinutes: "S D N F?",
  addOrdinal: "S I", addProperty: "O O K X", addSeconds: "S D I F?", addToTime: "S D I U F?",
  all: "B A E", and: "B B B*", any: "B A E", average: "N A", base64: "S S", base64ToBinary: "O S",
  base64ToString: "S S", binary: "O S", bool: "B X", ceiling: "N N", coalesce: "X X X*",
  concat: "S X X*", contains: "B C X", convertFromUTC: "S D Z F?", convertToUTC: "S T Z F?",
  count: "N C", countWord: "N S", createArray: "A X* X", dataUri: "S S", dataUriToBinary: "O S",
  dataUriToString: "S S", date: "S D", dateReadBack: "S D D", dateTimeDiff: "N D D",
  dayOfMonth: "N D", dayOfWeek: "N D", dayOfYear: "N D", div: "N N N*", empty: "B X", endsWith: "B S S",
  EOL: "S", equals: "B X X", exists: "B X", exp: "N I I", first: "X C", flatten: "A A I?", float: "N V",
  floor: "N N", foreach: "A C E", formatDateTime: "S T F? L?", formatEpoch: "S N F?",
  formatNumber: "S N I L?", formatTicks: "S G F?", getFutureTime: "S I U F?", getPastTime: "S I U F?",
  getProperty: "X O K", getTimeOfDay: "S D", greater: "B N N", greaterOrEquals: "B N N", if: "X B X X",
  ignore: "B B", indexOf: "N C X", indicesAndValues: "A C", int: "N V", intersection: "A A A*",
  isArray: "B X", isBoolean: "B X", isDateTime: "B T", isFloat: "B X", isInteger: "B X", isMatch: "B S P",
  isObject: "B X", isString: "B X", jPath: "X M Q", join: "S A S S?", json: "X J", jsonStringify: "S X",
  last: "X C", lastIndexOf: "N C X", length: "N S", less: "B N N", lessOrEquals: "B S S", max: "N N N*",
  merge: "O O O*", min: "N A A?", mod: "N I I", month: "N D", mul: "N N N*", not: "B X", or: "B B B*",
  rand: "N I I", range: "A I I", removeProperty: "O O K", replace: "S S S S", replaceIgnoreCase: "S S W S",
  reverse: "S S", round: "N N I?", select: "A C E", sentenceCase: "S S L?", setPathToValue: "X H X",
  setProperty: "O O K X", skip: "A A I", sortBy: "A A K?", sortByDescending: "A A K?", split: "A S S?",
  sqrt: "N N", startOfDay: "S D F?", startOfHour: "S D F?", startOfMonth: "S D F?", startsWith: "B S S",
  string: "S X L?", stringOrValue: "X Y", sub: "N N N*", subArray: "A A I I?", substring: "S S I I?",
  subtractFromTime: "S D I U F?", sum: "N A", take: "A C I", ticks: "G D", ticksToDays: "N G",
  ticksToHours: "N G", ticksToMinutes: "N G", titleCase: "S S L?", toLower: "S S L?", toUpper: "S S L?",
  trim: "S S", union: "A A A*", unique: "A A", uriComponent: "S S", uriComponentToString: "S S",
  uriHost: "S R", uriPath: "S R", uriPathAndQuery: "S R", uriPort: "N R", uriQuery: "S R",
  uriScheme: "S R", utcNow: "S F?", where: "A C E", xml: "S M", year: "N D",
};

const kResult = new Map();
for (const [name, signature] of Object.entries(kFunctions)) {
  const result = signature.split(" ")[0];
  for (const type of result === "X" ? kTypes : [result]) {
    if (!kResult.has(type)) kResult.set(type, []);
    kResult.get(type).push(name);
  }
}

// Literal arguments of the special types, as expression text.
const kWords = {
  F: ["'yyyy-MM-dd'", "'dd MMM HH:mm tt'", "'dddd, MMMM d yyyy'", "'HH:mm:ss.fff zzz'", "'M/d/yy h:mm'", "'o'",
    "'YYYY [at] H'", "''", "'hh:mm:ss K'", "'ddd'", "'yyy M zz'", "'f'", "'g'", "'\\'d\\' D'"],
  U: ["'Second'", "'Minute'", "'Hour'", "'Day'", "'Week'", "'Month'", "'Year'", "'day'", "s"],
  Z: ["'UTC'", "'Eastern Standard Time'", "'Pacific Standard Time'", "'Europe/Berlin'", "'America/Sao_Paulo'",
    "'Asia/Kathmandu'", "'W. Europe Standard Time'", "'Australia/Lord_Howe'", "'Mars'", "'Etc/UTC'", "'Asia/Calcutta'"],
  P: ["'a'", "'^h.*o$'", "'[0-9]+'", "'(?i)HEL'", "'\\\\d{2,3}'", "'a|b|c'", "'(x)?y*'", "'\\\\w+@\\\\w+'", "'[^a-z ]'",
    "'\\\\bx'", "'(?=x)'", "'a{2}'", "'.'", "''", "'('", "s"],
  J: ["'{\"a\": [1, 2.5, null, true]}'", "'[]'", "'\"x\"'", "'5'", "'{'", "'{\"b\": {\"c\": \"d\"}}'", "js"],
  R: ["'https://user:pw@Ex.com:8443/a/b%20c?q=1&r=2#f'", "'http://example.com'", "'http://example.com:80/x'",
    "'ftp://h/p'", "'x'", "'/rel'", "url"],
  K: ["'a'", "'k'", "'name'", "'v'", "'Zz'", "s"],
  Q: ["'.a'", "'..v'", "'.b.c'", "'.{.v > 1}'", "'.*'", "'..k{. == \"b\"}'", "'[0]'", "'.[1:]'", "'^.a'", "'.a | .b'", "'a'"],
  L: ["'en-US'", "'de-DE'", "'fr-FR'", "'ar-EG'", "'en-IN'", "'xx'", "'tr'"],
  W: ["'L'", "'hel'", "'[aeiou]'", "'x'", "'a.c'"],
  H: ["zz.y", "zz", "zz['k']", "zz.y[0]"],
  Y: ["'plain'", "'n is ' & s", "tpl", "tpl2", "s"],
  G: ["637080480000000000", "0", "ticks(iso)", "864000000000"],
  T: ["iso", "iso2", "'2026-03-01'", "'2024-02-29T12:00:00'", "'Fri, 27 Feb 2026 23:58:04 GMT'", "'x'", "'2026-06-30T23:59:59+02:00'", "s"],
  D: ["iso", "iso", "iso3", "iso4", "'2024-02-29T12:30:45.500Z'", "iso2", "s"],
  V: ["'42px'", "'  7.9'", "'-3'", "'x'", "'1e3'", "s", "n", "f", "t"],
  I: ["0", "1", "2", "3", "-1", "n", "z", "7", "20"],
};

const kNames = {
  N: ["n", "z", "f", "neg", "big", "o.num", "arr[0]", "nested.deep[1].x", "1", "2.5", "0.1", "1000000", "tiny"],
  S: ["s", "s", "es", "u", "u", "emoji", "o.name", "words[1]", "'x'", "'a b c'", "\"q\"", "'it\\'s'", "'Straße'", "num", "css", "o['Name']"],
  B: ["t", "fl", "o.flag", "true", "false"],
  A: ["arr", "objs", "words", "empty", "mixed", "nested.deep", "[1, 2, n]", "[]", "['a', s]"],
  O: ["o", "nested", "objs[0]", "{a: n}", "{}", "json('{\"p\": 1}')", "eo"],
  X: ["nul", "missing", "o.missing", "null", "objs", "$root.n", "$data", "$index", "mixed[1]", "arr[9].x"],
};

function leaf(text) {
  return { text, head: "", children: [] };
}

export class Grammar {
  #random;
  #items = [];
  constructor(random) {
    this.#random = random;
  }

  #join(head, pieces) {
    const children = pieces.filter((piece) => typeof piece !== "string");
    return { head, children, text: pieces.map((piece) => (typeof piece === "string" ? piece : piece.text)).join("") };
  }

  #leaf(type) {
    const r = this.#random;
    if (this.#items.length > 0 && r.chance(0.35)) {
      const item = r.pick(this.#items);
      return leaf(r.pick([item, `${item}.v`, `${item}.k`, `${item}.key`, `${item}.value`]));
    }
    if (kWords[type] && !r.chance(0.05)) return leaf(r.pick(kWords[type]));
    if (r.chance(0.06)) return leaf(r.pick(kNames.X));
    return leaf(r.pick(kNames[type] ?? r.pick(Object.values(kNames))));
  }

  // An expression of about the type.
  of(type, depth) {
    const r = this.#random;
    if (type === "X") type = r.pick([...kTypes, "X"]);
    if (type === "C") type = r.pick(["S", "A", "A", "O"]);
    if (type === "M") type = r.pick(["O", "O", "A", "J"]);
    if (depth <= 0 || r.chance(0.25)) return this.#leaf(type);
    if (kWords[type] && type !== "I" && !r.chance(0.08)) return this.#leaf(type);
    if (r.chance(0.04)) type = r.pick(kTypes);
    if (type === "I") type = "N";
    if (r.chance(0.45)) return this.#operation(type, depth);
    return this.call(r.pick(kResult.get(type) ?? kResult.get("S")), depth);
  }

  #operation(type, depth) {
    const r = this.#random;
    const of = (wanted) => this.of(wanted, depth - 1);
    const binary = (op, a, b) => this.#join(op, ["(", of(a), ` ${op} `, of(b), ")"]);
    switch (type) {
      case "N":
        if (r.chance(0.15)) return this.#join("-", ["-", this.#leaf("N")]);
        return binary(r.pick(["+", "-", "*", "/", "%", "^"]), "N", r.chance(0.3) ? "I" : "N");
      case "S":
        return binary(r.pick(["+", "&", "??"]), r.pick(["S", "N", "X"]), "S");
      case "B":
        if (r.chance(0.15)) return this.#join("!", ["!", this.#leaf("B")]);
        if (r.chance(0.4)) return binary(r.pick(["&&", "||"]), "B", r.chance(0.2) ? "X" : "B");
        if (r.chance(0.5)) return binary(r.pick(["==", "!="]), "X", "X");
        return r.chance(0.6) ? binary(r.pick(["<", "<=", ">", ">="]), "N", "N") : binary(r.pick(["<", ">"]), "S", "S");
      case "A":
        return this.#join("[]", ["[", of("X"), ", ", of("X"), "]"]);
      case "O":
        return this.#join("{}", ["{a: ", of("X"), ", 'b': ", of("X"), "}"]);
      default:
        return this.#join("?:", ["(", of("B"), " ? ", of(type), " : ", of(type), ")"]);
    }
  }

  call(name, depth) {
    const r = this.#random;
    const pieces = [];
    for (const argument of kFunctions[name].split(" ").slice(1)) {
      const optional = argument.endsWith("?");
      const repeated = argument.endsWith("*");
      const type = argument.replace(/[?*]$/, "");
      if (optional && r.chance(0.5)) break;
      const count = repeated ? r.below(3) : 1;
      for (let i = 0; i < count; ++i) {
        if (pieces.length > 0) pieces.push(", ");
        if (type === "E") pieces.push(...this.#lambda(depth));
        else pieces.push(this.of(type, depth - 1));
      }
    }
    if (r.chance(0.01)) pieces.push(", 1");
    return this.#join(name, [`${name}(`, ...pieces, ")"]);
  }

  // "x, expression" or "x => expression"; what is inside may use the item.
  #lambda(depth) {
    const item = this.#random.pick(["x", "y", "it"]);
    this.#items.push(item);
    const body = this.of(this.#random.pick(["B", "X", "N", "S"]), depth - 1);
    this.#items.pop();
    // The body stands for itself only with its item: it is no part to narrow to.
    return [item, this.#random.chance(0.5) ? " => " : ", ", body.text];
  }

  expression(depth) {
    const r = this.#random;
    if (r.chance(0.75)) return this.call(r.pick(Object.keys(kFunctions)), depth);
    return this.of(r.pick(kTypes), depth);
  }

  // {template, data, parts}: parts are the expressions to narrow a difference to.
  pair(depth) {
    const r = this.#random;
    const data = r.below(kData.length);
    const one = this.expression(depth);
    const token = `\${${one.text}}`;
    const kind = r.below(20);
    if (kind < 12) return { template: { t: token }, data, parts: [one] };
    if (kind < 15) {
      const other = this.expression(depth - 1);
      return { template: { t: `<${token}|\${${other.text}}>` }, data, parts: [one, other] };
    }
    if (kind < 16) return { template: { t: ["a", token, ["b", token], null] }, data, parts: [one] };
    if (kind < 18) {
      const when = this.of("B", depth - 1);
      const template = { b: [{ $when: `\${${when.text}}`, t: 1 }, { $when: token, t: 2 }, { t: 3 }] };
      return { template, data, parts: [one, when], when: true };
    }
    const list = this.of(r.pick(["A", "A", "O"]), 1);
    const template = { b: [{ $data: `\${${list.text}}`, t: token, i: "${$index}", r: "${$root.n} ${v}" }] };
    return { template, data, parts: [list, one] };
  }
}
