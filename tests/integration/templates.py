#!/usr/bin/env python3
"""A team's own card templates in the real process: the room's language picks them, SIGHUP reads them
again, a broken one leaves the last good one in use and is told in the log, in /metrics and by `check`.

    SOCBOT_BIN=build/ci/socbot tests/integration/templates.py

Exit 0 pass, 1 fail, 77 skipped (no binary named). Loopback only; ends by itself.
"""
import http.client
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.parse

sys.dont_write_bytecode = True
from reload import Server, must  # noqa: E402: beside this file

CONFIG = """
data_dir: {dir}/state
public_url: http://127.0.0.1:{public}
listen: {{public: "127.0.0.1:{public}", private: "127.0.0.1:{private}"}}
people: [{{name: Sam Reed, email: {person}, role: senior, customers: all}}]
customers:
  - code: ACME
    name: ACME Ltd
    rooms: [{{connection: console, id: acme, class: customer, language: de-AT}}]
sources: [{{id: usm, type: usm_anywhere, auth: {{bearer: "file:{dir}/token"}}, customer: ACME}}]
chat: {{console: {{type: console}}}}
templates: {{folder: "{dir}/templates"}}
"""
LIMIT = 60


def template(word):
    return json.dumps({"type": "AdaptiveCard", "version": "1.3", "fallbackText": "${fallback}",
                       "body": [{"type": "TextBlock", "text": word + " ${title}", "wrap": True}]})


class Room:
    """Hands in alarms, each of an episode of its own, and reads the cards as a browser would."""

    def __init__(self, server):
        self.server, self.sent, self.cookie = server, 0, None

    def send(self):
        self.sent += 1
        body = json.dumps({
            "uuid": "a-%d" % self.sent, "packet_type": "alarm", "event_type": "Alarm", "priority": 90,
            "status": "open", "suppressed": False, "rule_intent": "Delivery & Attack",
            "rule_strategy": "Brute Force", "rule_method": "SSH %d" % self.sent, "rule_id": "SSH",
            "timestamp_occured": str(int(time.time() * 1000)), "alarm_events_count": 1,
            "events": [{"timeStamp": 1, "message": {
                "uuid": "e-%d" % self.sent, "event_name": "login", "source_address": "198.51.100.%d" % self.sent,
                "plugin_device_type": "Intrusion Detection"}}]})
        connection = http.client.HTTPConnection("127.0.0.1", self.server.public, timeout=30)
        connection.request("POST", "/intake/usm", body, {
            "Authorization": "Bearer " + "t" * 40, "Content-Type": "application/json"})
        answer = connection.getresponse()
        must(answer.status == 200, "intake said %d %s" % (answer.status, answer.read()))

    def cards(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.private, timeout=30)
        if self.cookie is None:
            link = subprocess.run([self.server.binary, "console-link", "--config", self.server.folder + "/socbot.yaml"],
                                  capture_output=True, text=True, check=True).stdout.strip()
            token = urllib.parse.parse_qs(urllib.parse.urlparse(link).query)["token"][0]
            connection.request("POST", "/console/login", urllib.parse.urlencode({"token": token}),
                               {"Content-Type": "application/x-www-form-urlencoded",
                                "Origin": "http://127.0.0.1:%d" % self.server.private})
            answer = connection.getresponse()
            answer.read()
            self.cookie = answer.getheader("Set-Cookie").split(";")[0]
        connection.request("GET", "/console/api/rooms/console/acme/messages?limit=50", headers={"Cookie": self.cookie})
        messages = json.loads(connection.getresponse().read())["messages"]
        return [json.dumps(message["card"]) for message in messages if message.get("card")]

    def expect(self, words):
        """Sends an alarm; its card, and only such a card, comes with the words."""
        self.send()
        words = "%s Brute Force: SSH %d" % (words, self.sent)
        end = time.monotonic() + LIMIT
        while not any(words in card for card in self.cards()):
            must(time.monotonic() < end, "no card with %r:\n%s" % (words, "\n".join(self.cards())))
            time.sleep(0.05)


def write(server, name, text):
    path = server.folder + "/templates/" + name
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as file:
        file.write(text)


def check(server):
    ran = subprocess.run([server.binary, "check", "--config", server.folder + "/socbot.yaml"],
                         capture_output=True, text=True)
    return ran.returncode, ran.stderr


def wait_count(server, event, count):
    end = time.monotonic() + LIMIT
    wanted = 'event="%s",source=""} %d' % (event, count)
    while wanted not in server.metrics():
        must(time.monotonic() < end, "not in /metrics: " + wanted)
        time.sleep(0.05)


def prove(server):
    room = Room(server)
    server.wait_log(["process.ready"])
    server.wait_log(["template.loaded", "own=2 problems=0"])
    must(check(server) == (0, ""), "check found something: %s" % (check(server),))
    room.expect("erste")

    write(server, "de/other.json", "{")
    write(server, "de/network_intrusion.json", "{")
    code, problems = check(server)
    must(code == 2 and server.folder + "/templates/de/other.json: " in problems, "check said %d %s" % (code, problems))
    server.process.send_signal(signal.SIGHUP)
    server.wait_log(["template.refused", "de/network_intrusion.json", "not JSON"])
    wait_count(server, "reload.done", 1)
    room.expect("erste")

    write(server, "de/other.json", template("zweite"))
    write(server, "de/network_intrusion.json", template("zweite"))
    must(check(server)[0] == 0, "check found something: %s" % (check(server),))
    server.process.send_signal(signal.SIGHUP)
    wait_count(server, "reload.done", 2)
    room.expect("zweite")


def main():
    binary = os.environ.get("SOCBOT_BIN")
    if not binary:
        return 77
    with tempfile.TemporaryDirectory(prefix="socbot-templates.") as folder:
        with open(folder + "/token", "w") as file:
            file.write("t" * 40)
        os.chmod(folder + "/token", 0o600)
        os.makedirs(folder + "/templates/de")
        for name in ("other", "network_intrusion"):
            with open(folder + "/templates/de/%s.json" % name, "w") as file:
                file.write(template("erste"))
        server = Server(os.path.abspath(binary), folder, CONFIG)
        try:
            prove(server)
        except AssertionError as failure:
            print("FAILED:", failure)
            return 1
        finally:
            server.stop()
    print("templates: read by language, kept when broken, mended by SIGHUP")
    return 0


if __name__ == "__main__":
    sys.exit(main())
