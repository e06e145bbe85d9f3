// The live stream, kept open. A browser's EventSource gives up after an HTTP error and can miss
// that a laptop slept; this opens it again, slower each time, and tells when to fetch what was
// missed.
import type { Message } from "./types";

export type Connection = "live" | "reconnecting" | "off";

export interface StreamEvents {
  message(message: Message): void;
  // Open again (or for the first time): fetch the rooms' newest messages.
  opened(): void;
  state(state: Connection): void;
  // Worth asking who we are: the session may be over.
  doubt(): void;
}

const kFirstWait = 1_000;
const kLongestWait = 30_000;
const kSleepSuspect = 60_000;

export class LiveStream {
  private source: EventSource | undefined;
  private timer: number | undefined;
  private wait = kFirstWait;
  private lastSign = Date.now();

  constructor(private readonly events: StreamEvents) {
    window.addEventListener("online", () => this.reopen());
    document.addEventListener("visibilitychange", () => {
      const quiet = Date.now() - this.lastSign > kSleepSuspect;
      if (document.visibilityState === "visible" && this.source !== undefined && quiet) this.reopen();
    });
  }

  open(): void {
    this.close();
    const source = new EventSource("/console/api/stream");
    this.source = source;
    source.addEventListener("open", () => {
      this.wait = kFirstWait;
      this.lastSign = Date.now();
      this.events.state("live");
      this.events.opened();
    });
    source.addEventListener("message", (event) => {
      this.lastSign = Date.now();
      try {
        this.events.message(JSON.parse(String(event.data)) as Message);
      } catch {
        this.events.opened();
      }
    });
    source.addEventListener("signed_out", () => this.events.doubt());
    source.addEventListener("error", () => this.failed(source));
  }

  close(): void {
    window.clearTimeout(this.timer);
    this.timer = undefined;
    this.source?.close();
    this.source = undefined;
    this.events.state("off");
  }

  private reopen(): void {
    if (this.source !== undefined || this.timer !== undefined) this.open();
  }

  private failed(source: EventSource): void {
    if (this.source !== source) return;
    source.close();
    this.events.state("reconnecting");
    this.events.doubt();
    window.clearTimeout(this.timer);
    // A jitter, so that many pages do not come back in the same moment after a restart.
    this.timer = window.setTimeout(() => this.open(), this.wait * (0.75 + Math.random() / 2));
    this.wait = Math.min(this.wait * 2, kLongestWait);
  }
}
