// Making elements. Text goes in as text; nothing here takes HTML.
import { parseMarkdown, type Inline } from "./markdown";

type Child = Node | string | undefined;

export interface Props {
  class?: string;
  id?: string;
  title?: string;
  type?: string;
  [attribute: `aria-${string}` | `data-${string}`]: string;
  role?: string;
  tabindex?: string;
  for?: string;
}

export function el<K extends keyof HTMLElementTagNameMap>(tag: K, props: Props = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) element.setAttribute(name, value);
  for (const child of children) if (child !== undefined) element.append(child);
  return element;
}

export function button(label: string, press: () => void, props: Props = {}): HTMLButtonElement {
  const made = el("button", { type: "button", ...props }, label);
  made.addEventListener("click", press);
  return made;
}

function inline(nodes: Inline[]): Node[] {
  return nodes.map((node) => {
    if (node.kind === "text") return document.createTextNode(node.text);
    if (node.kind === "code") return el("code", {}, node.text);
    return el(node.kind === "bold" ? "strong" : "em", {}, ...inline(node.children));
  });
}

// A text message.
export function markdown(text: string): HTMLElement {
  const root = el("div", { class: "markdown" });
  for (const block of parseMarkdown(text)) {
    if (block.kind === "code") {
      root.append(el("pre", { tabindex: "0" }, el("code", {}, block.text)));
    } else if (block.kind === "list") {
      const list = el(block.ordered ? "ol" : "ul", {}, ...block.items.map((item) => el("li", {}, ...inline(item))));
      if (list instanceof HTMLOListElement) list.start = block.start;
      root.append(list);
    } else {
      const paragraph = el("p");
      block.lines.forEach((line, index) => {
        if (index > 0) paragraph.append(el("br"));
        paragraph.append(...inline(line));
      });
      root.append(paragraph);
    }
  }
  return root;
}

export function clockTime(ms: number): string {
  return new Date(ms).toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

export function dayOf(ms: number): string {
  return new Date(ms).toLocaleDateString(undefined, { weekday: "long", day: "numeric", month: "long" });
}
