// The messages of a room as this page knows them. Pure: no DOM, no network.
import type { Message } from "./types";

// Decimal ids without leading zeros: the longer is the larger.
export function compareIds(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}

export type Upsert = "new" | "changed" | "stale";

export interface Thread {
  root: Message;
  replies: Message[];
}

export class RoomLog {
  private readonly messages = new Map<string, Message>();
  // Where the next older page ends; undefined: nothing older.
  older: string | undefined;
  loaded = false;
  // A message comes again by history, stream and reconnects: the newest revision stays.
  upsert(message: Message): Upsert {
    const known = this.messages.get(message.id);
    if (known !== undefined && (message.revision < known.revision || sameContent(known, message))) return "stale";
    this.messages.set(message.id, message);
    return known === undefined ? "new" : "changed";
  }

  get(id: string): Message | undefined {
    return this.messages.get(id);
  }

  get size(): number {
    return this.messages.size;
  }

  // Oldest first. A reply whose root is not here stands on its own, so that nothing is lost.
  threads(): Thread[] {
    const sorted = [...this.messages.values()].sort((a, b) => compareIds(a.id, b.id));
    const roots = new Map<string, Thread>();
    for (const message of sorted) {
      const root = this.rootOf(message);
      if (root === message) roots.set(message.id, { root, replies: [] });
      else roots.get(root.id)?.replies.push(message);
    }
    return [...roots.values()].filter(({ root, replies }) => root.removed !== true || replies.some((r) => r.removed !== true));
  }

  rootOf(message: Message): Message {
    if (message.thread === undefined) return message;
    const root = this.messages.get(message.thread);
    return root !== undefined && root.thread === undefined ? root : message;
  }

  newest(): Message | undefined {
    return this.extreme((a, b) => compareIds(a.id, b.id) > 0);
  }

  oldest(): Message | undefined {
    return this.extreme((a, b) => compareIds(a.id, b.id) < 0);
  }

  // The newest that is still there, for the list of rooms.
  latest(): Message | undefined {
    let found: Message | undefined;
    for (const message of this.messages.values())
      if (message.removed !== true && (found === undefined || compareIds(message.id, found.id) > 0)) found = message;
    return found;
  }

  // Messages that reach people (not quiet) past the one seen last.
  unread(seen: string): number {
    let count = 0;
    for (const message of this.messages.values())
      if (message.level !== "quiet" && message.removed !== true && compareIds(message.id, seen) > 0) ++count;
    return count;
  }

  // Drops what is older than `id`.
  forgetBefore(id: string): void {
    for (const known of [...this.messages.keys()]) if (compareIds(known, id) < 0) this.messages.delete(known);
  }

  // Keeps the newest `most`; what is dropped is fetched again when asked for.
  trim(most: number): void {
    if (this.messages.size <= most) return;
    const ids = [...this.messages.keys()].sort(compareIds);
    const first = ids[ids.length - most];
    if (first === undefined) return;
    this.forgetBefore(first);
    this.older = first;
  }

  private extreme(better: (a: Message, b: Message) => boolean): Message | undefined {
    let found: Message | undefined;
    for (const message of this.messages.values()) if (found === undefined || better(message, found)) found = message;
    return found;
  }
}

// The same revision may come with its card from one way and without from another (the card failed
// to render there): then the fuller one wins.
function sameContent(known: Message, message: Message): boolean {
  return (
    known.revision === message.revision &&
    (known.removed === true || message.removed !== true) &&
    (known.card !== undefined || message.card === undefined)
  );
}
