// The strip on top: whose server, how it is, whether we are live, who I am.
import { button, el } from "./dom";
import type { Connection } from "./stream";
import type { Me } from "./types";

export interface HeaderEvents {
  become(person: string): void;
  logout(): void;
}

const kStates: Record<Connection, string> = { live: "live", reconnecting: "reconnecting…", off: "off line" };

export class Header {
  readonly element = el("header", { class: "top" });
  private readonly state = el("span", { class: "state", role: "status" });

  constructor(private readonly events: HeaderEvents) {}

  show(me: Me): void {
    const title = el("h1", {}, "socbot");
    const organisation = el("span", { class: "organisation" }, me.organisation);
    const status = el("span", { class: "status" }, me.status);
    this.element.replaceChildren(title, organisation, status, this.state, this.person(me), button("Sign out", () => this.events.logout(), { class: "quiet" }));
  }

  connection(state: Connection): void {
    this.state.textContent = kStates[state];
    this.state.dataset["state"] = state;
  }

  private person(me: Me): HTMLElement {
    if (me.people.length < 2) return el("span", { class: "person" }, `${me.person.name} (${me.person.role})`);
    const select = el("select", { id: "person", title: "Who you are in this demonstration" });
    for (const person of me.people) {
      const option = el("option", {}, `${person.name} (${person.role})`);
      option.value = person.id;
      option.selected = person.id === me.person.id;
      select.append(option);
    }
    select.addEventListener("change", () => this.events.become(select.value));
    return el("span", { class: "person" }, el("label", { class: "away", for: "person" }, "You are"), select);
  }
}
