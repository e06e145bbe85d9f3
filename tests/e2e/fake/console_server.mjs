// The console's API as a small fake in memory, for testing the page without the product: it serves
// the built page under the real policy, keeps rooms of messages, and lets a test push, edit, break
// the stream and refuse calls.
import { readFileSync, readdirSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, relative } from "node:path";

const kPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; " +
  "font-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";
const kTypes = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };

function readPage(directory) {
  const files = new Map();
  for (const name of readdirSync(directory, { recursive: true })) {
    const path = join(directory, name);
    if (statSync(path).isFile()) files.set(relative(directory, path), readFileSync(path));
  }
  return files;
}

export class FakeConsole {
  rooms = [];
  people = [];
  messages = [];
  commands = [];
  actions = [];
  signedIn = true;
  refuse = false;
  demo = true;
  #streams = new Set();
  #files;
  #server;

  constructor(pageDirectory) {
    this.#files = readPage(pageDirectory);
    this.person = undefined;
  }

  async listen(port = 0) {
    this.#server = createServer((request, response) => this.#handle(request, response));
    await new Promise((resolve) => this.#server.listen(port, "127.0.0.1", resolve));
    this.url = `http://127.0.0.1:${this.#server.address().port}/console/`;
  }

  close() {
    this.dropStreams();
    this.#server.close();
  }

  // Stores a message, or its next revision, and tells the open pages unless `silent`.
  put(message, { silent = false } = {}) {
    const index = this.messages.findIndex((known) => known.id === message.id);
    if (index < 0) this.messages.push(message);
    else this.messages[index] = message;
    if (!silent) this.say("message", message);
  }

  say(event, data) {
    for (const stream of this.#streams) stream.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  dropStreams() {
    for (const stream of this.#streams) stream.destroy();
    this.#streams.clear();
  }

  #me() {
    return {
      person: this.person ?? this.people[0],
      csrf: "token",
      organisation: "Example SOC",
      status: "3 sources, all well",
      demo: this.demo,
      rooms: this.rooms,
      people: this.demo ? this.people : [],
    };
  }

  async #handle(request, response) {
    response.setHeader("Content-Security-Policy", kPolicy);
    const url = new URL(request.url, "http://x");
    const path = url.pathname.replace(/^\/console\//, "");
    if (!path.startsWith("api/")) return this.#file(path || "index.html", response);
    if (!this.signedIn) return this.#json(response, 401, { error: "signed_out", message: "Sign in first." });
    let body = "";
    for await (const piece of request) body += piece;
    if (request.method === "POST" && request.headers["x-socbot-csrf"] !== "token")
      return this.#json(response, 403, { error: "csrf", message: "Reload the page and try again." });
    this.#api(path.slice(4), url, body === "" ? {} : JSON.parse(body), response);
  }

  #api(path, url, body, response) {
    if (path === "me") return this.#json(response, 200, this.#me());
    if (path === "stream") return this.#stream(response);
    if (path === "logout") {
      this.signedIn = false;
      return this.#json(response, 200, {});
    }
    if (path === "become") {
      this.person = this.people.find((person) => person.id === body.person);
      return this.#json(response, 200, this.#me());
    }
    const [, connection, room, verb] = path.split("/").map(decodeURIComponent);
    if (verb === "messages") return this.#history(connection, room, url.searchParams, response);
    if (this.refuse) return this.#json(response, 503, { error: "busy", message: "Not done: socbot is busy. Try again." });
    (verb === "command" ? this.commands : this.actions).push({ room, ...body });
    this.#json(response, 202, {});
  }

  #history(connection, room, query, response) {
    const before = BigInt(query.get("before") ?? 0);
    const limit = Number(query.get("limit") ?? 50);
    const mine = this.messages
      .filter((message) => message.connection === connection && message.room === room)
      .filter((message) => before === 0n || BigInt(message.id) < before)
      .sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
    const messages = mine.slice(-limit);
    this.#json(response, 200, messages.length === limit ? { messages, before: messages[0].id } : { messages });
  }

  #stream(response) {
    response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
    response.write("event: hello\ndata: {}\n\n");
    this.#streams.add(response);
    response.on("close", () => this.#streams.delete(response));
  }

  #file(name, response) {
    const body = this.#files.get(name);
    if (body === undefined) return this.#json(response, 404, { error: "not_found", message: "There is no such page." });
    response.writeHead(200, { "Content-Type": kTypes[extname(name)] ?? "application/octet-stream" });
    response.end(body);
  }

  #json(response, status, value) {
    response.writeHead(status, { "Content-Type": "application/json" });
    response.end(JSON.stringify(value));
  }
}
