"""aiortc_peer.py LINK: a patient without a browser. Arrives, offers one voice and one picture, and tells every
half second, as a line of JSON, what it received: frames decoded, and the loudest sample of the sound. Ends
when standard input closes.
"""

import asyncio
import fractions
import json
import math
import sys
import threading
import urllib.request

import av
import numpy
from aiortc import MediaStreamTrack, RTCPeerConnection, RTCSessionDescription, VideoStreamTrack

STEP = 960


class Tone(MediaStreamTrack):
    """A tone of 440 Hz in frames of 20 ms."""

    kind = "audio"

    def __init__(self):
        super().__init__()
        self.at, self.start = 0, None

    async def recv(self):
        loop = asyncio.get_running_loop()
        self.start = self.start or loop.time()
        await asyncio.sleep(max(0, self.start + self.at / 48_000 - loop.time()))
        samples = [int(8000 * math.sin(2 * math.pi * 440 * (self.at + n) / 48_000)) for n in range(STEP)]
        frame = av.AudioFrame.from_ndarray(numpy.array([samples], dtype=numpy.int16), layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = 48_000, self.at, fractions.Fraction(1, 48_000)
        self.at += STEP
        return frame


def ask(method, url, body, kind="application/json"):
    data = body.encode() if kind == "application/sdp" else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"content-type": kind}, method=method)
    with urllib.request.urlopen(request, timeout=10) as answer:
        return answer.read().decode(), answer.headers


async def count(track, seen):
    while True:
        frame = await track.recv()
        if track.kind == "video":
            seen["frames"] += 1
        else:
            seen["loudest"] = max(seen["loudest"], int(abs(frame.to_ndarray()).max()))


async def main(link):
    origin = link[: link.index("/v/")]
    seen = {"frames": 0, "loudest": 0}
    ask("POST", f"{link}/arrive", {"device": "aiortc"})
    peer = RTCPeerConnection()
    peer.addTrack(Tone())
    peer.addTrack(VideoStreamTrack())
    counting = []
    peer.on("track", lambda track: counting.append(asyncio.ensure_future(count(track, seen))))
    await peer.setLocalDescription(await peer.createOffer())
    answer, headers = ask("POST", f"{link}/media", peer.localDescription.sdp, "application/sdp")
    await peer.setRemoteDescription(RTCSessionDescription(answer, "answer"))
    ask("POST", f"{link}/ready", {"verdict": "good", "camera": "ok", "microphone": "ok"})
    ask("POST", f"{origin}{headers['location']}/sends", {"microphone": True, "camera": True, "screen": False})
    closed = asyncio.Event()
    loop = asyncio.get_running_loop()
    threading.Thread(target=lambda: (sys.stdin.read(), loop.call_soon_threadsafe(closed.set)), daemon=True).start()
    while not closed.is_set():
        print(json.dumps({"state": peer.connectionState, **seen}), flush=True)
        try:
            await asyncio.wait_for(closed.wait(), 0.5)
        except asyncio.TimeoutError:
            continue
    await peer.close()


asyncio.run(main(sys.argv[1]))
