#!/usr/bin/env python3
"""A queue of Amazon SQS drained by the real process: what waited while it was down is there once, also when it is
killed while it drains, is throttled, or gets its keys late; dead letters are drained too; what proves nothing stays.

    SOCBOT_BIN=build/ci/socbot tests/integration/sqs_drain.py [--messages 600] [--kills 8] [--seed N]

fake_sqs.py is the service, on loopback. Exit 0 pass, 1 fail, 77 skipped (no binary named, no openssl).
"""
import argparse
import base64
import datetime
import hashlib
import http.client
import json
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True  # leave the checkout as it is
import kill_under_load  # noqa: E402
import sns_verify  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
NAME = "SimpleNotificationService-" + "0a" * 16 + ".pem"
QUEUE = "arn:aws:sqs:eu-west-1:123456789012:soc-alarms"
DEAD = "arn:aws:sqs:eu-west-1:123456789012:soc-alarms-dead"
KEYS = {"AKIDEXAMPLE": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"}
CONFIG = """
data_dir: {dir}/state
listen: {{public: "127.0.0.1:0", private: "127.0.0.1:{private}"}}
people: [{{name: Sam Reed, email: sam@soc.example, role: senior, customers: all}}]
customers:
  - {{code: ACME, name: ACME Ltd, rooms: [{{connection: console, id: acme, class: customer}}]}}
sources:
  - {{id: usm, type: usm_anywhere, customer: ACME,
      auth: {{sns: {{topics: ["{topic}"], certificates: ["{dir}/{name}"]}}}},
      sqs: {{queue: "{queue}", dead_letters: "{dead}", credentials: "{dir}/keys", visibility: 30s,
            endpoint: "http://127.0.0.1:{sqs}"}}}}
chat: {{console: {{type: console}}}}
"""


def stamp(age):
    at = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(seconds=age)
    return at.strftime("%Y-%m-%dT%H:%M:%S.") + "%03dZ" % (at.microsecond // 1000)


class Signer:
    """A certificate that was in force all the time that messages may be old, and many signatures at once."""

    def __init__(self, folder):
        self.folder, self.key = folder, folder + "/key.pem"
        # `openssl req -x509` can't make one that began earlier; `openssl ca` can.
        for name, text in {"index.txt": "", "serial": "01\n", "ca.cnf": (
                "[ca]\ndefault_ca=d\n[d]\ndir=%s\ndatabase=%s/index.txt\nserial=%s/serial\nnew_certs_dir=%s\n"
                "default_md=sha256\npolicy=p\n[p]\ncommonName=supplied\n" % ((folder,) * 4))}.items():
            with open(folder + "/" + name, "w", encoding="utf-8") as file:
                file.write(text)
        request = folder + "/request.pem"
        self.run("openssl", "req", "-newkey", "rsa:2048", "-nodes", "-keyout", self.key, "-out", request,
                 "-subj", "/CN=sns.amazonaws.com")
        begin = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=30)
        self.run("openssl", "ca", "-batch", "-selfsign", "-config", folder + "/ca.cnf", "-keyfile", self.key, "-in",
                 request, "-out", folder + "/" + NAME, "-notext", "-startdate", begin.strftime("%y%m%d%H%M%SZ"),
                 "-enddate", (begin + datetime.timedelta(days=60)).strftime("%y%m%d%H%M%SZ"))
        self.parts = self.numbers()

    @staticmethod
    def run(*command):
        done = sns_verify.run(*command)
        if done.returncode:
            sys.exit(" ".join(command) + ": " + done.stderr.decode())
        return done.stdout

    def numbers(self):
        """The key's parts, by the names that openssl gives them."""
        text = self.run("openssl", "rsa", "-in", self.key, "-noout", "-text").decode()
        return {name: int(re.sub(r"[\s:]", "", digits), 16)
                for name, digits in re.findall(r"^(\w+):\n((?: +[0-9a-f:]+\n)+)", text, re.M)}

    def sign(self, messages):
        """RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017 section 8.2.1): openssl signs one text a process."""
        n = self.parts
        for message in messages:
            text = "".join(f"{name}\n{message[name]}\n" for name in sns_verify.signed_members(message)).encode()
            hashed = bytes.fromhex("3031300d060960864801650304020105000420") + hashlib.sha256(text).digest()
            padded = int.from_bytes(b"\0\1" + b"\xff" * (256 - 3 - len(hashed)) + b"\0" + hashed, "big")
            first = pow(padded, n["exponent1"], n["prime1"])
            second = pow(padded, n["exponent2"], n["prime2"])
            signature = second + n["prime2"] * ((first - second) * n["coefficient"] % n["prime1"])
            yield json.dumps(dict(message, Signature=base64.b64encode(signature.to_bytes(256, "big")).decode()))


class World:
    """The queues, and a data directory with a configuration for them."""

    def __init__(self, binary, folder, chance):
        self.binary, self.folder, self.chance = binary, folder, chance
        self.signer = Signer(folder)
        self.fake = subprocess.Popen([sys.executable, HERE + "/fake_sqs.py", "--rate", "20"], text=True,
                                     stdout=subprocess.PIPE)
        self.port = int(self.fake.stdout.readline())
        self.private = kill_under_load.free_port()
        self.config = folder + "/socbot.yaml"
        with open(self.config, "w", encoding="utf-8") as file:
            file.write(CONFIG.format(dir=folder, private=self.private, topic=sns_verify.TOPIC, name=NAME, queue=QUEUE,
                                     dead=DEAD, sqs=self.port))
        self.write_keys(KEYS["AKIDEXAMPLE"])
        self.control(do="keys", keys=KEYS)
        self.control(do="queue", arn=DEAD)
        self.control(do="queue", arn=QUEUE, dead_letters=DEAD, most=20)
        self.process, self.uids, self.messages = None, [], 0

    def write_keys(self, secret):
        with open(self.folder + "/keys", "w", encoding="utf-8") as file:
            file.write("[default]\naws_access_key_id = AKIDEXAMPLE\naws_secret_access_key = %s\n" % secret)

    def control(self, **order):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("POST", "/control", json.dumps(order))
        return json.loads(connection.getresponse().read())

    def envelopes(self, texts, ages):
        messages = []
        for text, age in zip(texts, ages):
            self.messages += 1
            messages.append({
                "Type": "Notification", "MessageId": "11111111-2222-3333-4444-%012d" % self.messages,
                "TopicArn": sns_verify.TOPIC, "Message": text, "Timestamp": stamp(age), "SignatureVersion": "2",
                "SigningCertURL": "https://sns.eu-west-1.amazonaws.com/" + NAME})
        return messages

    def alarms(self, count, oldest):
        """Signed alarms of the time from `oldest` seconds ago up to now, in the queue's order."""
        ages = sorted((self.chance.uniform(5, oldest) for _ in range(count)), reverse=True)
        texts = []
        for _ in ages:
            uid = "%032x" % self.chance.getrandbits(128)
            self.uids.append(uid)
            address = "203.0.113.%d" % self.chance.randrange(1, 120)
            texts.append(kill_under_load.alarm(uid, address, self.chance.choice([20, 50, 50, 75])))
        return list(self.signer.sign(self.envelopes(texts, ages)))

    def send(self, bodies, arn=QUEUE):
        self.control(do="send", arn=arn, bodies=bodies)

    def start(self):
        self.process = kill_under_load.start(self.binary, self.config, self.private)

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        self.process.terminate()
        if self.process.wait(30):
            fail("the server ended with %d" % self.process.returncode)

    def figure(self, name):
        connection = http.client.HTTPConnection("127.0.0.1", self.private, timeout=30)
        connection.request("GET", "/metrics")
        for line in connection.getresponse().read().decode().splitlines():
            if line.startswith("socbot_" + name + " "):
                return float(line.split()[1])
        return None

    def until(self, what, done, seconds=60):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            state = self.control(do="state")
            if done(state):
                return state
            time.sleep(0.02)
        fail(f"{what}: not within {seconds} s: {state}")

    def empty(self, deleted, arn=QUEUE):
        return lambda state: state["queues"][arn].get("deleted", 0) >= deleted

    def query(self, text):
        return sqlite3.connect("file:%s/state/socbot.db?mode=ro" % self.folder, uri=True).execute(text).fetchall()

    def prove(self, what, doubled=True):
        """Every alarm that was ever sent is stored once, and shown once."""
        time.sleep(2.5)  # the last edits are at most a second away
        shown = kill_under_load.messages(self.binary, self.config, self.private)
        database = self.folder + "/state/socbot.db"
        problems, stored, cards = kill_under_load.check(database, self.uids, shown)
        if stored != len(self.uids):
            problems.append("%d stored, not %d" % (stored, len(self.uids)))
        if problems:
            fail(what + ": " + "; ".join(problems))
        print(f"{what}: {len(self.uids)} sent, {stored} stored once, {cards} cards", flush=True)


def fail(why):
    sys.exit("FAIL " + why)


def two_hours_off(world, count):
    """The server is off for two hours; some messages are as old as a queue keeps them."""
    day = 86_400
    world.send(world.alarms(20, 13.9 * day) + world.alarms(count, 7_200))
    raw, = world.signer.sign(world.envelopes(["no alarm at all"], [3_600]))
    world.send([raw, raw])  # SNS delivered it twice: kept once
    forged = json.loads(world.alarms(1, 60)[0])
    world.uids.pop()
    nothing = [json.dumps(dict(forged, Message=forged["Message"] + " ")), json.dumps({"uuid": "raw delivery"}),
               "{", *world.signer.sign([dict(world.envelopes(["{}"], [60])[0], TopicArn=sns_verify.TOPIC + "2"),
                                        world.envelopes(["{}"], [14.1 * day])[0]])]
    world.send(nothing)
    began = time.monotonic()
    world.start()
    good = count + 22
    world.until("draining", world.empty(good))
    took = time.monotonic() - began
    print(f"{good} messages were deleted {took:.2f} s after the start, {good / took:.0f}/s", flush=True)
    state = world.until("hiding", lambda state: state["queues"][QUEUE].get("hidden", 0) >= len(nothing))
    if state["queues"][QUEUE]["deleted"] != good:
        fail("what proves nothing was deleted: %s" % state)
    kept = world.query("select count(*) from quarantine")[0][0]
    if kept != 1:
        fail(f"{kept} messages are kept raw, not 1")
    if world.figure("sqs_stored_total") != good or world.figure("sqs_refused_total") < len(nothing):
        fail("figures: %s stored, %s refused" % (world.figure("sqs_stored_total"), world.figure("sqs_refused_total")))
    world.prove("two hours off")
    return good


def killed(world, deleted, count, kills):
    """SIGKILL at random moments while it drains."""
    world.stop()
    bodies = world.alarms(count, 3_600)
    for done in range(kills):
        world.send(bodies[done * count // kills:(done + 1) * count // kills])
        world.start()
        time.sleep(world.chance.uniform(0, 0.25))
        world.kill()
    world.start()
    state = world.until("draining after kills", world.empty(deleted + count), 120)
    again = state["queues"][QUEUE]["received"] - deleted - count
    print(f"{kills} kills while draining; {again} receptions more than messages, those of refused ones included",
          flush=True)
    world.prove("killed")
    return deleted + count


def dead_letters(world):
    world.send(world.alarms(25, 86_400), DEAD)
    world.stop()
    world.start()
    world.until("dead letters", world.empty(25, DEAD))
    world.prove("dead letters")


def late_keys(world, deleted):
    """Keys that are refused are told, and new ones are taken from the file without a restart."""
    world.stop()
    world.write_keys("not-the-secret-at-all")
    world.send(world.alarms(30, 600))
    world.start()
    world.until("refusals", lambda _: world.figure("sqs_failing") == 2)
    if world.figure("sqs_received_total") != 0:
        fail("something was received with wrong keys")
    world.write_keys(KEYS["AKIDEXAMPLE"])
    world.until("draining with the new keys", world.empty(deleted + 30), 90)
    world.prove("late keys")
    return deleted + 30


def throttled(world, deleted):
    world.control(do="fail", action="ReceiveMessage", times=4, status=400, code="com.amazonaws.sqs#RequestThrottled")
    world.control(do="fail", action="DeleteMessageBatch", times=3, status=503, code="ServiceUnavailable")
    before = world.control(do="state")["calls"]["ReceiveMessage"]
    world.send(world.alarms(60, 600))
    state = world.until("draining while throttled", world.empty(deleted + 60), 120)
    calls = state["calls"]["ReceiveMessage"] - before
    print(f"{calls} calls to receive, 4 of them throttled", flush=True)
    if calls > 60:
        fail(f"{calls} calls to receive while throttled")
    world.prove("throttled")


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--messages", type=int, default=600)
    arguments.add_argument("--kills", type=int, default=8)
    arguments.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    options = arguments.parse_args()
    binary = os.environ.get("SOCBOT_BIN")
    if not binary or not shutil.which("openssl"):
        sys.exit(77)
    print(f"seed {options.seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="socbot-sqs.") as folder:
        world = World(os.path.abspath(binary), folder, random.Random(options.seed))
        try:
            deleted = two_hours_off(world, options.messages)
            deleted = killed(world, deleted, options.messages, options.kills)
            dead_letters(world)
            deleted = late_keys(world, deleted)
            throttled(world, deleted)
            world.stop()
        finally:
            if world.process and world.process.poll() is None:
                world.kill()
            world.fake.kill()
            world.fake.wait()


if __name__ == "__main__":
    main()
