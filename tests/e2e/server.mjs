// A real socbot for a test: a configuration in a temporary directory, the process, and the few
// things a test does to it from outside.
import { spawn, spawnSync } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { temporaryDirectory, until } from "./support.mjs";

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function configuration({ data, privatePort, publicPort, tokenFile }) {
  return `data_dir: ${data}
public_url: http://127.0.0.1:${publicPort}
listen: {public: "127.0.0.1:${publicPort}", private: "127.0.0.1:${privatePort}"}
organisation: {name: Example SOC}
people:
  - {name: Sam Reed, email: sam@soc.example, role: senior, customers: all}
customers:
  - code: ACME
    name: ACME Ltd
    zone: Europe/London
    networks: [198.51.100.0/24]
    rooms: [{connection: console, id: acme, class: customer, name: ACME}]
  - code: GLOBEX
    name: Globex
    rooms: [{connection: console, id: globex, class: customer, name: Globex}]
rooms: [{connection: console, id: soc, class: soc, customers: all, name: SOC}]
sources:
  - {id: usm, type: usm_anywhere, auth: {bearer: "file:${tokenFile}"}, customer: ACME}
chat: {console: {type: console}}
`;
}

export class Socbot {
  #binary;
  #directory = temporaryDirectory();
  #token = randomBytes(24).toString("base64url");
  #process;
  #output = "";

  constructor(binary) {
    this.#binary = binary;
  }

  async start() {
    this.privatePort = await freePort();
    this.publicPort = await freePort();
    this.url = `http://127.0.0.1:${this.privatePort}`;
    const tokenFile = join(this.#directory, "token");
    writeFileSync(tokenFile, this.#token, { mode: 0o600 });
    this.config = join(this.#directory, "socbot.yaml");
    const data = join(this.#directory, "data");
    writeFileSync(this.config, configuration({ data, tokenFile, ...this }), { mode: 0o600 });
    this.#process = spawn(this.#binary, ["run", "--config", this.config], { cwd: this.#directory, stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [this.#process.stdout, this.#process.stderr]) stream.on("data", (bytes) => (this.#output = (this.#output + bytes).slice(-20_000)));
    await until(() => this.#ready(), "socbot to be ready (/readyz 200)", 30_000);
  }

  async #ready() {
    if (this.#process.exitCode !== null) throw new Error(`socbot ended with ${this.#process.exitCode}`);
    const response = await fetch(`${this.url}/readyz`).catch(() => undefined);
    return response?.status === 200;
  }

  // A one-use sign-in link, on the address this test uses.
  link(person) {
    const ran = spawnSync(this.#binary, ["console-link", "--config", this.config, "--person", person], { cwd: this.#directory, encoding: "utf8" });
    const token = /\/console\/login\?token=([\w-]+)/.exec(ran.stdout ?? "")?.[1];
    if (token === undefined) throw new Error(`no link: ${ran.status} ${ran.stdout} ${ran.stderr}`);
    return `${this.url}/console/login?token=${token}`;
  }

  // Hands an alarm in as a SIEM would.
  async send(alarm) {
    const response = await fetch(`http://127.0.0.1:${this.publicPort}/intake/usm`, {
      method: "POST",
      headers: { Authorization: `Bearer ${this.#token}`, "Content-Type": "application/json" },
      body: JSON.stringify(alarm),
    });
    const body = await response.text();
    if (response.status !== 200 || JSON.parse(body).status !== "stored") throw new Error(`intake said ${response.status} ${body}`);
  }

  async stop() {
    if (this.#process === undefined || this.#process.exitCode !== null) return;
    const ended = new Promise((resolve) => this.#process.once("exit", resolve));
    this.#process.kill("SIGTERM");
    const late = setTimeout(() => this.#process.kill("SIGKILL"), 15_000);
    await ended;
    clearTimeout(late);
  }

  // The end of what it printed, for a failure.
  get output() {
    return this.#output;
  }
}

// An alarm in the shape USM Anywhere sends: medium unless told otherwise.
export function usmAlarm({ source, host, strategy, method, priority = 50, label = "medium" }) {
  const now = Date.now();
  return {
    uuid: randomUUID(),
    packet_type: "alarm",
    event_type: "Alarm",
    priority,
    priority_label: label,
    suppressed: false,
    rule_id: method,
    rule_intent: "Delivery & Attack",
    rule_strategy: strategy,
    rule_method: method,
    rule_attack_id: "T1110",
    rule_attack_tactic: ["Credential Access"],
    rule_attack_technique: "Brute Force",
    alarm_events_count: 1,
    alarm_sources: [source],
    alarm_source_names: [source],
    alarm_destinations: [host],
    alarm_destination_names: [host],
    source_name: source,
    source_canonical: source,
    destination_name: host,
    destination_canonical: host,
    timestamp_occured: String(now - 1_000),
    timestamp_occured_iso8601: new Date(now - 1_000).toISOString(),
    timestamp_received: String(now),
    timestamp_received_iso8601: new Date(now).toISOString(),
    events: [
      {
        timeStamp: now - 1_000,
        message: {
          packet_type: "log",
          uuid: randomUUID(),
          event_name: method,
          source_address: source,
          source_port: 47301,
          destination_address: host,
          destination_port: 22,
          transport_protocol: "TCP",
          device_direction: "inbound",
          plugin: "AlienVault NIDS",
          plugin_device_type: "Intrusion Detection",
          timestamp_occured: String(now - 1_000),
        },
      },
    ],
  };
}
