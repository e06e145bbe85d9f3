// Three hints for somebody who sees the demonstration for the first time.
import { button, el } from "./dom";

const kHints: [string, string][] = [
  ["Take a card.", "Press Take on a new card: everybody sees that it is yours."],
  ["Turn the noise down.", "In a customer's room type threshold high and press Apply."],
  ["Nothing is lost.", "Type hidden: it counts and names what was kept from you."],
];

export function hintStrip(): HTMLElement | undefined {
  try {
    if (sessionStorage.getItem("socbot.hints") === "closed") return undefined;
  } catch {
    // Storage is refused: show them.
  }
  const strip = el("aside", { class: "hints", "aria-label": "First steps" });
  const list = el("ol", {}, ...kHints.map(([what, how]) => el("li", {}, el("strong", {}, what), ` ${how}`)));
  strip.append(list, button("Close", () => close(strip), { class: "quiet" }));
  return strip;
}

function close(strip: HTMLElement): void {
  strip.remove();
  try {
    sessionStorage.setItem("socbot.hints", "closed");
  } catch {
    // Closed for this page only.
  }
}
