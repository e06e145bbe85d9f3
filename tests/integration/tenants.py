#!/usr/bin/env python3
"""A provider's process: thirty customers on one feed, a tenant nobody knows, and a source that is over its quota.

    SOCBOT_BIN=build/ci/socbot tests/integration/tenants.py

Exit 0 pass, 1 fail, 77 skipped (no binary named).
"""
import http.client
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time

CUSTOMERS = 30
CONFIG = """
data_dir: {dir}/state
public_url: https://soc.example
listen: {{public: "127.0.0.1:0", private: "127.0.0.1:0"}}
people: [{{name: Sam Reed, email: sam@soc.example, role: senior, customers: all}}]
customers:
{customers}
rooms: [{{connection: console, id: ops, class: ops}}]
sources:
  - {{id: usm, type: usm_anywhere, auth: {{bearer: "file:{dir}/token"}},
      customer_from: {{field: x_att_tenant_subdomain, map: {{{tenants}}}}}}}
  - {{id: small, type: usm_anywhere, auth: {{bearer: "file:{dir}/token"}}, customer: C01, quota: {{rate: 1, burst: 2}}}}
  - {{id: push, type: usm_anywhere, customer: C02,
      auth: {{sns: {{topics: ["arn:aws:sns:eu-west-1:123456789012:soc"]}}}}}}
chat: {{console: {{type: console}}}}
"""
TOKEN = "0123456789abcdef0123456789abcdef"


def write_config(folder, known):
    customers = "\n".join(f"  - {{code: C{n:02}, rooms: [{{connection: console, id: c{n:02}, class: customer}}]}}"
                          for n in range(1, CUSTOMERS + 1))
    tenants = ", ".join(f"t{n:02}: C{n:02}" for n in range(1, known + 1))
    with open(folder + "/socbot.yaml", "w") as file:
        file.write(CONFIG.format(dir=folder, customers=customers, tenants=tenants))


def alarm(uuid, tenant):
    return json.dumps({"uuid": uuid, "packet_type": "alarm", "priority": 80, "priority_label": "high",
                       "rule_intent": "Delivery & Attack", "rule_method": "Port scan", "rule_strategy": "Scan",
                       "x_att_tenant_subdomain": tenant, "timestamp_occured": "1772366400000",
                       "alarm_source_names": ["198.51.100.7"]})


class Server:
    def __init__(self, binary, folder):
        self.binary, self.folder = binary, folder
        with open(folder + "/token", "w") as file:
            file.write(TOKEN)
        os.chmod(folder + "/token", 0o600)
        self.process = subprocess.Popen([binary, "run", "--config", folder + "/socbot.yaml"], text=True,
                                        stdout=subprocess.PIPE, stderr=open(folder + "/log", "w"))
        for line in self.process.stdout:
            found = re.match(r"intake +http://127\.0\.0\.1:(\d+)/", line)
            if found:
                self.port = int(found[1])
                return
        sys.exit("the server did not start: " + open(folder + "/log").read())

    def post(self, source, body):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("POST", "/intake/" + source, body, {"Authorization": "Bearer " + TOKEN})
        response = connection.getresponse()
        return response.status, json.loads(response.read()), response.getheader("Retry-After")

    def verb(self, *arguments):
        done = subprocess.run([self.binary, *arguments, "--config", self.folder + "/socbot.yaml"], text=True,
                              capture_output=True, timeout=60)
        return done.returncode, [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")], done

    def reload(self):
        before = open(self.folder + "/log").read().count("reload.done")
        self.process.send_signal(signal.SIGHUP)
        for _ in range(300):
            if open(self.folder + "/log").read().count("reload.done") > before:
                return
            time.sleep(0.1)
        sys.exit("the configuration was not read again: " + open(self.folder + "/log").read())

    def stop(self):
        self.process.terminate()
        self.process.wait(30)


def expect(what, is_so, shown):
    if not is_so:
        sys.exit(f"{what}: {shown}")


def prove_quarantine(server):
    for n in range(1, CUSTOMERS + 1):
        answer = server.post("usm", alarm(f"u{n}", f"t{n:02}"))
        word = "stored" if n < CUSTOMERS else "quarantined"
        expect(f"customer {n}", answer[:2] == (200, {"status": word}), answer)
    code, listed, done = server.verb("quarantine", "list")
    expect("the list", code == 0 and len(listed) == 1 and "unknown tenant" in listed[0]["reason"], done)
    record = str(listed[0]["id"])
    release = ("quarantine", "release", "--person", "sam@soc.example")
    code, lines, done = server.verb(*release, record)
    expect("a release too early", code == 1 and lines[0]["status"] == "quarantined", done)
    code, _, done = server.verb("quarantine", "release", "--person", "nobody@soc.example", record)
    expect("a release by nobody", code == 1, done)
    write_config(server.folder, CUSTOMERS)
    server.reload()
    code, lines, done = server.verb(*release, "--all")
    expect("a release", code == 0 and [line["status"] for line in lines] == ["stored"], done)
    code, lines, done = server.verb(*release, record)
    expect("a release again", code == 0 and lines[0]["status"] == "duplicate", done)
    code, listed, done = server.verb("quarantine", "list", "--source", "usm")
    expect("the list afterwards", "released" in listed[0], done)
    code, audited, done = server.verb("audit", "export")
    expect("the audit", code == 0 and "quarantine.release" in done.stdout and "sam@soc.example" in done.stdout, done)
    print("what nobody could be told of is released once its customer is known")


def prove_quota(server):
    answers = [server.post("small", alarm(f"s{n}", "")) for n in range(4)]
    expect("a quota", [answer[0] for answer in answers] == [200, 200, 503, 503], answers)
    expect("a quota's pause", int(answers[2][2]) >= 1, answers[2])
    answer = server.post("usm", alarm("beside", "t05"))
    expect("another source", answer[0] == 200, answer)
    code, lines, done = server.verb("status")
    sources = {line["id"]: line for line in lines if line["type"] == "source"}
    expect("status", code == 0 and lines[0] == {"type": "server", "ready": True, "reasons": [], "queued": 0}, done)
    expect("status of a source over its quota", sources["small"]["states"] == ["over_quota"], sources)
    expect("status of one that is well", sources["usm"]["states"] == [], sources)
    expect("status of one never confirmed", sources["push"]["states"] == ["unconfirmed"], sources)
    print("a source over its quota is alone with it, and seen")


def prove_settings(server):
    code, _, done = server.verb("sns", "settings", "push")
    expect("settings", code == 0 and "'https://soc.example/intake/push'" in done.stdout and "1209600" in done.stdout, done)
    code, _, done = server.verb("sns", "settings", "usm")
    expect("settings of another source", code == 2, done)
    print("the settings of a subscription are printed")


def main():
    binary = os.environ.get("SOCBOT_BIN")
    if not binary:
        sys.exit(77)
    with tempfile.TemporaryDirectory(prefix="socbot-tenants.") as folder:
        write_config(folder, CUSTOMERS - 1)
        server = Server(os.path.abspath(binary), folder)
        try:
            prove_quarantine(server)
            prove_quota(server)
            prove_settings(server)
        finally:
            server.stop()
        code, _, done = server.verb("replay", "--exact")
        expect("exact replay", code == 0, done)


if __name__ == "__main__":
    main()
