// The command box: one line, what was typed before by arrow up, a thread to answer in.
import { button, el } from "./dom";
import { CommandHistory } from "./history";

const kMostBytes = 2_000;

export class Composer {
  readonly element = el("form", { class: "composer" });
  private readonly box = el("input", { type: "text", id: "command", "aria-describedby": "thread-chip" });
  private readonly chip = el("div", { class: "chip", id: "thread-chip" });
  private readonly history: CommandHistory;
  private thread: string | undefined;

  constructor(
    private readonly store: string,
    private readonly send: (text: string, thread: string | undefined) => void,
    private readonly complain: (text: string) => void,
  ) {
    this.history = new CommandHistory(this.stored());
    this.box.autocomplete = "off";
    this.box.spellcheck = false;
    this.box.setAttribute("autocapitalize", "off");
    this.box.placeholder = "Type a command: open, status, threshold high …";
    const label = el("label", { for: "command", class: "away" }, "Command");
    const submit = el("button", { type: "submit", class: "primary" }, "Send");
    this.element.append(this.chip, label, this.box, submit);
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    this.box.addEventListener("keydown", (event) => this.key(event));
    this.replyTo(undefined);
  }

  // Answers go under that card; undefined: to the room.
  replyTo(thread: { id: string; label: string } | undefined): void {
    this.thread = thread?.id;
    this.chip.replaceChildren();
    this.chip.hidden = thread === undefined;
    if (thread !== undefined)
      this.chip.append(`In the thread of ${thread.label} `, button("Leave", () => this.leave(), { class: "quiet" }));
  }

  focus(): void {
    this.box.focus();
  }

  // Brings back a line that was not sent.
  offer(text: string): void {
    this.box.value = text;
    this.focus();
  }

  private leave(): void {
    this.replyTo(undefined);
    this.focus();
  }

  private submit(): void {
    const text = this.box.value.trim();
    if (text === "") return;
    if (new TextEncoder().encode(text).length > kMostBytes) {
      this.complain("That is too long: at most 2,000 bytes.");
      return;
    }
    this.history.add(text);
    try {
      sessionStorage.setItem(this.store, JSON.stringify(this.history.all()));
    } catch {
      // Kept for this page only.
    }
    this.box.value = "";
    this.send(text, this.thread);
  }

  private key(event: KeyboardEvent): void {
    if (event.isComposing) return;
    if (event.key === "ArrowUp") this.box.value = this.history.older(this.box.value);
    else if (event.key === "ArrowDown") this.box.value = this.history.newer(this.box.value);
    else if (event.key === "Escape" && this.thread !== undefined) this.replyTo(undefined);
    else if (event.key === "Escape") this.box.blur();
    else return;
    event.preventDefault();
    this.box.setSelectionRange(this.box.value.length, this.box.value.length);
  }

  private stored(): string[] {
    try {
      const lines: unknown = JSON.parse(sessionStorage.getItem(this.store) ?? "[]");
      return Array.isArray(lines) ? lines.filter((line): line is string => typeof line === "string") : [];
    } catch {
      return [];
    }
  }
}
