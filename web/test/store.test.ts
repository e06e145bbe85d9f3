import assert from "node:assert/strict";
import { test } from "node:test";
import { compareIds, RoomLog } from "../src/store";
import type { Message } from "../src/types";

function message(id: string, more: Partial<Message> = {}): Message {
  return { connection: "console", room: "acme", id, revision: 1, level: "notify", created: 0, text: id, ...more };
}

test("ids past 2^53 are told apart", () => {
  assert.ok(compareIds("9007199254740993", "9007199254740992") > 0);
  assert.ok(compareIds("9", "10") < 0);
  assert.equal(compareIds("10", "10"), 0);
});

test("the newest revision stays, whatever the order", () => {
  const log = new RoomLog();
  assert.equal(log.upsert(message("5", { revision: 2, text: "two" })), "new");
  assert.equal(log.upsert(message("5", { revision: 1, text: "one" })), "stale");
  assert.equal(log.get("5")?.text, "two");
  assert.equal(log.upsert(message("5", { revision: 3, text: "three" })), "changed");
  assert.equal(log.upsert(message("5", { revision: 3, text: "three" })), "stale");
  assert.equal(log.size, 1);
});

test("the same revision with its card wins over the one without", () => {
  const log = new RoomLog();
  log.upsert(message("5"));
  assert.equal(log.upsert(message("5", { card: {} })), "changed");
  assert.equal(log.upsert(message("5")), "stale");
  assert.deepEqual(log.get("5")?.card, {});
});

test("a removal at the same revision counts", () => {
  const log = new RoomLog();
  log.upsert(message("5"));
  assert.equal(log.upsert(message("5", { removed: true })), "changed");
  assert.equal(log.upsert(message("5")), "stale");
  assert.deepEqual(log.threads(), []);
});

test("replies stand under their root, in order", () => {
  const log = new RoomLog();
  for (const made of [message("30", { thread: "10" }), message("10"), message("20"), message("15", { thread: "10" })])
    log.upsert(made);
  const shape = log.threads().map(({ root, replies }) => [root.id, replies.map((reply) => reply.id)]);
  assert.deepEqual(shape, [["10", ["15", "30"]], ["20", []]]);
});

test("a reply to a message that is not loaded stands alone", () => {
  const log = new RoomLog();
  log.upsert(message("30", { thread: "10" }));
  assert.deepEqual(log.threads().map(({ root }) => root.id), ["30"]);
  log.upsert(message("10"));
  assert.deepEqual(log.threads().map(({ root }) => root.id), ["10"]);
});

test("unread counts what reaches people", () => {
  const log = new RoomLog();
  log.upsert(message("10"));
  log.upsert(message("11", { level: "quiet" }));
  log.upsert(message("12", { level: "page" }));
  log.upsert(message("13", { removed: true }));
  assert.equal(log.unread("0"), 2);
  assert.equal(log.unread("10"), 1);
  assert.equal(log.unread("13"), 0);
});

test("what lies too far back is dropped", () => {
  const log = new RoomLog();
  for (const id of ["9", "10", "11"]) log.upsert(message(id));
  log.forgetBefore("10");
  assert.equal(log.oldest()?.id, "10");
  assert.equal(log.newest()?.id, "11");
  assert.equal(log.size, 2);
});

test("a room that grows past its limit keeps the newest", () => {
  const log = new RoomLog();
  for (let id = 1; id <= 12; ++id) log.upsert(message(String(id)));
  log.trim(12);
  assert.equal(log.older, undefined);
  log.trim(10);
  assert.equal(log.size, 10);
  assert.equal(log.oldest()?.id, "3");
  assert.equal(log.older, "3");
});
