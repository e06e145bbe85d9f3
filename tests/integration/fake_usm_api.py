#!/usr/bin/env python3
"""A stand-in for USM Anywhere's REST API 2.0, in a process of its own: tokens that expire, pages, labels, and on
request the ways in which it fails. The first line it prints is its port on 127.0.0.1.

    POST /api/2.0/oauth/token                     Basic client:secret-of-client
    GET  /api/2.0/alarms?page=&size=&timestamp_occured_gte=&timestamp_occured_lte=
    PUT | DELETE /api/2.0/alarms/ID/labels/LABEL
    POST /control {"alarms": [...], "many": {"count", "from", "to"}, "status": {ID: word}, "faults": [...], "token_life": s}
    GET  /control                                 what was asked so far

Faults are used up in turn, one a request for a page, or for a token where they begin with "token-": "500", "401" (the token is no longer known), "429" (Retry-After: 1),
"cut" (half of the body, correctly counted), "short" (half of the body promised whole), "slow" (three seconds).
"""
import base64
import bisect
import http.server
import json
import threading
import time
import urllib.parse

CREDENTIALS = "Basic " + base64.b64encode(b"client:secret-of-client").decode()


def alarm(uuid, at, **more):
    """As a page lists it: other links, order and number forms than the push."""
    return dict({"_links": {"self": {"href": "https://acme.alienvault.cloud/api/2.0/alarms/" + uuid}},
                 "alarm_labels": [], "timestamp_occured": str(at), "alarm_source_names": ["198.51.100.7"],
                 "rule_strategy": "Scan", "rule_method": "Port scan", "rule_intent": "Delivery & Attack",
                 "priority_label": "medium", "priority": 50, "status": "open", "packet_type": "alarm",
                 "uuid": uuid}, **more)


def many(count, start, end):
    """History: a handful of rules and a few hundred sources, spread evenly."""
    log = "x" * 1000
    for i in range(count):
        at = start + (end - start) * i // max(count - 1, 1)
        yield alarm("00000000-0000-0000-0000-%012d" % i, at, rule_id="Rule%d" % (i % 20),
                    alarm_source_names=["198.51.%d.%d" % (i % 7 + 100, i % 37)],
                    events=[{"timeStamp": at, "message": {"uuid": "e%d" % i, "packet_type": "log", "log": log,
                                                          "event_name": "ET SCAN Example"}}])


class Api:
    def __init__(self):
        self.lock = threading.Lock()
        self.alarms = []  # (time, uuid), in order
        self.by_id = {}
        self.tokens = {}
        self.token_life = 899
        self.faults = []
        self.asked = {"tokens": 0, "pages": 0, "labels": []}

    def add(self, alarms):
        for each in alarms:
            self.by_id[each["uuid"]] = each
        self.alarms = sorted((int(each["timestamp_occured"]), uuid) for uuid, each in self.by_id.items())

    def page(self, query):
        number, size = int(query.get("page", 0)), int(query.get("size", 20))
        low = bisect.bisect_left(self.alarms, (int(query.get("timestamp_occured_gte", 0)), ""))
        high = bisect.bisect_right(self.alarms, (int(query.get("timestamp_occured_lte", 1 << 62)), "~"))
        total = high - low
        pages = -(-total // size)
        chosen = self.alarms[low + number * size:min(low + (number + 1) * size, high)]
        answer = {"_links": {"self": {"href": "x"}},
                  "page": {"size": size, "totalElements": total, "totalPages": pages, "number": number}}
        if number + 1 < pages:
            answer["_links"]["next"] = {"href": "x"}
        if chosen:
            answer["_embedded"] = {"alarms": [self.by_id[uuid] for _, uuid in chosen]}
        return answer


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    api = Api()

    def log_message(self, *_):
        pass

    def answer(self, status, body=None, headers=(), promise=None):
        data = b"" if body is None else json.dumps(body).encode()
        if promise == "cut":
            data = data[:len(data) // 2]
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if promise == "short":
            data = data[:len(data) // 2]
            self.close_connection = True
        self.wfile.write(data)

    def body(self):
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def fault(self, of_token):
        """None, or the fault that stands next; True when the answer was already given."""
        with self.api.lock:
            faults = self.api.faults
            mine = faults and faults[0].startswith("token-") == of_token
            fault = faults.pop(0).removeprefix("token-") if mine else None
            if fault == "401":
                self.api.tokens.clear()
        if fault == "500":
            self.answer(500, {"error": "internal"})
            return True
        if fault == "429":
            self.answer(429, {"error": "busy"}, [("Retry-After", "1")])
            return True
        if fault == "slow":
            time.sleep(3)
        return fault

    def known(self):
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        with self.api.lock:
            good = self.api.tokens.get(token, 0) > time.time()
        if not good:
            self.answer(401, {"error": "invalid_token"})
        return good

    def do_POST(self):
        body = self.body()
        if self.path == "/control":
            self.control(json.loads(body))
            return
        fault = self.fault(True)
        if fault is True:
            return
        if self.path != "/api/2.0/oauth/token" or self.headers.get("Authorization") != CREDENTIALS \
                or b"grant_type=client_credentials" not in body:
            self.answer(401, {"error": "unauthorized"})
            return
        with self.api.lock:
            self.api.asked["tokens"] += 1
            token = "t%d" % self.api.asked["tokens"]
            self.api.tokens[token] = time.time() + self.api.token_life
        self.answer(200, {"access_token": token, "token_type": "bearer", "expires_in": self.api.token_life},
                    promise=fault)

    def control(self, order):
        with self.api.lock:
            self.api.add(order.get("alarms", ()))
            if "many" in order:
                self.api.add(many(order["many"]["count"], order["many"]["from"], order["many"]["to"]))
            for uuid, word in order.get("status", {}).items():
                self.api.by_id[uuid]["status"] = word
            self.api.faults += order.get("faults", [])
            self.api.token_life = order.get("token_life", self.api.token_life)
        self.answer(200, {})

    def do_GET(self):
        url = urllib.parse.urlsplit(self.path)
        if url.path == "/control":
            with self.api.lock:
                self.answer(200, dict(self.api.asked, faults=self.api.faults))
            return
        fault = self.fault(False)
        if fault is True or not self.known():
            return
        if url.path != "/api/2.0/alarms":
            self.answer(404, {"error": "not found"})
            return
        with self.api.lock:
            self.api.asked["pages"] += 1
            page = self.api.page(dict(urllib.parse.parse_qsl(url.query)))
        self.answer(200, page, promise=fault)

    def label(self, put):
        if not self.known():
            return
        parts = self.path.split("/")  # "", api, 2.0, alarms, ID, labels, LABEL
        with self.api.lock:
            found = self.api.by_id.get(parts[4]) if len(parts) == 7 and parts[5] == "labels" else None
            if found:
                labels = [label for label in found["alarm_labels"] if label != parts[6]]
                found["alarm_labels"] = labels + [parts[6]] if put else labels
                self.api.asked["labels"].append([self.command, parts[4], parts[6]])
        self.answer(200 if found else 404, {})

    def do_PUT(self):
        self.body()
        self.label(True)

    def do_DELETE(self):
        self.label(False)


def main():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    print(server.server_address[1], flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
