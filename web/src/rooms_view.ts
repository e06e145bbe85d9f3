// The list of rooms, with what is unread.
import { el } from "./dom";
import { roomKey, type Room } from "./types";

export interface RoomLine {
  room: Room;
  unread: number;
  preview: string;
  active: boolean;
}

const kClassWords: Record<string, string> = { soc: "all customers", customer: "customer", shared: "shared with the customer", ops: "about socbot" };

export class RoomsView {
  readonly element = el("nav", { class: "rooms", "aria-label": "Rooms" });
  private readonly list = el("ul");

  constructor(private readonly choose: (key: string) => void) {
    this.element.append(this.list);
  }

  show(lines: RoomLine[]): void {
    // The button with the focus is replaced: give it back.
    const focused = (document.activeElement as HTMLElement | null)?.dataset["room"];
    this.list.replaceChildren(...lines.map((line) => this.line(line)));
    if (focused === undefined) return;
    for (const made of this.list.querySelectorAll("button")) if (made.dataset["room"] === focused) made.focus();
  }

  private line({ room, unread, preview, active }: RoomLine): HTMLElement {
    const key = roomKey(room);
    const press = el("button", { type: "button", class: "room", "data-room": key, title: kClassWords[room.class] ?? room.class });
    if (active) press.setAttribute("aria-current", "page");
    press.append(el("span", { class: "name" }, room.name), el("span", { class: `class ${room.class}` }, room.class));
    if (unread > 0) {
      const count = unread > 99 ? "99+" : String(unread);
      press.append(el("span", { class: "unread" }, count, el("span", { class: "away" }, " unread")));
    }
    press.append(el("span", { class: "preview" }, preview));
    press.addEventListener("click", () => this.choose(key));
    return el("li", {}, press);
  }
}
