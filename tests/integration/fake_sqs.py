#!/usr/bin/env python3
"""Amazon SQS as far as a consumer sees it, in a process of its own: the JSON protocol, Signature Version 4, long
polling, visibility timeouts, receive counts, redrive to a dead-letter queue.

    tests/integration/fake_sqs.py [--rate 20]

Listens on 127.0.0.1 and prints its port. Time for messages runs `rate` times as fast as the clock, so that tests need
not wait for a visibility timeout; long polling is as long as asked. POST /control (JSON, not signed) is the test's
side:

    {"do": "keys", "keys": {"AKIA...": "secret"}}                 who may call; nobody at first
    {"do": "queue", "arn": ARN, "dead_letters": ARN, "most": 3}   makes a queue; the last two are its redrive policy
    {"do": "send", "arn": ARN, "bodies": [...]}
    {"do": "fail", "times": 3, "status": 400, "code": "com.amazonaws.sqs#RequestThrottled", "action": "ReceiveMessage"}
    {"do": "state"}                                               counts of everything, by queue
"""
import argparse
import collections
import datetime
import hashlib
import hmac
import http.server
import json
import re
import threading
import time
import uuid

LARGEST = 1 << 20


class Refused(Exception):
    def __init__(self, status, code, message):
        super().__init__(message)
        self.status, self.code, self.message = status, code, message


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def digest(key, text):
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def check_signature(keys, method, path, headers, body):
    """As the General Reference lays it out; the same checks in the order AWS answers them."""
    found = re.fullmatch(r"AWS4-HMAC-SHA256 Credential=([^/]+)/(\d{8})/([^/]+)/([^/]+)/aws4_request, "
                         r"SignedHeaders=([^,]+), Signature=([0-9a-f]{64})", headers.get("authorization", ""))
    if not found:
        raise Refused(403, "com.amazon.coral.service#MissingAuthenticationTokenException", "Missing token")
    key_id, date, region, service, names, signature = found.groups()
    if key_id not in keys:
        raise Refused(403, "com.amazon.coral.service#UnrecognizedClientException",
                      "The security token included in the request is invalid.")
    secret, _, token = keys[key_id].partition(" ")
    if token != headers.get("x-amz-security-token", ""):
        raise Refused(403, "com.amazon.coral.service#UnrecognizedClientException", "The token is invalid.")
    at = headers.get("x-amz-date", "")
    then = datetime.datetime.strptime(at, "%Y%m%dT%H%M%SZ").replace(tzinfo=datetime.timezone.utc)
    skew = abs((datetime.datetime.now(datetime.timezone.utc) - then).total_seconds())
    if skew > 900 or at[:8] != date:
        raise Refused(403, "com.amazon.coral.service#InvalidSignatureException", "Signature expired")
    signed = names.split(";")
    if not {"host", "x-amz-date", "x-amz-target"} <= set(signed) or signed != sorted(signed) or service != "sqs":
        raise Refused(403, "com.amazon.coral.service#InvalidSignatureException", "what is signed is not enough")
    lines = "".join(f"{name}:{' '.join(headers.get(name, '').split())}\n" for name in signed)
    request = f"{method}\n{path}\n\n{lines}\n{names}\n{sha256(body)}"
    scope = f"{date}/{region}/sqs/aws4_request"
    text = f"AWS4-HMAC-SHA256\n{at}\n{scope}\n{sha256(request.encode())}"
    key = ("AWS4" + secret).encode()
    for part in (date, region, "sqs", "aws4_request"):
        key = digest(key, part)
    if not hmac.compare_digest(hmac.new(key, text.encode(), hashlib.sha256).hexdigest(), signature):
        raise Refused(403, "com.amazon.coral.service#InvalidSignatureException",
                      "The request signature we calculated does not match the signature you provided.")
    return region


class Queue:
    def __init__(self, url, dead_letters=None, most=0):
        self.url, self.dead_letters, self.most = url, dead_letters, most
        self.visible = collections.deque()
        self.hidden = {}  # id: (until, message)
        self.figures = collections.Counter()
        self.bodies_deleted = collections.Counter()


class Service:
    def __init__(self, rate):
        self.rate, self.started = rate, time.monotonic()
        self.change = threading.Condition()
        self.queues, self.keys, self.failures = {}, {}, []
        self.calls, self.refusals = collections.Counter(), collections.Counter()

    def now(self):
        return (time.monotonic() - self.started) * self.rate

    def wake(self, queue):
        """What was hidden long enough is handed out again, or goes to the dead letters."""
        now = self.now()
        for key in [key for key, (until, _) in queue.hidden.items() if until <= now]:
            _, message = queue.hidden.pop(key)
            if queue.most and message["receives"] >= queue.most:
                dead = self.queues[queue.dead_letters]
                dead.visible.append(dict(message, receives=0))
                queue.figures["redriven"] += 1
            else:
                queue.visible.append(message)

    def queue_of(self, request):
        for queue in self.queues.values():
            if queue.url == request.get("QueueUrl"):
                return queue
        raise Refused(400, "com.amazonaws.sqs#QueueDoesNotExist", "The specified queue does not exist.")

    def receive(self, request, alive):
        queue = self.queue_of(request)
        most, seconds = request.get("MaxNumberOfMessages", 1), request.get("WaitTimeSeconds", 0)
        if not 1 <= most <= 10 or not 0 <= seconds <= 20:
            raise Refused(400, "com.amazonaws.sqs#InvalidParameterValue", "out of range")
        until = time.monotonic() + seconds
        while True:
            for each in self.queues.values():
                self.wake(each)
            if queue.visible or time.monotonic() >= until or not alive():
                break
            self.change.wait(0.05)
        if not alive():
            return {}
        messages = []
        while queue.visible and len(messages) < most:
            message = queue.visible.popleft()
            message["receives"] += 1
            message["receipt"] = uuid.uuid4().hex
            queue.hidden[message["id"]] = (self.now() + request.get("VisibilityTimeout", 30), message)
            queue.figures["received"] += 1
            messages.append({"MessageId": message["id"], "ReceiptHandle": message["id"] + message["receipt"],
                             "MD5OfBody": hashlib.md5(message["body"].encode()).hexdigest(), "Body": message["body"],
                             "Attributes": {"ApproximateReceiveCount": str(message["receives"])}})
        return {"Messages": messages} if messages else {}

    def each_entry(self, request, act):
        entries = request.get("Entries", [])
        if not 1 <= len(entries) <= 10 or len({entry["Id"] for entry in entries}) != len(entries):
            raise Refused(400, "com.amazonaws.sqs#TooManyEntriesInBatchRequest", "1 to 10 distinct entries")
        done, failed = [], []
        for entry in entries:
            if act(entry["ReceiptHandle"][:36], entry["ReceiptHandle"][36:], entry):
                done.append({"Id": entry["Id"]})
            else:
                failed.append({"Id": entry["Id"], "SenderFault": True, "Code": "ReceiptHandleIsInvalid"})
        return {"Successful": done, "Failed": failed}

    def delete(self, request, _):
        queue = self.queue_of(request)

        def act(key, receipt, _):
            # A receipt of an earlier reception deletes only while nobody received it again.
            held = queue.hidden.get(key, (0, {}))[1]
            seen = held if held.get("receipt") == receipt else next(
                (each for each in queue.visible if each["id"] == key and each.get("receipt") == receipt), None)
            if not seen:
                return not held  # deleted before: a success
            if queue.hidden.pop(key, None) is None:
                queue.visible.remove(seen)
            queue.figures["deleted"] += 1
            return True
        return self.each_entry(request, act)

    def hide(self, request, _):
        queue = self.queue_of(request)

        def act(key, receipt, entry):
            until, message = queue.hidden.get(key, (0, {}))
            if message.get("receipt") != receipt:
                return False
            queue.hidden[key] = (self.now() + entry["VisibilityTimeout"], message)
            queue.figures["hidden"] += 1
            return until > 0
        return self.each_entry(request, act)

    def attributes(self, request, _):
        queue = self.queue_of(request)
        return {"Attributes": {"ApproximateNumberOfMessages": str(len(queue.visible))}}

    def call(self, headers, method, path, body, alive):
        action = headers.get("x-amz-target", "").rpartition(".")[2]
        with self.change:
            self.calls[action] += 1
            for failure in self.failures:
                if failure["times"] > 0 and failure.get("action", action) == action:
                    failure["times"] -= 1
                    raise Refused(failure["status"], failure["code"], "as the test wants it")
            check_signature(self.keys, method, path, headers, body)
            if headers.get("content-type") != "application/x-amz-json-1.0":
                raise Refused(400, "com.amazonaws.sqs#InvalidAddress", "another protocol")
            acts = {"ReceiveMessage": self.receive, "DeleteMessageBatch": self.delete,
                    "ChangeMessageVisibilityBatch": self.hide, "GetQueueAttributes": self.attributes}
            if action not in acts:
                raise Refused(400, "com.amazonaws.sqs#UnsupportedOperation", action)
            return acts[action](json.loads(body), alive)

    def control(self, order):
        with self.change:
            if order["do"] == "keys":
                self.keys = order["keys"]
            elif order["do"] == "queue":
                _, _, _, region, account, name = order["arn"].split(":")
                url = f"https://sqs.{region}.amazonaws.com/{account}/{name}"
                self.queues[order["arn"]] = Queue(url, order.get("dead_letters"), order.get("most", 0))
            elif order["do"] == "send":
                for body in order["bodies"]:
                    assert len(body.encode()) <= LARGEST
                    self.queues[order["arn"]].visible.append({"id": str(uuid.uuid4()), "body": body, "receives": 0})
                self.change.notify_all()
            elif order["do"] == "fail":
                self.failures.append(order)
            return {"calls": self.calls, "refusals": self.refusals, "queues": {
                arn: dict(queue.figures, visible=len(queue.visible), hidden_now=len(queue.hidden))
                for arn, queue in self.queues.items()}}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def alive(self):
        """Whether the caller is still there: what nobody would receive is not handed out."""
        try:
            self.connection.setblocking(False)
            return self.connection.recv(1, 2) != b""  # MSG_PEEK
        except BlockingIOError:
            return True
        except OSError:
            return False
        finally:
            self.connection.setblocking(True)

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        headers = {name.lower(): value for name, value in self.headers.items()}
        service = self.server.service
        try:
            if self.path == "/control":
                status, answer = 200, service.control(json.loads(body))
            else:
                status, answer = 200, service.call(headers, "POST", self.path, body, self.alive)
        except Refused as refused:
            service.refusals[refused.code] += 1
            status, answer = refused.status, {"__type": refused.code, "message": refused.message}
        data = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/x-amz-json-1.0")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        pass  # a caller that was killed


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--rate", type=float, default=1)
    server = Server(("127.0.0.1", 0), Handler)
    server.service = Service(arguments.parse_args().rate)
    print(server.server_address[1], flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
