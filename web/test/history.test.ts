import assert from "node:assert/strict";
import { test } from "node:test";
import { CommandHistory } from "../src/history";

test("up and down walk the lines and come back to the draft", () => {
  const history = new CommandHistory();
  history.add("open");
  history.add("status");
  assert.equal(history.older("dra"), "status");
  assert.equal(history.older("status"), "open");
  assert.equal(history.older("open"), "open");
  assert.equal(history.newer("open"), "status");
  assert.equal(history.newer("status"), "dra");
  assert.equal(history.newer("dra"), "dra");
});

test("without lines the box stays as it is", () => {
  const history = new CommandHistory();
  assert.equal(history.older("x"), "x");
  assert.equal(history.newer("x"), "x");
});

test("repeats are kept once and the number of lines is bounded", () => {
  const history = new CommandHistory();
  history.add("open");
  history.add("open");
  assert.deepEqual(history.all(), ["open"]);
  for (let i = 0; i < 60; ++i) history.add(`note ${i}`);
  assert.equal(history.all().length, 50);
  assert.equal(new CommandHistory(Array.from({ length: 60 }, (_, i) => String(i))).all().length, 50);
});
