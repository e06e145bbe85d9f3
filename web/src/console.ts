// The signed-in page: rooms, the stream of one of them, the command box; kept live.
import { Api, ApiError } from "./api";
import type { Click } from "./cards";
import { Composer } from "./composer";
import { button, el } from "./dom";
import { Header } from "./header";
import { hintStrip } from "./hints";
import { plainText } from "./markdown";
import { MessagesView, type Echo } from "./messages_view";
import { RoomsView } from "./rooms_view";
import { Seen } from "./seen";
import { compareIds, RoomLog } from "./store";
import { LiveStream } from "./stream";
import { roomKey, type Me, type Message, type MessagePage, type Room } from "./types";
import { tabTitle } from "./unread_title";

const kPage = 50;
const kBackgroundPage = 20;
// How far back a reconnect goes through what is shown.
const kCatchUpPages = 6;
// A page that stays open for weeks: messages and own lines kept of a room.
const kMostMessages = 1_000;
const kMostEchoes = 100;
const kToastMs = 6_000;

// More pages are needed to reach `oldest`.
function isShort(before: string | undefined, oldest: string | undefined): boolean {
  return before !== undefined && oldest !== undefined && compareIds(before, oldest) > 0;
}

export class Console {
  readonly element = el("div", { class: "console" });
  private readonly logs = new Map<string, RoomLog>();
  private readonly echoes = new Map<string, Echo[]>();
  private readonly seen: Seen;
  private readonly header: Header;
  private readonly rooms = new RoomsView((key) => this.choose(key));
  private readonly view: MessagesView;
  private readonly composer: Composer;
  private readonly announcer = el("div", { class: "away", "aria-live": "polite" });
  private readonly toastBox = el("div", { class: "toast", role: "alert" });
  private readonly fresh = el("div", { class: "fresh" });
  private readonly stream: LiveStream;
  private active: Room | undefined;
  private toastTimer: number | undefined;
  private drawing = false;
  private epoch = 0;
  private echoKey = 0;
  private ended = false;
  private readonly undo = new AbortController();

  constructor(
    private readonly api: Api,
    private readonly me: Me,
    private readonly restart: (me?: Me) => void,
  ) {
    this.seen = new Seen(me.person.id);
    this.header = new Header({ become: (person) => void this.become(person), logout: () => void this.logout() });
    this.view = new MessagesView({
      click: (message, click) => void this.click(message, click),
      reply: (message) => this.reply(message),
      older: () => void this.older(),
      redraw: () => this.draw(),
      retry: (echo) => this.retry(echo),
    });
    this.composer = new Composer(
      `socbot.history.${me.person.id}`,
      (text, thread) => void this.command(text, thread),
      (text) => this.toast(text),
    );
    for (const room of me.rooms) this.logs.set(roomKey(room), new RoomLog());
    this.stream = new LiveStream({
      message: (message) => this.arrived(message),
      opened: () => {
        ++this.epoch;
        void this.refetch();
      },
      state: (state) => this.header.connection(state),
      doubt: () => void this.stillSignedIn(),
    });
    this.build();
  }

  start(): void {
    const wanted = decodeURIComponent(location.hash.replace(/^#\//, ""));
    const room = this.me.rooms.find((one) => roomKey(one) === wanted) ?? this.me.rooms[0];
    if (room !== undefined) this.choose(roomKey(room));
    this.stream.open();
  }

  stop(): void {
    this.ended = true;
    this.undo.abort();
    this.stream.close();
    this.element.remove();
  }

  private build(): void {
    this.header.show(this.me);
    const main = el("main", { class: "centre" });
    if (this.me.demo) main.append(hintStrip() ?? "");
    main.append(this.view.element, this.fresh, this.composer.element);
    this.element.append(this.header.element, this.rooms.element, main, this.announcer, this.toastBox);
    const options = { signal: this.undo.signal };
    document.addEventListener("keydown", (event) => this.key(event), options);
    document.addEventListener("visibilitychange", () => this.look(), options);
    this.view.element.addEventListener("scroll", () => this.scrolled(), options);
    window.addEventListener("hashchange", () => this.followHash(), options);
  }

  private log(room: { connection: string; room: string }): RoomLog | undefined {
    return this.logs.get(roomKey(room));
  }

  private choose(key: string): void {
    const room = this.me.rooms.find((one) => roomKey(one) === key);
    if (room === undefined || room === this.active) return;
    this.active = room;
    history.replaceState(null, "", `#/${encodeURIComponent(key)}`);
    this.composer.replyTo(undefined);
    this.view.forget();
    this.fresh.replaceChildren();
    this.draw();
    this.view.toBottom();
    if (this.log(room)?.loaded !== true) void this.fetchRoom(room, kPage);
    this.look();
  }

  private followHash(): void {
    this.choose(decodeURIComponent(location.hash.replace(/^#\//, "")));
  }

  // The newest page; then older ones as far back as is shown, because what is older may have been
  // edited while the stream was down. What lies too far back is dropped and fetched when asked for.
  private async fetchRoom(room: Room, limit: number): Promise<void> {
    const log = this.log(room);
    if (log === undefined) return;
    const epoch = this.epoch;
    const oldest = log.loaded ? log.oldest()?.id : undefined;
    const first = !log.loaded && room === this.active;
    try {
      let before = this.take(log, await this.api.messages(room, limit));
      for (let i = 0; i < kCatchUpPages && isShort(before, oldest); ++i) before = this.take(log, await this.api.messages(room, kPage, before));
      if (oldest === undefined || isShort(before, oldest)) {
        if (before !== undefined) log.forgetBefore(before);
        log.older = before;
      }
      log.loaded = epoch === this.epoch || log.loaded;
    } catch (failure) {
      this.failed(failure, room === this.active);
    }
    this.draw();
    if (first) this.view.toBottom();
    this.look();
  }

  // Where the next older page ends.
  private take(log: RoomLog, page: MessagePage): string | undefined {
    for (const message of page.messages) log.upsert(message);
    return page.before;
  }

  // The room that is looked at first, then the others, one after another.
  private async refetch(): Promise<void> {
    const others = this.me.rooms.filter((room) => room !== this.active);
    if (this.active !== undefined) await this.fetchRoom(this.active, kPage);
    for (const room of others) if (!this.ended) await this.fetchRoom(room, kBackgroundPage);
  }

  private async older(): Promise<void> {
    const room = this.active;
    const log = room === undefined ? undefined : this.log(room);
    if (room === undefined || log?.older === undefined) return;
    try {
      log.older = this.take(log, await this.api.messages(room, kPage, log.older));
    } catch (failure) {
      this.failed(failure, true);
    }
    this.draw();
  }

  private arrived(message: Message): void {
    const log = this.log(message);
    const outcome = log?.upsert(message);
    if (log === undefined || outcome === undefined || outcome === "stale") return;
    const here = this.active !== undefined && roomKey(message) === roomKey(this.active);
    if (outcome === "new" && message.level !== "quiet" && message.removed !== true) this.announce(message, here);
    const follow = here && this.view.nearBottom();
    if (!here || follow) log.trim(kMostMessages);
    this.draw();
    if (follow && message.thread === undefined) this.view.toBottom();
    if (here && outcome === "new" && !this.view.visible(message.id)) this.offer(message);
    this.look();
  }

  private announce(message: Message, here: boolean): void {
    const room = this.me.rooms.find((one) => roomKey(one) === roomKey(message));
    const line = plainText(message.text ?? "").slice(0, 200);
    this.announcer.replaceChildren(here ? line : `${room?.name ?? message.room}: ${line}`);
  }

  // Something new that can't be seen from here.
  private offer(message: Message): void {
    const line = plainText(message.text ?? "").slice(0, 80);
    this.fresh.replaceChildren(
      button(`New: ${line}`, () => {
        this.fresh.replaceChildren();
        this.view.reveal(message);
      }),
    );
  }

  private scrolled(): void {
    if (this.view.nearBottom()) this.look();
  }

  // What is on the screen of a visible page counts as seen.
  private look(): void {
    if (this.active !== undefined && document.visibilityState === "visible") {
      const newest = this.log(this.active)?.newest();
      if (newest !== undefined && this.view.nearBottom()) this.seen.mark(roomKey(this.active), newest.id);
    }
    this.counts();
  }

  private counts(): void {
    let total = 0;
    const lines = this.me.rooms.map((room) => {
      const log = this.log(room);
      const unread = log?.unread(this.seen.of(roomKey(room))) ?? 0;
      total += unread;
      return { room, unread, preview: plainText(log?.latest()?.text ?? "").slice(0, 90), active: room === this.active };
    });
    this.rooms.show(lines);
    document.title = tabTitle(total, this.active?.name);
  }

  private draw(): void {
    if (this.drawing || this.active === undefined) return;
    this.drawing = true;
    const log = this.log(this.active);
    const empty = log?.loaded === true ? "Nothing here yet. Alarms appear by themselves; type help to see what you can ask." : "Loading…";
    this.view.show(log?.threads() ?? [], this.echoes.get(roomKey(this.active)) ?? [], log?.older !== undefined, empty);
    this.drawing = false;
  }

  private async click(message: Message, click: Click): Promise<void> {
    const room = this.active;
    if (room === undefined) return;
    const article = [...this.view.element.querySelectorAll<HTMLElement>("article")].find((one) => one.dataset["id"] === message.id);
    article?.setAttribute("aria-busy", "true");
    try {
      await this.api.action(room, message.id, click.action, click.inputs);
    } catch (failure) {
      this.failed(failure, true);
    } finally {
      article?.removeAttribute("aria-busy");
    }
  }

  private reply(message: Message): void {
    this.composer.replyTo({ id: message.id, label: message.episode ?? (plainText(message.text ?? "").slice(0, 40) || "this message") });
    this.composer.focus();
  }

  private async command(text: string, thread: string | undefined): Promise<void> {
    const room = this.active;
    if (room === undefined) return;
    const echo: Echo = { key: ++this.echoKey, text, thread, after: this.log(room)?.newest()?.id ?? "0", at: Date.now(), who: this.me.person.name, state: "sending" };
    const echoes = this.echoes.get(roomKey(room)) ?? [];
    echoes.push(echo);
    if (echoes.length > kMostEchoes) echoes.shift();
    this.echoes.set(roomKey(room), echoes);
    this.draw();
    if (thread === undefined) this.view.toBottom();
    try {
      await this.api.command(room, text, thread);
      echo.state = "sent";
    } catch (failure) {
      echo.state = "failed";
      this.failed(failure, true);
    }
    this.draw();
  }

  private retry(echo: Echo): void {
    const echoes = this.active === undefined ? undefined : this.echoes.get(roomKey(this.active));
    echoes?.splice(echoes.indexOf(echo), 1);
    void this.command(echo.text, echo.thread);
  }

  private key(event: KeyboardEvent): void {
    const target = event.target as HTMLElement;
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.isContentEditable;
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.composer.focus();
  }

  private async become(person: string): Promise<void> {
    try {
      this.restart(await this.api.become(person));
    } catch (failure) {
      this.header.show(this.me);
      this.failed(failure, true);
    }
  }

  private async logout(): Promise<void> {
    try {
      await this.api.logout();
      this.restart();
    } catch (failure) {
      this.failed(failure, true);
    }
  }

  private async stillSignedIn(): Promise<void> {
    try {
      const me = await this.api.me();
      // After a reload of the configuration rooms or people may be others.
      if (!this.ended && JSON.stringify([me.person, me.rooms]) !== JSON.stringify([this.me.person, this.me.rooms])) this.restart(me);
    } catch (failure) {
      this.failed(failure, false);
    }
  }

  private failed(failure: unknown, tell: boolean): void {
    if (this.ended) return;
    if (failure instanceof ApiError && failure.status === 401) {
      this.restart();
      return;
    }
    if (tell) this.toast(failure instanceof ApiError ? failure.message : "Something went wrong on this page.");
  }

  private toast(text: string): void {
    this.toastBox.textContent = text;
    window.clearTimeout(this.toastTimer);
    this.toastTimer = window.setTimeout(() => this.toastBox.replaceChildren(), kToastMs);
  }
}
