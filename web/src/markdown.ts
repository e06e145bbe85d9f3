// The little Markdown that answers and cards use: bold, italic, code, code blocks, lists and line
// breaks. No links and no HTML: what looks like them stays text. Pure; markdown_dom.ts draws it.

export type Inline =
  | { kind: "text"; text: string }
  | { kind: "code"; text: string }
  | { kind: "bold" | "italic"; children: Inline[] };

export type Block =
  | { kind: "paragraph"; lines: Inline[][] }
  | { kind: "code"; text: string }
  | { kind: "list"; ordered: boolean; start: number; items: Inline[][] };

const kEscapable = /[!-/:-@[-`{-~]/;
const kEntities: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0", "#39": "'" };

// Deeper marks stay text; ours nest once.
const kDepth = 4;

export function parseInline(text: string, depth = 0): Inline[] {
  const out: Inline[] = [];
  let plain = "";
  const flush = (): void => {
    if (plain !== "") out.push({ kind: "text", text: plain });
    plain = "";
  };
  for (let i = 0; i < text.length; ) {
    const special = depth < kDepth ? readSpecial(text, i, depth) : undefined;
    if (special?.node !== undefined) {
      flush();
      out.push(special.node);
      i = special.end;
    } else if (special !== undefined) {
      plain += special.text;
      i = special.end;
    } else {
      plain += text[i];
      ++i;
    }
  }
  flush();
  return out;
}

interface Special {
  node?: Inline;
  text?: string;
  end: number;
}

function readSpecial(text: string, at: number, depth: number): Special | undefined {
  const c = text[at];
  if (c === "\\" && kEscapable.test(text[at + 1] ?? "")) return { text: text[at + 1] ?? "", end: at + 2 };
  if (c === "&") {
    const name = /^&(amp|lt|gt|quot|apos|nbsp|#39);/.exec(text.slice(at, at + 8))?.[1];
    return name === undefined ? undefined : { text: kEntities[name] ?? "", end: at + name.length + 2 };
  }
  if (c === "`") return readCode(text, at);
  if (c === "*" || c === "_") return readEmphasis(text, at, depth);
  return undefined;
}

function readCode(text: string, at: number): Special | undefined {
  const fence = /^`+/.exec(text.slice(at))?.[0] ?? "`";
  let close = text.indexOf(fence, at + fence.length);
  while (close >= 0 && text[close + fence.length] === "`") {
    const next = /^`+/.exec(text.slice(close))?.[0].length ?? 1;
    close = text.indexOf(fence, close + next);
  }
  if (close < 0) return { text: fence, end: at + fence.length };
  let code = text.slice(at + fence.length, close);
  if (/^ .*[^ ].* $/.test(code)) code = code.slice(1, -1);
  return { node: { kind: "code", text: code }, end: close + fence.length };
}

const isWord = (c: string | undefined): boolean => c !== undefined && /[\p{L}\p{N}]/u.test(c);
const isSpace = (c: string | undefined): boolean => c === undefined || /\s/.test(c);

function readEmphasis(text: string, at: number, depth: number): Special | undefined {
  const mark = text[at] ?? "";
  const run = text[at + 1] === mark ? mark + mark : mark;
  const start = at + run.length;
  const keep: Special = { text: run, end: start };
  if (isSpace(text[start]) || (mark === "_" && isWord(text[at - 1]))) return keep;
  for (let i = start + 1; i < text.length; ++i) {
    if (text[i - 1] === "\\" && text[i] === mark) continue;
    if (!text.startsWith(run, i) || isSpace(text[i - 1])) continue;
    if (run.length === 1 && text[i + 1] === mark) {
      ++i;
      continue;
    }
    if (mark === "_" && isWord(text[i + run.length])) continue;
    const children = parseInline(text.slice(start, i), depth + 1);
    return { node: { kind: run.length === 2 ? "bold" : "italic", children }, end: i + run.length };
  }
  return keep;
}

const kBullet = /^\s{0,3}[-*+]\s+(.*)$/;
const kNumber = /^\s{0,3}(\d{1,4})[.)]\s+(.*)$/;

export function parseMarkdown(text: string): Block[] {
  const blocks: Block[] = [];
  const lines = text.replace(/\r\n?/g, "\n").split("\n");
  for (let i = 0; i < lines.length; ++i) {
    const line = lines[i] ?? "";
    if (/^\s{0,3}```/.test(line)) {
      const code: string[] = [];
      while (++i < lines.length && !/^\s{0,3}```\s*$/.test(lines[i] ?? "")) code.push(lines[i] ?? "");
      blocks.push({ kind: "code", text: code.join("\n") });
      continue;
    }
    addLine(blocks, line, i > 0 && (lines[i - 1] ?? "").trim() === "");
  }
  return blocks;
}

function addLine(blocks: Block[], line: string, afterBlank: boolean): void {
  if (line.trim() === "") return;
  const last = blocks[blocks.length - 1];
  const number = kNumber.exec(line);
  const item = kBullet.exec(line)?.[1] ?? number?.[2];
  if (item !== undefined) {
    const ordered = number !== null;
    if (last?.kind === "list" && last.ordered === ordered && !afterBlank) last.items.push(parseInline(item));
    else blocks.push({ kind: "list", ordered, start: Number(number?.[1] ?? 1), items: [parseInline(item)] });
    return;
  }
  if (last?.kind === "paragraph" && !afterBlank) last.lines.push(parseInline(line));
  else blocks.push({ kind: "paragraph", lines: [parseInline(line)] });
}

// The words alone, for titles, previews and the live region.
export function plainText(text: string): string {
  const words = (inlines: Inline[]): string =>
    inlines.map((node) => ("children" in node ? words(node.children) : node.text)).join("");
  return parseMarkdown(text)
    .map((block) => {
      if (block.kind === "code") return block.text;
      return (block.kind === "list" ? block.items : block.lines).map(words).join(" ");
    })
    .join(" ")
    .replace(/\s+/g, " ")
    .trim();
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}

function inlineHtml(inlines: Inline[]): string {
  return inlines
    .map((node) => {
      if (node.kind === "text") return escapeHtml(node.text);
      if (node.kind === "code") return `<code>${escapeHtml(node.text)}</code>`;
      const tag = node.kind === "bold" ? "strong" : "em";
      return `<${tag}>${inlineHtml(node.children)}</${tag}>`;
    })
    .join("");
}

// For the card renderer, which takes HTML: only strong, em, code, br and lists, all text escaped.
export function cardHtml(text: string): string {
  return parseMarkdown(text)
    .map((block) => {
      if (block.kind === "code") return `<code>${escapeHtml(block.text)}</code>`;
      if (block.kind === "paragraph") return block.lines.map(inlineHtml).join("<br>");
      const tag = block.ordered ? "ol" : "ul";
      return `<${tag}>${block.items.map((item) => `<li>${inlineHtml(item)}</li>`).join("")}</${tag}>`;
    })
    .join("<br>");
}
