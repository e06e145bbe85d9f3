#!/usr/bin/env python3
"""Signed messages of Amazon SNS through the real process: what is genuine is stored once, everything else is
refused with the status that makes SNS give up or try again.

    SOCBOT_BIN=build/ci/socbot tests/integration/sns_intake.py

The certificate is given as a file, so nothing leaves. Exit 0 pass, 1 fail, 77 skipped (no binary named, no
openssl).
"""
import datetime
import http.client
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True  # leave the checkout as it is
import sns_verify  # noqa: E402

NAME = "SimpleNotificationService-" + "0a" * 16 + ".pem"
CONFIG = """
data_dir: {dir}/state
listen: {{public: "127.0.0.1:0", private: "127.0.0.1:0"}}
people: [{{name: Sam Reed, email: sam@soc.example, role: senior, customers: all}}]
customers:
  - {{code: ACME, name: ACME Ltd, rooms: [{{connection: console, id: acme, class: customer}}]}}
sources:
  - {{id: usm, type: usm_anywhere, customer: ACME,
      auth: {{sns: {{topics: ["{topic}"], certificates: ["{dir}/{name}"]}}}}}}
chat: {{console: {{type: console}}}}
"""


def timestamp(minutes_ago=0):
    at = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(minutes=minutes_ago)
    return at.strftime("%Y-%m-%dT%H:%M:%S.") + "%03dZ" % (at.microsecond // 1000)


def notification(message, **more):
    return dict({"Type": "Notification", "MessageId": "11111111-2222-3333-4444-555555555555",
                 "TopicArn": sns_verify.TOPIC, "Message": message, "Timestamp": timestamp(), "SignatureVersion": "2",
                 "SigningCertURL": "https://sns.eu-west-1.amazonaws.com/" + NAME}, **more)


def alarm(uuid):
    return json.dumps({"uuid": uuid, "packet_type": "alarm", "priority": 50, "priority_label": "medium",
                       "rule_intent": "Delivery & Attack", "rule_method": "Port scan", "rule_strategy": "Scan",
                       "timestamp_occured": "1772366400000", "alarm_source_names": ["198.51.100.7"]})


class Server:
    def __init__(self, binary, folder):
        with open(folder + "/socbot.yaml", "w") as file:
            file.write(CONFIG.format(dir=folder, topic=sns_verify.TOPIC, name=NAME))
        self.binary, self.folder = binary, folder
        self.log = open(folder + "/log", "w")
        self.start()

    def start(self):
        self.process = subprocess.Popen([self.binary, "run", "--config", self.folder + "/socbot.yaml"], text=True,
                                        stdout=subprocess.PIPE, stderr=self.log)
        for line in self.process.stdout:
            found = re.match(r"intake +http://127\.0\.0\.1:(\d+)/", line)
            if found:
                self.port = int(found[1])
                return
        sys.exit("the server did not start: " + open(self.folder + "/log").read())

    def post(self, body, headers=()):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("POST", "/intake/usm", body, dict(headers, **{"Content-Type": "text/plain"}))
        response = connection.getresponse()
        return response.status, json.loads(response.read())

    def kill(self):
        self.process.kill()
        self.process.wait(30)

    def stop(self):
        self.process.terminate()
        self.process.wait(30)


def cases(signer):
    """What is sent, and the answer: a status, and the word of a 200."""
    first = signer.sign(notification(alarm("u1")))
    yield "an alarm", first, 200, "stored"
    yield "the same delivery again", first, 200, "duplicate"
    again = signer.sign(notification(alarm("u1"), MessageId="21111111-2222-3333-4444-555555555555"))
    yield "the same alarm in another message", again, 200, "duplicate"
    old = signer.sign(notification(alarm("u2"), SignatureVersion="1", Subject="An alarm", Timestamp=timestamp(70)))
    yield "SHA-1, with a subject, 70 minutes old", old, 200, "stored"
    yield "text that is no alarm", signer.sign(notification("hello")), 200, "quarantined"
    yield "forged", dict(first, Message=alarm("u3")), 403, None
    yield "another topic", signer.sign(notification(alarm("u3"), TopicArn=sns_verify.TOPIC + "2")), 403, None
    yield "too old", signer.sign(notification(alarm("u3"), Timestamp=timestamp(76))), 403, None
    yield "from the future", signer.sign(notification(alarm("u3"), Timestamp=timestamp(-6))), 403, None
    for url in ("https://sns.us-east-1.amazonaws.com/" + NAME, "http://sns.eu-west-1.amazonaws.com/" + NAME,
                "https://127.0.0.1/" + NAME):
        yield url, signer.sign(notification(alarm("u3"), SigningCertURL=url)), 403, None
    confirmation = dict(notification("You have chosen"), Type="SubscriptionConfirmation", Token="23af",
                        SubscribeURL="https://127.0.0.1/?Action=ConfirmSubscription")
    yield "a confirmation elsewhere", signer.sign(confirmation), 403, None
    yield "no envelope", {"uuid": "u3"}, 400, None


def prove(server, signer):
    for what, message, status, word in cases(signer):
        answer = server.post(json.dumps(message))
        if answer[0] != status or (word and answer[1] != {"status": word}):
            sys.exit(f"{what}: {answer}, not {status} {word}")
        if status != 200 and set(answer[1]) != {"error", "message"}:
            sys.exit(f"{what}: {answer[1]}")
    raw = server.post(alarm("u3"), {"x-amz-sns-rawdelivery": "true"})
    if raw[0] != 403:
        sys.exit(f"raw delivery: {raw}")
    print("genuine messages are stored once, all others are refused")


def prove_after_kill(server, signer):
    """SNS delivers again what it has no answer for: after an update and a kill it is no update of the update."""
    first = json.dumps(signer.sign(notification(alarm("u9"), MessageId="91111111-2222-3333-4444-555555555555")))
    grown = dict(json.loads(alarm("u9")), priority=90)
    second = json.dumps(signer.sign(notification(json.dumps(grown), MessageId="92111111-2222-3333-4444-555555555555")))
    unread = json.dumps(signer.sign(notification("hello", MessageId="93111111-2222-3333-4444-555555555555")))
    for body, word in ((first, "stored"), (second, "stored"), (unread, "quarantined")):
        if server.post(body) != (200, {"status": word}):
            sys.exit(f"before the kill: not {word}")
    server.kill()
    server.start()
    for body in (first, second, unread, first):
        answer = server.post(body)
        if answer != (200, {"status": "duplicate"}):
            sys.exit(f"delivered again after a kill: {answer}")
    print("what is delivered again after a kill is a duplicate")


def main():
    binary = os.environ.get("SOCBOT_BIN")
    if not binary or not shutil.which("openssl"):
        sys.exit(77)
    with tempfile.TemporaryDirectory(prefix="socbot-sns.") as folder:
        signer = sns_verify.Signer(folder)
        os.rename(signer.certificate, os.path.join(folder, NAME))
        server = Server(os.path.abspath(binary), folder)
        try:
            prove(server, signer)
            prove_after_kill(server, signer)
        finally:
            server.stop()


if __name__ == "__main__":
    main()
