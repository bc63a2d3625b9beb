"""line.py A B: a bridge between two network interfaces that spoils what passes, where the kernel has no netem.

An order is a line of JSON on standard input, {"from_a": {...}, "to_a": {...}, "seed": 1}, obeyed at once and
answered with a line. Each way on its own: delay and jitter (ms, uniform, so that packets overtake each
other), loss (percent), rate (kbit/s of whole frames) with a queue (ms), burst_ms and burst_share (bursts of
exponential pauses; both ways lose the same moments, like a fading radio link), cut (nothing passes), udp (false:
none passes), tcp (a list of ports: TCP from or to others does not pass). Only IPv4 is lost, so that ARP survives as
it does behind a router. "ports" (of the order itself) is what the router adds to A's UDP ports: another number than
before is a NAT that has forgotten, and nobody listens at the former ports. Ends when standard input closes.
"""

import heapq
import itertools
import json
import os
import random
import select
import socket
import struct
import sys
import time

PACKET_OUTGOING, PACKET_IGNORE_OUTGOING, SOL_PACKET, SO_RCVBUFFORCE, ETH_P_ALL = 4, 23, 263, 33, 3
IPV4, TCP, UDP = b"\x08\x00", 6, 17
GOOD = {"delay": 0, "jitter": 0, "loss": 0, "rate": 0, "queue": 500, "burst_ms": 0, "burst_share": 0, "cut": False,
        "udp": True, "tcp": None}


def interface(name):
    """Whole frames as they come, and none of those that we send."""
    s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
    s.bind((name, 0))
    s.setblocking(False)
    s.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 8 << 20)
    s.setsockopt(SOL_PACKET, PACKET_IGNORE_OUTGOING, 1)
    return s


class Fading:
    """On and off moments that depend only on the seed and on the time since the order."""

    def __init__(self, seed, burst_ms, share):
        self.dice, self.length = random.Random(seed), burst_ms / 1000
        self.pause = self.length * (1 - share) / share
        self.start = time.monotonic() + self.dice.expovariate(1 / self.pause)

    def lost(self, now):
        while now >= self.start + self.length:
            self.start += self.length + self.dice.expovariate(1 / self.pause)
        return now >= self.start


class Way:
    """One way over the line."""

    def __init__(self, wanted, seed):
        unknown = set(wanted) - set(GOOD)
        if unknown:
            sys.exit(f"line.py: there is no {', '.join(sorted(unknown))}")
        self.settings = {**GOOD, **wanted}
        self.dice, self.free_at, self.seen, self.lost = random.Random(seed), 0.0, 0, 0

    def barred(self, frame):
        """Whether a firewall keeps the frame, which is one of IPv4, back."""
        protocol = frame[23]
        if protocol == UDP:
            return not self.settings["udp"]
        if protocol != TCP or self.settings["tcp"] is None:
            return False
        ports = struct.unpack_from("!HH", frame, 14 + 4 * (frame[14] & 15))
        return not set(ports) & set(self.settings["tcp"])

    def due(self, frame, now, fading):
        """When the frame comes out, or None when it is lost."""
        want = self.settings
        self.seen += 1
        if frame[12:14] == IPV4:
            faded = fading and want["burst_ms"] and fading.lost(now)
            if want["cut"] or faded or self.barred(frame) or self.dice.random() * 100 < want["loss"]:
                self.lost += 1
                return None
        when = now
        if want["rate"]:
            start = max(now, self.free_at)
            if start - now > want["queue"] / 1000:
                self.lost += 1
                return None
            when = self.free_at = start + len(frame) * 8 / (want["rate"] * 1000)
        return when + max(0.0, want["delay"] + self.dice.uniform(-want["jitter"], want["jitter"])) / 1000


def shifted(frame, place, by):
    """A frame whose UDP port at that place of its header is another; its checksum is left out (RFC 768)."""
    if frame[12:14] != IPV4 or frame[23] != UDP:
        return frame
    udp = 14 + 4 * (frame[14] & 15)
    new = bytearray(frame)
    (port,) = struct.unpack_from("!H", new, udp + place)
    struct.pack_into("!H", new, udp + place, (port + by) % 65536)
    new[udp + 6:udp + 8] = b"\0\0"
    return bytes(new)


class Line:
    def __init__(self, names):
        self.ends = [interface(name) for name in names]
        self.ways, self.fading = [Way({}, 1), Way({}, 2)], None
        self.queue, self.order, self.ports = [], itertools.count(), 0

    def obey(self, text):
        wanted = json.loads(text)
        seed = wanted.get("seed", 1)
        counts = [[way.seen, way.lost] for way in self.ways]
        self.ports = wanted.get("ports", 0)
        self.ways = [Way(wanted.get("from_a") or {}, seed * 2), Way(wanted.get("to_a") or {}, seed * 2 + 1)]
        bursts = next((way.settings for way in self.ways if way.settings["burst_ms"]), None)
        self.fading = Fading(seed, bursts["burst_ms"], bursts["burst_share"]) if bursts else None
        print(json.dumps({"time": time.time(), "counts": counts}), flush=True)

    def take(self, number):
        for _ in range(64):
            try:
                frame, address = self.ends[number].recvfrom(65536)
            except BlockingIOError:
                return
            if address[2] == PACKET_OUTGOING:
                continue
            when = self.ways[number].due(frame, time.monotonic(), self.fading)
            if when is not None:
                # A's ports are the source of what it sends and the destination of what comes to it.
                if self.ports:
                    frame = shifted(frame, 0, self.ports) if number == 0 else shifted(frame, 2, -self.ports)
                heapq.heappush(self.queue, (when, next(self.order), 1 - number, frame))

    def give(self):
        while self.queue and self.queue[0][0] <= time.monotonic():
            _, _, number, frame = heapq.heappop(self.queue)
            try:
                self.ends[number].send(frame)
            except OSError as error:
                print(error, len(frame), file=sys.stderr)

    def run(self):
        print(json.dumps({"ready": True}), flush=True)
        while True:
            wait = max(0.0, self.queue[0][0] - time.monotonic()) if self.queue else 0.5
            for one in select.select([*self.ends, sys.stdin], [], [], wait)[0]:
                if one is not sys.stdin:
                    self.take(self.ends.index(one))
                elif text := os.read(0, 65536).decode():
                    for line in text.splitlines():
                        self.obey(line)
                else:
                    return
            self.give()


Line(sys.argv[1:3]).run()
