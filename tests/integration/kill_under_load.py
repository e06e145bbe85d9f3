#!/usr/bin/env python3
"""Kills a real socbot with SIGKILL at random moments under load, many times, and then checks the two
promises: nothing answered 200 is missing, and nothing is shown twice in the console room.

    SOCBOT_BIN=build/release/socbot tests/integration/kill_under_load.py [--rounds 100] [--seed N]

Prints the seed first. Exit 0 pass, 1 fail, 77 skipped (no binary named). Loopback only; ends by itself.
"""
import argparse
import http.client
import json
import os
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

TOKEN = "t" * 40
CONFIG = """
data_dir: {dir}/state
listen: {{public: "127.0.0.1:{public}", private: "127.0.0.1:{private}"}}
people: [{{name: Sam Reed, email: sam@soc.example, role: senior, customers: all}}]
customers:
  - {{code: ACME, name: ACME Ltd, rooms: [{{connection: console, id: acme, class: customer}}]}}
sources: [{{id: usm, type: usm_anywhere, auth: {{bearer: "file:{dir}/token"}}, customer: ACME, quota: {{rate: 0}}}}]
chat: {{console: {{type: console}}}}
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def alarm(uid, address, priority):
    return json.dumps({
        "uuid": uid, "packet_type": "alarm", "event_type": "Alarm", "priority": priority,
        "status": "open", "suppressed": False, "rule_intent": "Delivery & Attack",
        "rule_strategy": "Brute Force Authentication", "rule_method": "SSH", "rule_id": "SSH",
        "timestamp_occured": str(int(time.time() * 1000)), "alarm_events_count": 1,
        "alarm_source_names": [address],
        "events": [{"timeStamp": 1, "message": {
            "uuid": "e-" + uid, "event_name": "login", "source_address": address,
            "plugin_device_type": "Intrusion Detection", "log": "x" * 1200}}]})


class Load:
    """Hands alarms in over a few kept connections and remembers which were answered 200."""

    def __init__(self, port, seed):
        self.port, self.random = port, random.Random(seed)
        self.lock, self.answered, self.running, self.sent = threading.Lock(), [], True, 0

    def work(self):
        connection = None
        while self.running:
            try:
                connection = connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
                with self.lock:
                    uid = "%032x" % self.random.getrandbits(128)
                    address = "203.0.113.%d" % self.random.randrange(1, 120)
                    priority = self.random.choice([20, 50, 50, 75])
                    self.sent += 1
                connection.request("POST", "/intake/usm", alarm(uid, address, priority),
                                   {"Authorization": "Bearer " + TOKEN})
                answer = connection.getresponse()
                body = answer.read()
                if answer.status == 200 and b"stored" in body:
                    with self.lock:
                        self.answered.append(uid)
            except (OSError, http.client.HTTPException):
                connection = None
                time.sleep(0.01)


def start(binary, config, port):
    process = subprocess.Popen([binary, "run", "--config", config], stdout=subprocess.DEVNULL,
                               stderr=subprocess.PIPE, text=True)
    until = time.monotonic() + 30
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError("socbot ended: " + process.stderr.read())
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            connection.request("GET", "/readyz")
            if connection.getresponse().status == 200:
                threading.Thread(target=process.stderr.read, daemon=True).start()
                return process
        except OSError:
            pass
        time.sleep(0.01)
    raise RuntimeError("socbot did not become ready in 30 s")


def messages(binary, config, port):
    """Every message of the room, as a person's browser would get them."""
    link = subprocess.run([binary, "console-link", "--config", config, "--person", "sam@soc.example"],
                          capture_output=True, text=True, check=True).stdout.strip()
    token = urllib.parse.parse_qs(urllib.parse.urlparse(link).query)["token"][0]
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("POST", "/console/login", urllib.parse.urlencode({"token": token}),
                       {"Content-Type": "application/x-www-form-urlencoded",
                        "Origin": "http://127.0.0.1:%d" % port})
    answer = connection.getresponse()
    answer.read()
    cookie = answer.getheader("Set-Cookie").split(";")[0]
    found, before = [], 0
    while True:
        target = "/console/api/rooms/console/acme/messages?limit=100"
        connection.request("GET", target + ("&before=%s" % before if before else ""), headers={"Cookie": cookie})
        answer = connection.getresponse()
        page = json.loads(answer.read())
        page = page["messages"] if isinstance(page, dict) else page
        if not page:
            return found
        found = page + found
        before = page[0]["id"]


def check(database, answered, shown):
    problems = []
    rows = sqlite3.connect(database).execute("select uid, episode, account from alarm").fetchall()
    stored = {}
    for uid, _, _ in rows:
        stored[uid] = stored.get(uid, 0) + 1
    missing = [uid for uid in answered if uid not in stored]
    twice = [uid for uid, times in stored.items() if times > 1]
    if missing:
        problems.append("%d answered 200 are missing, first %s" % (len(missing), missing[0]))
    if twice:
        problems.append("%d alarms are stored twice" % len(twice))
    cards = {}
    for message in shown:
        card = message.get("card")
        if card:
            cards.setdefault(message["episode"], []).append(message["id"])
    repeated = {episode: ids for episode, ids in cards.items() if len(ids) > 1}
    if repeated:
        problems.append("episodes with more than one card: %s" % repeated)
    ids = [message["id"] for message in shown]
    if len(ids) != len(set(ids)):
        problems.append("a message is listed twice")
    opened = {episode for _, episode, account in rows if account == 1}
    unseen = opened - {int(str(episode).rsplit("-", 1)[-1]) for episode in cards}
    if unseen:
        problems.append("episodes without a card: %s" % sorted(unseen)[:5])
    return problems, len(rows), len(cards)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--rounds", type=int, default=int(os.environ.get("SOCBOT_KILL_ROUNDS", "12")))
    arguments.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    options = arguments.parse_args()
    binary = os.environ.get("SOCBOT_BIN", "")
    if not os.path.exists(binary):
        print("SOCBOT_BIN names no binary")
        return 77
    print("seed %d, %d kills" % (options.seed, options.rounds), flush=True)
    chance = random.Random(options.seed)
    with tempfile.TemporaryDirectory(prefix="socbot-kill-") as directory:
        public, private = free_port(), free_port()
        config = os.path.join(directory, "socbot.yaml")
        with open(os.path.join(directory, "token"), "w", encoding="utf-8") as file:
            file.write(TOKEN)
        with open(config, "w", encoding="utf-8") as file:
            file.write(CONFIG.format(dir=directory, public=public, private=private))
        load = Load(public, options.seed)
        process = start(binary, config, private)
        workers = [threading.Thread(target=load.work, daemon=True) for _ in range(8)]
        for worker in workers:
            worker.start()
        for done in range(options.rounds):
            time.sleep(chance.uniform(0.05, 0.6))
            process.send_signal(signal.SIGKILL)
            process.wait()
            process = start(binary, config, private)
            if sys.stderr.isatty():
                print("\r%d/%d" % (done + 1, options.rounds), end="", file=sys.stderr)
        load.running = False
        for worker in workers:
            worker.join()
        time.sleep(2.5)  # the last edits are at most a second away
        shown = messages(binary, config, private)
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)
        database = os.path.join(directory, "state", "socbot.db")
        problems, alarms, cards = check(database, load.answered, shown)
        replay = subprocess.run([binary, "replay", "--exact", "--config", config],
                                capture_output=True, text=True, check=False)
        if replay.returncode != 0:
            problems.append("exact replay: " + replay.stdout + replay.stderr)
        audit = subprocess.run([binary, "audit", "verify", "--config", config],
                               capture_output=True, text=True, check=False)
        if audit.returncode != 0:
            problems.append("audit: " + audit.stdout + audit.stderr)
    print("%d kills: %d sent, %d answered 200, %d stored, %d cards, %d messages" %
          (options.rounds, load.sent, len(load.answered), alarms, cards, len(shown)))
    print("exact replay: " + replay.stdout.strip())
    for problem in problems:
        print("FAIL " + problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
