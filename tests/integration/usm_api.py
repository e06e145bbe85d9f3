#!/usr/bin/env python3
"""The real process beside a stand-in for USM Anywhere's API: what the push lost comes by the poller, once; what the
API says otherwise is seen; history is counted without a message, exactly once over a kill.

    SOCBOT_BIN=build/ci/socbot tests/integration/usm_api.py [--history 100000]

With --history only the backfill is run and timed, beside pushed alarms. Exit 0 pass, 1 fail, 77 skipped.
"""
import argparse
import http.client
import json
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

sys.dont_write_bytecode = True  # leave the checkout as it is
import fake_usm_api  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
TOKEN = "0123456789abcdef0123456789abcdef"
LABEL = "aaaaaaaa-0000-0000-0000-000000000001"
CONFIG = """
data_dir: {dir}/state
listen: {{public: "127.0.0.1:0", private: "127.0.0.1:0"}}
people: [{{name: Sam Reed, email: sam@soc.example, role: senior, customers: all}}]
customers:
  - {{code: ACME, name: ACME Ltd, rooms: [{{connection: console, id: acme, class: customer}}]}}
sources:
  - id: usm
    type: usm_anywhere
    customer: ACME
    auth: {{bearer: "env:FEED_TOKEN"}}
    usm_api:
      url: "http://127.0.0.1:{port}"
      client: client
      secret: "env:API_SECRET"
      interval: 10s
      labels: {{shown: {label}}}
chat: {{console: {{type: console}}}}
"""


def now():
    return int(time.time() * 1000)


def uid(number):
    return "11111111-0000-0000-0000-%012d" % number


def pushed(polled):
    """The same alarm as a push carries it: no links, another order."""
    return dict(reversed([item for item in polled.items() if item[0] not in ("_links", "alarm_labels")]))


class Api:
    def __init__(self):
        self.process = subprocess.Popen([sys.executable, HERE + "/fake_usm_api.py"], text=True, stdout=subprocess.PIPE)
        self.port = int(self.process.stdout.readline())

    def call(self, method, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        connection.request(method, "/control", None if body is None else json.dumps(body))
        return json.loads(connection.getresponse().read())

    def order(self, **body):
        self.call("POST", body)

    def stop(self):
        self.process.kill()
        self.process.wait(30)


class Server:
    def __init__(self, binary, folder, api):
        self.binary, self.folder = binary, folder
        with open(folder + "/socbot.yaml", "w") as file:
            file.write(CONFIG.format(dir=folder, port=api.port, label=LABEL))
        self.environment = dict(os.environ, FEED_TOKEN=TOKEN, API_SECRET="secret-of-client")
        self.start()

    def start(self):
        self.log = open(self.folder + "/log", "a")
        self.process = subprocess.Popen([self.binary, "run", "--config", self.folder + "/socbot.yaml"], text=True,
                                        stdout=subprocess.PIPE, stderr=self.log, env=self.environment)
        for line in self.process.stdout:
            found = re.match(r"(console|intake) +http://127\.0\.0\.1:(\d+)/", line)
            if found:
                setattr(self, found[1], int(found[2]))
                if found[1] == "intake":
                    return
        sys.exit("the server did not start: " + open(self.folder + "/log").read())

    def push(self, alarm):
        connection = http.client.HTTPConnection("127.0.0.1", self.intake, timeout=30)
        connection.request("POST", "/intake/usm", json.dumps(alarm), {"Authorization": "Bearer " + TOKEN})
        response = connection.getresponse()
        return response.status, json.loads(response.read())["status"]

    def metric(self, name):
        connection = http.client.HTTPConnection("127.0.0.1", self.console, timeout=30)
        connection.request("GET", "/metrics")
        text = connection.getresponse().read().decode()
        found = re.search(r"^socbot_%s(?:_total)?(?:\{[^}]*\})? (\S+)$" % name, text, re.M)
        return float(found[1]) if found else 0.0

    def rounds(self, more):
        """Waits until so many more rounds are over."""
        wanted = self.metric("usm_api_rounds") + more
        wait_for(lambda: self.metric("usm_api_rounds") >= wanted, "the poller's rounds")

    def rows(self, sql, *arguments):
        with sqlite3.connect(f"file:{self.folder}/state/socbot.db?mode=ro", uri=True) as store:
            return store.execute(sql, arguments).fetchall()

    def kill(self):
        self.process.kill()
        self.process.wait(30)

    def stop(self):
        self.process.terminate()
        self.process.wait(30)

    def backfill(self, *more):
        command = [self.binary, "backfill", "--config", self.folder + "/socbot.yaml", "--source", "usm", *more]
        done = subprocess.run(command, env=self.environment, text=True, capture_output=True, timeout=300)
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        return done.returncode, lines, done.stderr


def wait_for(ready, what, seconds=150):
    end = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > end:
            sys.exit(f"{what}: not within {seconds} s")
        time.sleep(0.1)


def expect(what, found, wanted):
    if found != wanted:
        sys.exit(f"{what}: {found}, not {wanted}")


def aggregates(server):
    """The totals of all aggregate rows (src/domain/engine/rows.cpp: schema, counted to, first, last, total)."""
    total = 0
    for (body,) in server.rows("SELECT body FROM aggregate"):
        numbers, value, shift = [], 0, 0
        for byte in body:
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                numbers.append(value)
                value, shift = 0, 0
        total += numbers[4]
    return total


def prove_outage(server, api):
    """Ten minutes of alarms; the endpoint was off for all but the first and last quarter."""
    start = now() - 600_000
    alarms = [fake_usm_api.alarm(uid(i), start + i * 3000, alarm_source_names=["198.51.100.%d" % (i % 50)])
              for i in range(200)]
    for each in alarms[:50]:
        expect("a push", server.push(pushed(each)), (200, "stored"))
    api.order(faults=["500", "401", "token-cut", "cut", "429", "short", "slow"])
    api.order(alarms=alarms)
    for each in alarms[150:]:
        expect("a push", server.push(pushed(each))[0], 200)
    server.rounds(2)
    expect("faults left", api.call("GET")["faults"], [])
    for each in alarms:
        expect("a late push", server.push(pushed(each)), (200, "duplicate"))
    expect("alarms stored", server.rows("SELECT count(*), count(DISTINCT uid), max(update_of) FROM alarm"),
           [(200, 200, 0)])
    expect("cards", server.rows("SELECT count(*) FROM episode"), [(50,)])
    expect("quarantined", server.rows("SELECT count(*) FROM quarantine"), [(0,)])
    print("an endpoint that was off for ten minutes: 0 of 200 lost, none doubled")


def prove_drift(server, api):
    alarms = server.rows("SELECT count(*) FROM alarm")
    closed = [uid(i) for i in range(200) if i % 50 == 7]
    api.order(status={uuid: "closed" for uuid in closed})
    wait_for(lambda: server.metric("usm_api_drift") == 1, "an episode whose alarms are all closed there")
    expect("alarms stored", server.rows("SELECT count(*) FROM alarm"), alarms)
    wait_for(lambda: len(api.call("GET")["labels"]) >= 200, "labels", 120)
    server.rounds(2)
    labels = api.call("GET")["labels"]
    expect("labels put", sorted(labels), sorted(["PUT", uid(i), LABEL] for i in range(200)))
    print("another status there is drift, and no alarm; labels are put once")


def prove_update(server, api):
    grown = fake_usm_api.alarm(uid(3), now() - 60_000, alarm_source_names=["198.51.100.3"], alarm_events_count=9)
    api.order(alarms=[grown])
    wait_for(lambda: server.metric("usm_api_updates") == 1, "an update that was not pushed")
    server.rounds(2)
    expect("updates", server.rows("SELECT count(*) FROM alarm WHERE update_of > 0"), [(1,)])
    print("what the source found since is one update")


def prove_backfill(server, api):
    day = 86_400_000
    stored = server.rows("SELECT count(*) FROM alarm")[0][0]
    api.order(many={"count": 20_000, "from": now() - 80 * day, "to": now() - 2 * day})
    old = list(fake_usm_api.many(20_000, now() - 80 * day, now() - 2 * day))
    for each in old[::4000]:
        expect("an old alarm", server.push(pushed(each))[0], 200)
    before = aggregates_when_flushed(server, stored + 5)
    messages = server.rows("SELECT count(*) FROM delivery")
    expect("started", server.backfill("--no-wait")[0], 0)
    wait_for(lambda: server.backfill("--no-wait")[1][-1]["read"] >= 3_000, "some of the history")
    server.kill()
    server.start()
    code, lines, problems = server.backfill()
    expect("backfill: " + problems, code, 0)
    last = lines[-1]
    expect("read", (last["read"], last["counted"], last["stored_before"], last["left_out"]), (20_000, 19_995, 5, 0))
    expect("counted", aggregates(server) - before, 19_995)
    expect("again", server.backfill()[1][-1]["counted"], 19_995)
    expect("counted again", aggregates(server) - before, 19_995)
    expect("alarms stored", server.rows("SELECT count(*) FROM alarm")[0][0], stored + 5)
    expect("messages", server.rows("SELECT count(*) FROM delivery"), messages)
    print("20,000 alarms of history: counted once over a kill, without a message")


def aggregates_when_flushed(server, alarms):
    wait_for(lambda: aggregates(server) == alarms, "counters on disk")
    return alarms


def time_backfill(server, api, count):
    """Beside a push every 20 ms."""
    day = 86_400_000
    api.order(many={"count": count, "from": now() - 89 * day, "to": now() - 2 * day})
    latencies, stop = [], threading.Event()

    def keep_pushing(phase):
        number = 0
        while not stop.wait(0.02):
            number += 1
            began = time.perf_counter()
            server.push(fake_usm_api.alarm("%s-%d" % (phase, number), now()))
            latencies.append(time.perf_counter() - began)

    def measured(phase, work):
        latencies.clear()
        stop.clear()
        feed = threading.Thread(target=keep_pushing, args=(phase,))
        feed.start()
        began = time.perf_counter()
        result = work()
        took = time.perf_counter() - began
        stop.set()
        feed.join()
        ordered = sorted(latencies)
        p50, p99 = (ordered[int(len(ordered) * q)] * 1000 for q in (0.5, 0.99))
        print(f"{phase}: {took:.1f} s, {len(ordered)} pushes, p50 {p50:.1f} ms, p99 {p99:.1f} ms, "
              f"longest {ordered[-1] * 1000:.1f} ms")
        return result

    measured("idle", lambda: time.sleep(10))
    code, lines, problems = measured("backfill", server.backfill)
    expect("backfill: " + problems, code, 0)
    expect("counted", lines[-1]["counted"], count)
    with open(f"/proc/{server.process.pid}/status") as status:
        print(re.search(r"VmHWM:\s+(.*)", status.read())[0])


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--history", type=int, default=0)
    history = arguments.parse_args().history
    binary = os.environ.get("SOCBOT_BIN")
    if not binary:
        sys.exit(77)
    with tempfile.TemporaryDirectory(prefix="socbot-usm-api.") as folder:
        api = Api()
        server = Server(os.path.abspath(binary), folder, api)
        try:
            if history:
                time_backfill(server, api, history)
                return
            prove_outage(server, api)
            prove_drift(server, api)
            prove_update(server, api)
            prove_backfill(server, api)
        except BaseException:
            print(open(folder + "/log").read()[-4000:], file=sys.stderr)
            raise
        finally:
            server.stop()
            api.stop()


if __name__ == "__main__":
    main()
