// What this person has seen, by room; kept in the browser. Storage may be refused: then for now.
import { compareIds } from "./store";

export class Seen {
  private ids: Record<string, string> = {};

  constructor(private readonly person: string) {
    try {
      const stored: unknown = JSON.parse(localStorage.getItem(this.key()) ?? "{}");
      if (stored !== null && typeof stored === "object")
        for (const [room, id] of Object.entries(stored)) if (typeof id === "string") this.ids[room] = id;
    } catch {
      this.ids = {};
    }
  }

  of(room: string): string {
    return this.ids[room] ?? "0";
  }

  // True when that is news.
  mark(room: string, id: string): boolean {
    if (compareIds(id, this.of(room)) <= 0) return false;
    this.ids[room] = id;
    try {
      localStorage.setItem(this.key(), JSON.stringify(this.ids));
    } catch {
      // Private windows refuse; the page itself still knows.
    }
    return true;
  }

  private key(): string {
    return `socbot.seen.${this.person}`;
  }
}
