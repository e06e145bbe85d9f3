// The console's page: who are you, then the console.
import { Api, ApiError } from "./api";
import { Console } from "./console";
import { button, el } from "./dom";
import "./style.css";
import type { Me } from "./types";

const root = document.getElementById("app") ?? document.body;
const api = new Api();
let running: Console | undefined;

function signedOut(): void {
  document.title = "socbot";
  root.replaceChildren(
    el(
      "main",
      { class: "lonely" },
      el("h1", {}, "socbot"),
      el("p", {}, "You are not signed in."),
      el("p", {}, "Make a link with ", el("code", {}, "socbot console-link"), " where socbot runs, and open it here."),
    ),
  );
}

function unreachable(message: string): void {
  root.replaceChildren(el("main", { class: "lonely" }, el("h1", {}, "socbot"), el("p", {}, message), button("Try again", () => void begin(), { class: "primary" })));
}

function show(me: Me): void {
  running = new Console(api, me, (next) => {
    running?.stop();
    if (next === undefined) void begin();
    else show(next);
  });
  root.replaceChildren(running.element);
  running.start();
}

async function begin(): Promise<void> {
  try {
    show(await api.me());
  } catch (failure) {
    if (failure instanceof ApiError && failure.status === 401) signedOut();
    else unreachable(failure instanceof ApiError ? failure.message : "Something went wrong on this page.");
  }
}

void begin();
