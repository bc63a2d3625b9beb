"""A bad line between one page and the server: a relay for datagrams that loses some of them, in both directions."""

import contextlib
import random
import re
import selectors
import socket
import threading


class LossyLine:
    """Carries what a page sends to the server's media port and back; `loss` is the share that never arrives."""

    def __init__(self, port):
        self.loss = 0.0
        self.chance = random.Random(7)
        self.port = port
        self.front = self.opened()
        self.front.bind(("127.0.0.1", 0))
        self.number = self.front.getsockname()[1]
        self.backs = {}
        self.ends, self.ending = socket.socketpair()
        self.thread = threading.Thread(target=self.carry, daemon=True)
        self.thread.start()

    @staticmethod
    def opened():
        one = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        one.setblocking(False)
        return one

    def lies_before(self, page, base):
        """Leads the page's connections over this line: the answer names the relay instead of the server."""
        def answer(route):
            if route.request.method not in ("POST", "PATCH"):
                return route.continue_()
            told = route.fetch()
            return route.fulfill(response=told, body=self.renamed(told.text()))
        page.route(re.compile(re.escape(base) + r"(/[^/]+)?$"), answer)

    def renamed(self, description):
        """The description with one candidate, which is the relay."""
        lines, named = [], False
        for line in description.split("\r\n"):
            if not line.startswith("a=candidate:"):
                lines.append(line)
            elif " udp " in line.lower() and not named:
                words = line.split(" ")
                words[4:6] = ["127.0.0.1", str(self.number)]
                lines.append(" ".join(words))
                named = True
        assert named or "a=candidate:" not in description, "no candidate for datagrams was offered"
        return "\r\n".join(lines)

    def carry(self):
        chooser = selectors.DefaultSelector()
        chooser.register(self.front, selectors.EVENT_READ)
        chooser.register(self.ending, selectors.EVENT_READ)
        while True:
            for key, _ in chooser.select():
                if key.fileobj is self.ending:
                    return
                self.move(key.fileobj, key.data, chooser)

    def move(self, one, page, chooser):
        with contextlib.suppress(BlockingIOError, ConnectionError):
            data, sender = one.recvfrom(2048)
            if self.chance.random() < self.loss:
                return
            if one is not self.front:
                self.front.sendto(data, page)
                return
            if sender not in self.backs:
                back = self.backs[sender] = self.opened()
                back.connect(("127.0.0.1", self.port))
                chooser.register(back, selectors.EVENT_READ, sender)
            self.backs[sender].send(data)

    def close(self):
        self.ends.send(b"x")
        self.thread.join(5)
        for one in (self.front, self.ends, self.ending, *self.backs.values()):
            one.close()
