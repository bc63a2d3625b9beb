"""The laboratory: three hosts as network namespaces, a line that can be spoilt and a clean one. Needs root,
iproute2 and ethtool.

    vtA 10.78.0.1 --[line.py in vtM]-- 10.78.0.2 vtB (server, routes) 10.79.0.2 -- clean -- 10.79.0.1 vtC

Whoever has the bad line is in vtA, the other in vtC, every server in vtB. A mark is put behind these names where
several runs may be at once. `python3 lab/network.py down` removes what a killed run without a mark left.
"""

import ctypes
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
SERVER = "10.78.0.2"
NAMESPACES = ("vtA", "vtB", "vtC", "vtM")
LINKS = (("vtp0", "vtA", "vtm0", "vtM"), ("vtp1", "vtB", "vtm1", "vtM"), ("vtc0", "vtC", "vtc1", "vtB"))
ADDRESSES = (
    ("vtA", "vtp0", "10.78.0.1/24"), ("vtB", "vtp1", "10.78.0.2/24"),
    ("vtC", "vtc0", "10.79.0.1/24"), ("vtB", "vtc1", "10.79.0.2/24"),
)


def sh(*words):
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)


def inside(namespace, *words):
    return ["ip", "netns", "exec", namespace, *map(str, words)]


class Namespace:
    """Within `with`, the sockets that this thread makes are a namespace's."""

    CLONE_NEWNET = 0x40000000

    def __init__(self, name):
        self.path = f"/var/run/netns/{name}"

    def enter(self, namespace):
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.setns(namespace.fileno(), self.CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), f"setns: {os.strerror(ctypes.get_errno())}")

    def __enter__(self):
        self.home = open("/proc/thread-self/ns/net")
        with open(self.path) as namespace:
            self.enter(namespace)

    def __exit__(self, *_):
        with self.home as namespace:
            self.enter(namespace)


class Network:
    """Used with `with`: every process ends and every namespace goes afterwards."""

    def __init__(self, mark=""):
        self.mark = mark

    def real(self, namespace):
        """The namespace's name as the system knows it."""
        return namespace + self.mark

    def inside(self, namespace, *words):
        return inside(self.real(namespace), *words)

    def sockets_of(self, namespace):
        return Namespace(self.real(namespace))

    def __enter__(self):
        self.children, self.made = [], []
        taken = {line.split()[0] for line in subprocess.check_output(["ip", "netns"], text=True).splitlines() if line}
        if both := sorted(taken & {self.real(name) for name in NAMESPACES}):
            raise SystemExit(f"{both} exist: another run, or: python3 lab/network.py down")
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="lab-"))
        try:
            self.build()
        except BaseException:
            self.__exit__()
            raise
        return self

    def build(self):
        for name in map(self.real, NAMESPACES):
            sh("ip", "netns", "add", name)
            self.made.append(name)
            sh(*inside(name, "sysctl", "-qw", "net.ipv6.conf.all.disable_ipv6=1"))
            sh("ip", "-n", name, "link", "set", "lo", "up")
        for one, its, two, others in LINKS:
            sh("ip", "link", "add", one, "netns", self.real(its), "type", "veth",
               "peer", "name", two, "netns", self.real(others))
        for namespace, link, address in ADDRESSES:
            sh("ip", "-n", self.real(namespace), "addr", "add", address, "dev", link)
        for one, its, two, others in LINKS:
            sh("ip", "-n", self.real(its), "link", "set", one, "up")
            sh("ip", "-n", self.real(others), "link", "set", two, "up")
        # The bridge copies whole frames: checksums must be real, and no segment longer than a frame.
        for namespace, link in (("vtA", "vtp0"), ("vtB", "vtp1")):
            sh(*self.inside(namespace, "ethtool", "-K", link, "tx", "off", "gso", "off", "tso", "off"))
        sh("ip", "-n", self.real("vtA"), "route", "add", "default", "via", "10.78.0.2")
        sh("ip", "-n", self.real("vtC"), "route", "add", "default", "via", "10.79.0.2")
        sh(*self.inside("vtB", "sysctl", "-qw", "net.ipv4.ip_forward=1"))
        self.line = self.spawn("vtM", sys.executable, HERE / "line.py", "vtm0", "vtm1",
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.line.stdout.readline()

    def spawn(self, namespace, *words, log=None, **options):
        """Starts a process in a namespace; `log` names a file in the laboratory's folder for what it says."""
        if log:
            options.update(stdout=open(self.folder / log, "wb"), stderr=subprocess.STDOUT)
        child = subprocess.Popen(self.inside(namespace, *words), **options)
        self.children.append(child)
        return child

    def spoil(self, from_a=None, to_a=None, seed=1, ports=0):
        """Sets the line of vtA at once, and gives the time when that was."""
        self.line.stdin.write(json.dumps({"from_a": from_a, "to_a": to_a, "seed": seed, "ports": ports}) + "\n")
        self.line.stdin.flush()
        return json.loads(self.line.stdout.readline())["time"]

    def run(self, namespace, *words):
        """Runs a program in a namespace to its end."""
        sh(*self.inside(namespace, *words))

    def wait_port(self, port, namespace="vtB", seconds=40, address=SERVER):
        """Waits until something accepts TCP connections at the server's address, or another one."""
        probe = f"import socket; socket.create_connection(('{address}', {port}), 1)"
        until = time.monotonic() + seconds
        while subprocess.run(self.inside(namespace, sys.executable, "-c", probe), stderr=subprocess.DEVNULL).returncode:
            if time.monotonic() > until:
                raise SystemExit(f"nothing listens on {address}:{port}")
            time.sleep(0.1)

    def chromium(self, namespace):
        """A program that starts Chromium in a namespace."""
        wrapper = self.folder / f"chromium-{namespace}"
        path = shutil.which("chromium") or "/usr/bin/chromium"
        wrapper.write_text(f'#!/bin/sh\nexec ip netns exec {self.real(namespace)} {path} "$@"\n')
        wrapper.chmod(0o755)
        return wrapper

    def __exit__(self, *_):
        for child in reversed(self.children):
            child.terminate()
        for child in self.children:
            try:
                child.wait(5)
            except subprocess.TimeoutExpired:
                child.kill()
        for name in self.made:
            subprocess.run(["ip", "netns", "del", name])
        shutil.rmtree(self.folder, ignore_errors=True)


if __name__ == "__main__" and sys.argv[1:] == ["down"]:
    for namespace in NAMESPACES:
        subprocess.run(["ip", "netns", "del", namespace], stderr=subprocess.DEVNULL)
