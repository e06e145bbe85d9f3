"""What the measuring scripts share: a socbot of their own with its data in a temporary directory, its
CPU and memory from /proc, and the load generator. Loopback only; what was started is ended."""
import contextlib
import http.client
import json
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse

ROOT = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
BUILD = os.environ.get("SOCBOT_BUILD", os.path.join(ROOT, "build", "release"))
SOCBOT = os.environ.get("SOCBOT_BIN", os.path.join(BUILD, "socbot"))
GENERATOR = os.path.join(BUILD, "bench", "load_generator")
FSYNC_PROBE = os.path.join(BUILD, "bench", "fsync_probe")
PERSON = "sam@soc.example"
CONFIG = """
data_dir: {dir}/state
listen: {{public: "127.0.0.1:0", private: "127.0.0.1:0"}}
people: [{{name: Sam Reed, email: %s, role: senior, customers: all}}]
customers:
  - {{code: ACME, name: ACME Ltd, rooms: [{{connection: console, id: acme, class: customer}}]}}
sources: [{{id: usm, type: usm_anywhere, auth: {{bearer: "file:{dir}/token"}}, customer: ACME, quota: {{rate: 0}}}}]
chat: {{console: {{type: console}}}}
""" % PERSON


def say(text):
    print(text, file=sys.stderr, flush=True)


def need(*programs):
    missing = [program for program in programs if not os.path.exists(program)]
    if missing:
        raise SystemExit("not built: %s\n  cmake --preset release && cmake --build build/release" % " ".join(missing))


@contextlib.contextmanager
def work_directory(parent=None, keep=False):
    """On the disk that is to be measured; by default in build/, since /tmp may be memory."""
    parent = parent or os.path.join(ROOT, "build")
    os.makedirs(parent, exist_ok=True)
    directory = tempfile.mkdtemp(prefix="bench-", dir=parent)
    try:
        yield directory
    finally:
        if keep:
            say("kept: " + directory)
        else:
            shutil.rmtree(directory, ignore_errors=True)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def stop(process):
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def cpu_seconds(pid):
    """User and system time so far, in ticks of 10 ms."""
    with open("/proc/%d/stat" % pid, encoding="utf-8") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory_mib(pid):
    """Pss and Rss: the proportional set size shares what several processes map."""
    with open("/proc/%d/smaps_rollup" % pid, encoding="utf-8") as file:
        rows = dict(re.findall(r"^(\w+):\s+(\d+) kB", file.read(), re.MULTILINE))
    return {name: int(rows[name]) / 1024 for name in ("Pss", "Pss_Anon", "Pss_File", "Rss")}


class Socbot:
    """A server on ports of the system's choice. Starting it again finds its data."""

    def __init__(self, directory):
        self.directory = directory
        self.config = os.path.join(directory, "socbot.yaml")
        self.token = os.path.join(directory, "token")
        self.process = None
        if not os.path.exists(self.config):
            with open(self.token, "w", encoding="utf-8") as file:
                file.write(secrets.token_urlsafe(32))
            with open(self.config, "w", encoding="utf-8") as file:
                file.write(CONFIG.format(dir=directory))

    def start(self):
        """Seconds from exec to /readyz 200."""
        with open(os.path.join(self.directory, "log"), "ab") as log:
            began = time.monotonic()
            self.process = subprocess.Popen([SOCBOT, "run", "--config", self.config], text=True,
                                            stdout=subprocess.PIPE, stderr=log)
        ports = {}
        while "intake" not in ports:
            line = self.process.stdout.readline()
            if not line:
                raise SystemExit("socbot did not start, see %s/log" % self.directory)
            found = re.match(r"(console|intake) +http://127\.0\.0\.1:(\d+)/", line)
            if found:
                ports[found[1]] = int(found[2])
        self.public, self.private = ports["intake"], ports["console"]
        while self.status("/readyz") != 200:
            if time.monotonic() - began > 300:
                raise SystemExit("socbot did not become ready")
            time.sleep(0.001)
        return time.monotonic() - began

    def status(self, path):
        connection = http.client.HTTPConnection("127.0.0.1", self.private, timeout=10)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except OSError:
            return 0
        finally:
            connection.close()

    def stop(self):
        stop(self.process)

    def load(self, **options):
        return load(self.public, token_file=self.token, **options)

    def prefill(self, alarms, seed=7):
        """Hands in so many alarms over 256 connections; the server's own way, HTTP to disk."""
        if alarms == 0:
            return
        say("storing %d alarms" % alarms)
        made = self.load(connections=256, requests=alarms, seconds=3600, seed=seed)
        say("  %.0f/s, p99 %.1f ms" % (made["per_second"], made["p99_ms"]))

    def open_console(self):
        """Signs in and opens the console's event stream; returns the response to keep."""
        link = subprocess.run([SOCBOT, "console-link", "--config", self.config, "--person", PERSON],
                              capture_output=True, text=True, check=True).stdout.strip()
        token = urllib.parse.parse_qs(urllib.parse.urlparse(link).query)["token"][0]
        connection = http.client.HTTPConnection("127.0.0.1", self.private, timeout=30)
        connection.request("POST", "/console/login", urllib.parse.urlencode({"token": token}),
                           {"Content-Type": "application/x-www-form-urlencoded",
                            "Origin": "http://127.0.0.1:%d" % self.private})
        answer = connection.getresponse()
        answer.read()
        cookie = {"Cookie": answer.getheader("Set-Cookie").split(";")[0]}
        for path in ("me", "rooms/console/acme/messages?limit=50"):
            connection.request("GET", "/console/api/" + path, headers=cookie)
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise SystemExit("GET /console/api/%s: %d" % (path, answer.status))
        stream = http.client.HTTPConnection("127.0.0.1", self.private, timeout=30)
        stream.request("GET", "/console/api/stream", headers=cookie)
        answer = stream.getresponse()
        if answer.status != 200:
            raise SystemExit("the event stream answered %d" % answer.status)
        return stream, answer


def load(port, **options):
    """Runs the generator; option names as on its command line, with _ for -. Its line as a dict."""
    command = [GENERATOR, "--port", str(port)]
    for name, value in options.items():
        command += ["--" + name.replace("_", "-"), str(value)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit("%s\n%s" % (done.stdout, done.stderr))
    return json.loads(done.stdout)


def fsync_ms(directory, times=200):
    done = subprocess.run([FSYNC_PROBE, directory, str(times)], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def machine():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        model = re.search(r"model name\s*:\s*(.*)", file.read())
    return "%d CPUs, %s" % (os.cpu_count(), model[1] if model else "unknown")
