import assert from "node:assert/strict";
import { test } from "node:test";
import { cardHtml, parseMarkdown, plainText } from "../src/markdown";

const rows: [name: string, text: string, html: string][] = [
  ["bold", "a **b** c", "a <strong>b</strong> c"],
  ["italic", "a *b* _c_", "a <em>b</em> <em>c</em>"],
  ["nested", "**a *b* c**", "<strong>a <em>b</em> c</strong>"],
  ["code", "`a*b*`", "<code>a*b*</code>"],
  ["code with backticks", "`` a`b ``", "<code>a`b</code>"],
  ["unclosed bold", "**a", "**a"],
  ["unclosed code", "`a", "`a"],
  ["lonely stars", "2 * 3 * 4", "2 * 3 * 4"],
  ["snake case", "a_b_c x_y", "a_b_c x_y"],
  ["escapes", "\\*a\\* \\_b\\_ \\`c\\` \\[d\\]", "*a* _b_ &#96;c&#96; [d]".replace(/&#96;/g, "`")],
  ["escaped closing mark", "*a\\*b*", "<em>a*b</em>"],
  ["entity", "a &lt;b&gt; &amp;amp; &copy;", "a &#60;b&#62; &#38;amp; &#38;copy;"],
  ["html stays text", "<img src=x onerror=alert(1)>", "&#60;img src=x onerror=alert(1)&#62;"],
  ["html inside bold", "**<b>**", "<strong>&#60;b&#62;</strong>"],
  ["links stay text", "[a](https://b.example)", "[a](https://b.example)"],
  ["quotes", `"'`, "&#34;&#39;"],
  ["line break", "a\nb", "a<br>b"],
  ["list", "- a\n- **b**", "<ul><li>a</li><li><strong>b</strong></li></ul>"],
  ["numbers", "1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"],
];

for (const [name, text, html] of rows) test(`card text: ${name}`, () => assert.equal(cardHtml(text), html));

test("code blocks keep their text, closed or not", () => {
  assert.deepEqual(parseMarkdown("```\n**a**\n\nb\n```\nc"), [
    { kind: "code", text: "**a**\n\nb" },
    { kind: "paragraph", lines: [[{ kind: "text", text: "c" }]] },
  ]);
  assert.deepEqual(parseMarkdown("```\na"), [{ kind: "code", text: "a" }]);
});

test("blank lines separate paragraphs", () => {
  assert.equal(parseMarkdown("a\nb\n\nc").length, 2);
});

test("plain text has no marks", () => {
  assert.equal(plainText("**HIGH** · `ACME`\n- a\n- *b*"), "HIGH · ACME a b");
});

test("hostile runs of marks stay cheap", () => {
  const before = Date.now();
  for (const text of ["*".repeat(5000), "**a ".repeat(1500), "`".repeat(5000), "_a".repeat(2500), "*a **b ".repeat(900)])
    assert.equal(typeof cardHtml(text), "string");
  assert.ok(Date.now() - before < 2000);
});
