#!/usr/bin/env python3
"""SIGHUP is all or nothing: with a broken certificate nothing of a changed configuration comes into
force and the problem is named; with a whole one everything does. What happened is in /metrics.

    SOCBOT_BIN=build/ci/socbot tests/integration/reload.py

Exit 0 pass, 1 fail, 77 skipped (no binary named, no openssl). Loopback only; ends by itself.
"""
import http.client
import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time

CONFIG = """
data_dir: {dir}/state
public_url: https://soc.example
listen:
  public: "127.0.0.1:{public}"
  private: "127.0.0.1:{private}"
  tls: {{certificate: "{dir}/tls.crt", key: "{dir}/tls.key"}}
people: [{{name: Sam Reed, email: {person}, role: senior, customers: all}}]
customers:
  - {{code: ACME, name: ACME Ltd, rooms: [{{connection: console, id: acme, class: customer}}]}}
sources: [{{id: usm, type: usm_anywhere, auth: {{bearer: "file:{dir}/token"}}, customer: ACME}}]
chat: {{console: {{type: console}}}}
"""
LIMIT = 60


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def make_certificate(folder, name):
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                    "-days", "2", "-subj", "/CN=" + name, "-keyout", folder + "/tls.key",
                    "-out", folder + "/tls.crt"], check=True, capture_output=True)


class Server:
    def __init__(self, binary, folder, config=CONFIG):
        self.binary, self.folder, self.config = binary, folder, config
        self.public, self.private = free_port(), free_port()
        self.write("sam@soc.example")
        self.log = folder + "/log"
        self.process = subprocess.Popen([binary, "run", "--config", folder + "/socbot.yaml"],
                                        stdout=subprocess.DEVNULL, stderr=open(self.log, "wb"))

    def write(self, person):
        with open(self.folder + "/socbot.yaml", "w") as file:
            file.write(self.config.format(dir=self.folder, public=self.public, private=self.private, person=person))

    def wait_log(self, words):
        """The first line with all the words, from the start of the log."""
        end = time.monotonic() + LIMIT
        while time.monotonic() < end:
            for line in open(self.log, errors="replace"):
                if all(word in line for word in words):
                    return line
            if self.process.poll() is not None:
                raise AssertionError("the server ended: " + open(self.log).read())
            time.sleep(0.05)
        raise AssertionError("not in the log: %s\n%s" % (words, open(self.log).read()))

    def knows(self, person):
        return subprocess.run([self.binary, "console-link", "--config", self.folder + "/socbot.yaml", "--person",
                               person], capture_output=True).returncode == 0

    def wait_known(self, person):
        end = time.monotonic() + LIMIT
        while not self.knows(person):
            if time.monotonic() > end:
                raise AssertionError(person + " never came into force")
            time.sleep(0.05)

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def certificate(self):
        return ssl.get_server_certificate(("127.0.0.1", self.public))

    def metrics(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.private, timeout=10)
        connection.request("GET", "/metrics")
        return connection.getresponse().read().decode()


def must(condition, what):
    if not condition:
        raise AssertionError(what)


def prove(server):
    folder = server.folder
    server.wait_log(["process.ready"])
    must(server.knows("sam@soc.example"), "the first person is not known")
    first = server.certificate()

    # The certificate is broken and the configuration changed: neither counts.
    server.write("kim@soc.example")
    with open(folder + "/tls.crt", "w") as file:
        file.write("no certificate")
    server.process.send_signal(signal.SIGHUP)
    server.wait_log(["reload.refused", "tls: certificate " + folder + "/tls.crt"])
    must(server.certificate() == first, "the old certificate is gone")
    must(server.knows("sam@soc.example") and not server.knows("kim@soc.example"),
         "part of a refused configuration is in force")

    # Mended: both.
    make_certificate(folder, "second.example")
    server.process.send_signal(signal.SIGHUP)
    server.wait_log(["reload.done"])
    server.wait_known("kim@soc.example")
    must(server.certificate() != first, "the new certificate is not in use")

    text = server.metrics()
    for wanted in ['event="reload.refused",source=""} ', 'event="reload.done",source=""} 1',
                   'event="process.ready",source=""} 1', "socbot_http_public_accepted_total ",
                   "socbot_http_private_requests_total ", "socbot_http_control_connections ",
                   "socbot_intake_unreadable_total 0", "socbot_wal_bytes "]:
        must(wanted in text, "not in /metrics: " + wanted + "\n" + text)


def main():
    binary = os.environ.get("SOCBOT_BIN")
    if not binary or not shutil.which("openssl"):
        return 77
    with tempfile.TemporaryDirectory(prefix="socbot-reload.") as folder:
        make_certificate(folder, "first.example")
        with open(folder + "/token", "w") as file:
            file.write("t" * 40)
        os.chmod(folder + "/token", 0o600)
        server = Server(os.path.abspath(binary), folder)
        try:
            prove(server)
        except AssertionError as failure:
            print("FAILED:", failure)
            return 1
        finally:
            server.stop()
    print("reload is all or nothing")
    return 0


if __name__ == "__main__":
    sys.exit(main())
