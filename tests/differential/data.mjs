// The data of the pairs. All have the same names, so that any expression means something on each.
export const kNow = Date.parse("2026-03-01T10:15:30.250Z");

const base = {
  n: 5, z: 0, f: 2.75, neg: -1834.567, big: 1234567890123, tiny: 1.5e-7, s: "hello", es: "", u: "Zürich 東京 ß", emoji: "a😀b",
  num: "42", css: "a,b,,c", t: true, fl: false, nul: null,
  o: { a: 1, Name: "Cap", num: 17, flag: true, name: "later", 10: "ten", 2: "two" }, eo: {},
  arr: [3, 1, 2, 10], words: ["pear", "Apple", "fig"], empty: [], mixed: [1, "1", null, true, [2, [3]], { a: 1 }],
  objs: [{ k: "b", v: 2 }, { k: "a", v: 1 }, { k: "B", v: 10 }], nested: { deep: [{ x: 1 }, { x: { y: [4, 5] } }], "a.b": 1 },
  iso: "2026-03-01T10:15:30.000Z", iso2: "2026-03-01T10:15:30Z", iso3: "2024-12-31T23:59:59.999Z", iso4: "2026-07-15T00:00:00.000Z",
  url: "https://example.com:9200/path/x?y=%C3%BC#z", js: '{"a": {"v": [1, 2, {"k": "b"}]}, "b": "t"}',
  tpl: "n is ${n}", tpl2: "${arr}", v: "top", k: "key", zz: { y: [1], k: 2 },
};

export const kData = [
  base,
  { ...base, n: -3, f: 0.1, s: "Hello World, it's 5 o'clock", t: false, fl: true, arr: [], o: { A: 2, a: 3, flag: false } },
  { ...base, n: 1e21, z: -0.5, neg: 0.000001, s: "<b>&\"x\"</b>\n\ttab", objs: [{ k: "x" }, { v: null }, { k: null, v: 3 }], words: ["", "É", "e"] },
  { ...base, n: 12, f: 1e-7, s: "2026-03-01T10:15:30.000Z", iso: "2026-10-25T00:59:59.123Z", iso3: "2000-02-29T00:00:00.000Z", big: 9007199254740993 },
];
