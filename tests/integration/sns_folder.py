#!/usr/bin/env python3
"""Real messages of Amazon SNS, as captured, against every change of them.

    SOCBOT_BIN=build/release/socbot tests/integration/sns_folder.py FOLDER [--validator NODE_MODULES/sns-validator]

FOLDER holds messages (*.json) and the certificates they name (SimpleNotificationService-....pem). Each message
must be valid from the first to the last second of its certificate's life and at no time outside of it; every
change of a signed member or of the signature, and every changed byte of the text, must be refused, unless the
byte is none that is signed. With --validator the package's verdict on the same messages is compared with ours
(node; its fetch of the certificate is answered from FOLDER). Numbers on stdout; exit 0 pass, 1 fail, 77 skipped.
"""
import argparse
import collections
import datetime
import glob
import json
import os
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True  # leave the checkout as it is
import sns_verify  # noqa: E402

NODE = r"""
const fs = require('fs'), https = require('https'), {EventEmitter} = require('events');
const [, , module_, folder, list] = process.argv;
https.get = (url, done) => {
  const response = new EventEmitter(), name = folder + '/' + String(url).split('/').pop();
  response.statusCode = fs.existsSync(name) ? 200 : 404;
  process.nextTick(() => {
    done(response);
    if (response.statusCode === 200) { response.emit('data', fs.readFileSync(name)); response.emit('end'); }
  });
  return new EventEmitter();
};
const validator = new (require(module_))();
let names = fs.readFileSync(list, 'utf8').split('\n').filter(name => name);
(async () => {
  for (const name of names) {
    const valid = await new Promise(resolve => {
      try { validator.validate(fs.readFileSync(name, 'utf8'), error => resolve(!error)); }
      catch (error) { resolve(false); }
    });
    console.log(valid ? 1 : 0);
  }
})();
"""


def lifetime(certificate):
    text = sns_verify.run("openssl", "x509", "-in", certificate, "-noout", "-dates", text=True).stdout
    dates = dict(line.split("=", 1) for line in text.splitlines())
    return [datetime.datetime.strptime(dates[name], "%b %d %H:%M:%S %Y %Z") for name in ("notBefore", "notAfter")]


def stamp(at):
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def changed_bytes(raw):
    """Each byte of the text with one bit turned, with another, and left out."""
    for at in range(len(raw)):
        for bit in (1, 0x20):
            yield raw[:at] + bytes([raw[at] ^ bit]) + raw[at + 1:]
        yield raw[:at] + raw[at + 1:]


def what_is_signed(raw):
    """What verification depends on; None when that can't be read."""
    try:
        message = json.loads(raw)
        names = sns_verify.signed_members(message)
        return [(name, message[name]) for name in names + ["Signature", "SignatureVersion", "SigningCertURL"]]
    except (ValueError, KeyError, TypeError):
        return None


def changed(text, message):
    """The members that are not as they were."""
    try:
        other = json.loads(text)
        names = sorted(name for name in {**other, **message} if other.get(name) != message.get(name))
    except (ValueError, AttributeError):
        return "no JSON"
    return ", ".join(name if name in message else "a new member" for name in names) or "layout"


class Verdicts:
    def __init__(self, binary, directory, options, folder, validator):
        self.binary, self.directory, self.options, self.folder = binary, directory, options, folder
        self.validator = validator

    def write(self, texts, prefix):
        names = []
        for number, text in enumerate(texts):
            names.append(os.path.join(self.directory, "%s%d.json" % (prefix, number)))
            with open(names[-1], "wb") as file:
                file.write(text)
        return names

    def ours(self, names, at):
        valid = set()
        for start in range(0, len(names), 500):
            done = sns_verify.run(self.binary, "sns", "verify", *self.options, "--at", at, *names[start:start + 500],
                                  text=True)
            valid.update(json.loads(line)["file"] for line in done.stdout.splitlines())
        return [name in valid for name in names]

    def theirs(self, names):
        listing = os.path.join(self.directory, "list")
        with open(listing, "w", encoding="utf-8") as file:
            file.write("\n".join(names))
        done = subprocess.run(["node", "-e", NODE.replace("[, , module_", "[, module_"), self.validator, self.folder,
                               listing], capture_output=True, text=True, check=True)
        return [line == "1" for line in done.stdout.split()]


def check(name, options, counts):
    with open(name, "rb") as file:
        raw = file.read()
    message = json.loads(raw)
    certificate = os.path.join(options.folder, message["SigningCertURL"].rsplit("/", 1)[1])
    start, end = lifetime(certificate)
    second = datetime.timedelta(seconds=1)
    with tempfile.TemporaryDirectory() as directory:
        verdicts = Verdicts(options.binary, directory,
                            ["--certificate", certificate, "--topic", message["TopicArn"]], options.folder,
                            options.validator)
        genuine = verdicts.write([raw], "genuine")
        for at, wanted in ((start - second, False), (start, True), (end, True), (end + second, False)):
            if verdicts.ours(genuine, stamp(at)) != [wanted]:
                sys.exit("%s: at %s it must be %s" % (name, stamp(at), "valid" if wanted else "refused"))
            counts["valid inside" if wanted else "refused outside"] += 1
        texts = [json.dumps(each).encode() for each in sns_verify.changes(message)]
        members = len(texts)
        texts += changed_bytes(raw)
        names = verdicts.write(texts, "changed")
        ours = verdicts.ours(names, stamp(start + (end - start) / 2))
        theirs = verdicts.theirs([*genuine, *names]) if options.validator else [None] * (len(texts) + 1)
        counts["sns-validator: genuine ones valid"] += theirs[0] is True
        for number, (text, valid) in enumerate(zip(texts, ours)):
            kind = "members" if number < members else "bytes"
            same = kind == "bytes" and what_is_signed(text) == what_is_signed(raw)
            if valid and not same:
                with open(names[number], encoding="utf-8", errors="replace") as file:
                    sys.exit("%s: changed and valid: %s" % (name, file.read()))
            counts["changed %s, %s" % (kind, "valid: none that is signed" if valid else "refused")] += 1
            if options.validator and theirs[number + 1] != valid:
                counts["sns-validator alone %s it: %s" % ("refuses" if valid else "takes", changed(text, message))] += 1
            elif options.validator:
                counts["sns-validator agrees"] += 1


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", nargs="?")
    arguments.add_argument("--validator")
    options = arguments.parse_args()
    options.binary = os.environ.get("SOCBOT_BIN")
    if not options.binary or not options.folder or not shutil.which("openssl"):
        sys.exit(77)
    counts = collections.Counter()
    names = sorted(glob.glob(os.path.join(options.folder, "*.json")))
    for name in names:
        check(name, options, counts)
    print("%d messages" % len(names))
    for what, count in counts.items():
        print("%8d  %s" % (count, what))


if __name__ == "__main__":
    main()
