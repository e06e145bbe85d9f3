// The stream of a room: cards, their threads, text. Drawn by message id; a message is drawn again
// only when its revision changed, so that nothing jumps and no open input is lost for nothing.
import { renderCard, type Click } from "./cards";
import { button, clockTime, dayOf, el, markdown } from "./dom";
import { plainText } from "./markdown";
import type { Thread } from "./store";
import type { Message } from "./types";

// A line this person typed, shown until the page is loaded again.
export interface Echo {
  key: number;
  text: string;
  thread: string | undefined;
  after: string;
  at: number;
  who: string;
  state: "sending" | "sent" | "failed";
}

export interface MessagesEvents {
  click(message: Message, click: Click): void;
  reply(message: Message): void;
  older(): void;
  // Something is shown differently: show() again.
  redraw(): void;
  retry(echo: Echo): void;
}

const kRepliesShown = 3;
const kNearBottom = 120;

export class MessagesView {
  readonly element = el("section", { class: "stream", "aria-label": "Messages", tabindex: "-1" });
  private readonly list = el("ol", { class: "messages" });
  private readonly drawn = new Map<string, { message: Message; element: HTMLElement }>();
  private readonly rows = new Map<string, { parts: unknown[]; row: HTMLElement }>();
  private readonly unfolded = new Set<string>();

  constructor(private readonly events: MessagesEvents) {
    this.element.append(this.list);
    this.element.addEventListener("keydown", (event) => this.key(event));
  }

  // `older`: there is more above.
  show(threads: Thread[], echoes: Echo[], older: boolean, empty: string): void {
    const stay = this.anchor();
    const focus = rememberFocus(this.list);
    const rows: HTMLElement[] = [];
    if (older) rows.push(el("li", { class: "older" }, button("Show older messages", () => this.events.older(), { class: "quiet" })));
    let day = "";
    const waiting = echoes.filter((echo) => echo.thread === undefined);
    for (const thread of threads) {
      for (const early of takeBefore(waiting, thread.root.id)) rows.push(this.echo(early));
      const today = dayOf(thread.root.created);
      if (today !== day) rows.push(el("li", { class: "day" }, el("span", {}, today)));
      day = today;
      rows.push(this.thread(thread, echoes));
    }
    for (const echo of waiting) rows.push(this.echo(echo));
    if (threads.length === 0 && waiting.length === 0) rows.push(el("li", { class: "lonely" }, empty));
    replaceChanged(this.list, rows);
    this.prune();
    restoreFocus(this.list, focus);
    stay();
  }

  forget(): void {
    this.drawn.clear();
    this.rows.clear();
    this.unfolded.clear();
    this.list.replaceChildren();
  }

  // What is no longer on the page is not kept for it.
  private prune(): void {
    for (const [id, { element }] of this.drawn) if (!element.isConnected) this.drawn.delete(id);
    for (const [id, { row }] of this.rows) if (!row.isConnected) this.rows.delete(id);
  }

  nearBottom(): boolean {
    return this.element.scrollHeight - this.element.scrollTop - this.element.clientHeight < kNearBottom;
  }

  toBottom(): void {
    this.element.scrollTop = this.element.scrollHeight;
  }

  // Whether the message can be seen now.
  visible(id: string): boolean {
    const shown = this.drawn.get(id)?.element;
    if (shown === undefined || !shown.isConnected) return false;
    const box = shown.getBoundingClientRect();
    const frame = this.element.getBoundingClientRect();
    return box.top < frame.bottom - 20 && box.bottom > frame.top + 20;
  }

  reveal(message: Message): void {
    if (message.thread !== undefined && this.drawn.get(message.id)?.element.isConnected !== true) this.unfold(message.thread);
    const shown = this.drawn.get(message.id)?.element;
    shown?.scrollIntoView({ block: "center" });
    shown?.focus({ preventScroll: true });
  }

  // Keeps what is read in place while things change above it; at the bottom, stays at the bottom.
  private anchor(): () => void {
    if (this.nearBottom()) return () => this.toBottom();
    const frame = this.element.getBoundingClientRect().top;
    for (const row of this.list.querySelectorAll<HTMLElement>(":scope > li[data-thread]")) {
      const top = row.getBoundingClientRect().top - frame;
      if (top + row.offsetHeight < 0) continue;
      const id = row.dataset["thread"];
      return () => {
        const again = [...this.list.children].find((child) => (child as HTMLElement).dataset["thread"] === id);
        if (again !== undefined) this.element.scrollTop += again.getBoundingClientRect().top - frame - top;
      };
    }
    return () => undefined;
  }

  // The row of a thread, the same element as before when nothing in it changed.
  private thread(thread: Thread, echoes: Echo[]): HTMLElement {
    const waiting = echoes.filter((echo) => echo.thread === thread.root.id);
    const parts = [thread.root, ...thread.replies, ...waiting.flatMap((echo) => [echo, echo.state]), this.unfolded.has(thread.root.id)];
    const known = this.rows.get(thread.root.id);
    if (known !== undefined && known.parts.length === parts.length && known.parts.every((part, index) => part === parts[index])) return known.row;
    const row = known?.row ?? el("li", { "data-thread": thread.root.id });
    replaceChanged(row, this.threadParts(thread, waiting));
    this.rows.set(thread.root.id, { parts, row });
    return row;
  }

  private threadParts({ root, replies }: Thread, waiting: Echo[]): HTMLElement[] {
    const under: HTMLElement[] = [];
    const alive = replies.filter((reply) => reply.removed !== true);
    const folded = this.unfolded.has(root.id) ? 0 : Math.max(0, alive.length - kRepliesShown);
    if (folded > 0) under.push(el("li", {}, button(`Show ${folded} earlier ${folded === 1 ? "reply" : "replies"}`, () => this.unfold(root.id), { class: "quiet" })));
    for (const reply of alive.slice(folded)) {
      for (const early of takeBefore(waiting, reply.id)) under.push(this.echo(early));
      under.push(el("li", {}, this.message(reply)));
    }
    for (const echo of waiting) under.push(this.echo(echo));
    const parts = [this.message(root)];
    if (under.length > 0) parts.push(el("ol", { class: "replies", "aria-label": "Replies" }, ...under));
    return parts;
  }

  private unfold(root: string): void {
    this.unfolded.add(root);
    this.events.redraw();
  }

  private message(message: Message): HTMLElement {
    const known = this.drawn.get(message.id);
    if (known !== undefined && known.message === message) return known.element;
    const element = this.draw(message);
    this.drawn.set(message.id, { message, element });
    return element;
  }

  private draw(message: Message): HTMLElement {
    const line = plainText(message.text ?? "");
    const element = el("article", { class: `message ${message.level}`, "data-id": message.id, tabindex: "-1", "aria-label": message.removed === true ? "Removed" : line.slice(0, 160) });
    const time = el("time", {}, clockTime(message.created));
    time.dateTime = new Date(message.created).toISOString();
    if (message.removed === true) {
      element.append(el("p", { class: "removed" }, time, " Removed"));
      return element;
    }
    const card = message.card === undefined ? undefined : renderCard(message.card, (click) => this.events.click(message, click));
    const head = el("div", { class: "head" }, time);
    // Beside a card the text is its notification line: one quiet line, as on a phone.
    if (card !== undefined) head.append(el("span", { class: "notification", title: line }, line));
    else if (message.episode !== undefined && message.thread === undefined) head.append(el("span", {}, message.episode));
    if (message.thread === undefined) head.append(button("Reply", () => this.events.reply(message), { class: "quiet reply", "aria-label": `Reply in the thread of ${message.episode ?? "this message"}` }));
    element.append(head, card ?? markdown(message.text ?? ""));
    return element;
  }

  private echo(echo: Echo): HTMLElement {
    const row = el("li", { class: `echo ${echo.state}` }, el("time", {}, clockTime(echo.at)), el("span", { class: "who" }, echo.who), el("code", {}, echo.text));
    if (echo.state === "sending") row.append(el("span", { class: "note" }, "sending…"));
    if (echo.state === "failed") row.append(el("span", { class: "note" }, "not sent"), button("Again", () => this.events.retry(echo), { class: "quiet" }));
    return row;
  }

  // j and k walk through the messages, r answers; only while the focus is among them.
  private key(event: KeyboardEvent): void {
    const target = event.target as HTMLElement;
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) return;
    const all = [...this.list.querySelectorAll<HTMLElement>("article")];
    const at = all.findIndex((one) => one.contains(target));
    if (event.key === "j" || event.key === "k") {
      const next = all[Math.min(all.length - 1, Math.max(0, at < 0 ? all.length - 1 : at + (event.key === "j" ? 1 : -1)))];
      next?.focus();
      next?.scrollIntoView({ block: "nearest" });
    } else if (event.key === "r" && at >= 0) {
      const message = this.drawn.get(all[at]?.dataset["id"] ?? "")?.message;
      if (message !== undefined) this.events.reply(message);
    } else {
      return;
    }
    event.preventDefault();
  }
}

// Removes and returns the echoes that stand before this message.
function takeBefore(echoes: Echo[], id: string): Echo[] {
  let count = 0;
  while (count < echoes.length && isBefore(echoes[count]?.after ?? "0", id)) ++count;
  return echoes.splice(0, count);
}

function isBefore(after: string, id: string): boolean {
  return after.length !== id.length ? after.length < id.length : after < id;
}

// Moves only what has to move: what stays where it is keeps focus, selection and half-typed inputs.
function replaceChanged(list: HTMLElement, rows: HTMLElement[]): void {
  const wanted = new Set<Element>(rows);
  for (const child of [...list.children]) if (!wanted.has(child)) child.remove();
  rows.forEach((row, index) => {
    const there = list.children[index] ?? null;
    if (there !== row) list.insertBefore(row, there);
  });
}

interface Focus {
  id: string;
  label: string;
}

function rememberFocus(list: HTMLElement): Focus | undefined {
  const active = document.activeElement as HTMLElement | null;
  if (active === null || !list.contains(active)) return undefined;
  const article = active.closest<HTMLElement>("article");
  return { id: article?.dataset["id"] ?? "", label: active === article ? "" : (active.textContent ?? "") };
}

function restoreFocus(list: HTMLElement, focus: Focus | undefined): void {
  if (focus === undefined || list.contains(document.activeElement)) return;
  const article = [...list.querySelectorAll<HTMLElement>("article")].find((one) => one.dataset["id"] === focus.id);
  const same = focus.label === "" ? undefined : [...(article?.querySelectorAll<HTMLElement>("button") ?? [])].find((one) => one.textContent === focus.label);
  (same ?? article)?.focus({ preventScroll: true });
}
