#!/usr/bin/env python3
"""`socbot sns verify` agrees with the openssl command: a message signed there is valid, and no change of a
signed member is.

    SOCBOT_BIN=build/ci/socbot tests/integration/sns_verify.py [--certificate PEM --topic ARN --at TIME FILE...]

With FILEs: every change of those messages instead of one signed here. Exit 0 pass, 1 fail, 77 skipped
(no binary named, no openssl).
"""
import argparse
import base64
import json
import os
import shutil
import subprocess
import sys
import tempfile

TOPIC = "arn:aws:sns:eu-west-1:123456789012:soc"
NOTIFICATION = ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"]
CONFIRMATION = ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"]


def signed_members(message):
    names = NOTIFICATION if message["Type"] == "Notification" else CONFIRMATION
    return [name for name in names if name in message]


def run(*command, **more):
    return subprocess.run(command, capture_output=True, check=False, **more)


class Signer:
    def __init__(self, directory):
        self.directory = directory
        self.certificate = os.path.join(directory, "certificate.pem")
        self.key = os.path.join(directory, "key.pem")
        run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", self.key, "-out",
            self.certificate, "-days", "2", "-subj", "/CN=sns.amazonaws.com").check_returncode()

    def sign(self, message):
        text = "".join(f"{name}\n{message[name]}\n" for name in signed_members(message)).encode()
        digest = "-sha1" if message["SignatureVersion"] == "1" else "-sha256"
        done = run("openssl", "dgst", digest, "-sign", self.key, input=text)
        done.check_returncode()
        return dict(message, Signature=base64.b64encode(done.stdout).decode())


def messages():
    common = {
        "MessageId": "11111111-2222-3333-4444-555555555555", "TopicArn": TOPIC,
        "Timestamp": "2026-03-01T12:00:00.123Z",
        "SigningCertURL": "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-" + "0a" * 16 + ".pem"}
    url = f"https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn={TOPIC}&Token=23af"
    for version in "12":
        yield dict(common, Type="Notification", Message='{"uuid": "\uff21\U0001f6a8"}\n', Subject="S\u00fcbject",
                   SignatureVersion=version)
        yield dict(common, Type="Notification", Message="", SignatureVersion=version)
        for kind in ("SubscriptionConfirmation", "UnsubscribeConfirmation"):
            yield dict(common, Type=kind, Message="You have chosen", Token="23af", SubscribeURL=url,
                       SignatureVersion=version)


def changes(message):
    """What an attacker could do to a signed member, and to the signature."""
    for name in signed_members(message):
        value = message[name]
        for at in range(len(value)):
            yield dict(message, **{name: value[:at] + chr(ord(value[at]) ^ 1) + value[at + 1:]})
            yield dict(message, **{name: value[:at] + value[at + 1:]})
        yield dict(message, **{name: value + " "})
        yield dict(message, **{name: value + "\n"})
        yield {key: each for key, each in message.items() if key != name}
    yield dict(message, SignatureVersion="2" if message["SignatureVersion"] == "1" else "1")
    if message["Type"] == "Notification" and "Subject" not in message:
        yield dict(message, Subject="")
    signature = base64.b64decode(message["Signature"])
    for at in range(0, len(signature), 16):
        turned = signature[:at] + bytes([signature[at] ^ 0x80]) + signature[at + 1:]
        yield dict(message, Signature=base64.b64encode(turned).decode())
    yield dict(message, Signature=base64.b64encode(signature[:-1]).decode())


def verify(binary, options, directory, all_messages):
    """How many of the messages are valid."""
    names = []
    for number, message in enumerate(all_messages):
        names.append(os.path.join(directory, f"{number}.json"))
        with open(names[-1], "w", encoding="utf-8") as file:
            json.dump(message, file)
    valid = 0
    for start in range(0, len(names), 500):
        done = run(binary, "sns", "verify", *options, *names[start:start + 500], text=True)
        valid += sum(json.loads(line)["valid"] for line in done.stdout.splitlines())
        if (done.returncode == 0) != (len(done.stdout.splitlines()) == len(names[start:start + 500])):
            sys.exit("the exit code does not say whether all were valid")
    return valid


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--certificate")
    parser.add_argument("--topic", default=TOPIC)
    parser.add_argument("--at")
    parser.add_argument("files", nargs="*")
    arguments = parser.parse_args()
    binary = os.environ.get("SOCBOT_BIN")
    if not binary or not shutil.which("openssl"):
        sys.exit(77)
    with tempfile.TemporaryDirectory() as directory:
        if arguments.files:
            genuine = []
            for name in arguments.files:
                with open(name, encoding="utf-8") as file:
                    genuine.append(json.load(file))
            options = ["--certificate", arguments.certificate]
        else:
            signer = Signer(directory)
            genuine = [signer.sign(message) for message in messages()]
            options = ["--certificate", signer.certificate]
        options += ["--topic", arguments.topic] + (["--at", arguments.at] if arguments.at else [])
        valid = verify(binary, options, directory, genuine)
        if valid != len(genuine):
            sys.exit(f"{len(genuine) - valid} of {len(genuine)} genuine messages are refused")
        changed = [each for message in genuine for each in changes(message)]
        valid = verify(binary, options, directory, changed)
        if valid != 0:
            sys.exit(f"{valid} of {len(changed)} changed messages are valid")
        print(f"{len(genuine)} genuine messages valid, {len(changed)} changed ones refused")


if __name__ == "__main__":
    main()
