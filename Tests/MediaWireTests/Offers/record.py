#!/usr/bin/env python3
"""Records session descriptions of real browsers and of aiortc beside this file, so that the tests read what is
really sent.

Needs Debian's chromium and firefox-esr, and from PyPI playwright, marionette_driver and aiortc. Run by hand when a new
browser version is out; versions are written down in VERSIONS.md.
"""
import asyncio
import http.server
import os
import pathlib
import subprocess
import threading

HERE = pathlib.Path(__file__).parent
OFFERS = {
    # The fixed order of a visit's page: microphone, camera, screen, then six further slots.
    "visit": """
      const pc = new RTCPeerConnection({bundlePolicy: 'max-bundle'});
      const media = await navigator.mediaDevices.getUserMedia({audio: true, video: true});
      pc.addTransceiver(media.getAudioTracks()[0], {direction: 'sendrecv', streams: [media]});
      pc.addTransceiver(media.getVideoTracks()[0], {direction: 'sendrecv', streams: [media]});
      pc.addTransceiver('video', {direction: 'sendrecv'});
      for (let slot = 1; slot <= 6; slot++) {
        pc.addTransceiver('audio', {direction: 'recvonly'});
        pc.addTransceiver('video', {direction: 'recvonly'});
      }
      await pc.setLocalDescription(await pc.createOffer());
      return pc.localDescription.sdp;""",
    "simulcast": """
      const pc = new RTCPeerConnection();
      pc.addTransceiver('audio', {direction: 'sendrecv'});
      pc.addTransceiver('video', {direction: 'sendrecv', sendEncodings: [
        {rid: 'q', scaleResolutionDownBy: 4}, {rid: 'h', scaleResolutionDownBy: 2}, {rid: 'f'}]});
      await pc.setLocalDescription(await pc.createOffer());
      return pc.localDescription.sdp;""",
    "voice-and-data": """
      const pc = new RTCPeerConnection();
      pc.addTransceiver('audio', {direction: 'sendrecv'});
      pc.createDataChannel('notes');
      await pc.setLocalDescription(await pc.createOffer());
      return pc.localDescription.sdp;""",
}


def save(name, text):
    (HERE / f"{name}.sdp").write_bytes(text.encode())
    print(name, len(text))


def chromium():
    from playwright.sync_api import sync_playwright
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
                  "--disable-features=WebRtcHideLocalIpsWithMdns"])
        page = browser.new_page()
        page.goto("chrome://version")
        page.route("http://localhost/**", lambda route: route.fulfill(body="<p>", content_type="text/html"))
        page.goto("http://localhost/")
        for name, script in OFFERS.items():
            save(f"chromium-{name}", page.evaluate("async () => {" + script + "}"))
        version = browser.version
        browser.close()
        return f"Chromium {version}"


def firefox():
    from marionette_driver.marionette import Marionette
    prefs = {"media.navigator.streams.fake": True, "media.navigator.permission.disabled": True,
             "media.peerconnection.ice.loopback": True}
    driver = Marionette(bin="/usr/bin/firefox-esr", headless=True, prefs=prefs, gecko_log=os.devnull)
    driver.start_session()
    driver.timeout.script = 20
    # Cameras exist only for a page of a secure origin, and localhost is one.
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), http.server.SimpleHTTPRequestHandler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    driver.navigate(f"http://localhost:{server.server_port}/")
    for name, script in OFFERS.items():
        save(f"firefox-{name}", driver.execute_async_script(
            "const [done] = arguments; (async () => {" + script + "})().then(done, e => done('failed: ' + e));"))
    version = driver.session_capabilities["browserVersion"]
    driver.quit()
    return f"Firefox {version}"


async def aiortc():
    import aiortc as library
    peer = library.RTCPeerConnection()
    peer.addTransceiver("audio", direction="sendrecv")
    peer.addTransceiver("video", direction="sendrecv")
    await peer.setLocalDescription(await peer.createOffer())
    save("aiortc-call", peer.localDescription.sdp)
    await peer.close()
    return f"aiortc {library.__version__}"


if __name__ == "__main__":
    versions = [chromium(), firefox(), asyncio.run(aiortc())]
    date = subprocess.check_output(["date", "-u", "+%Y-%m-%d"], text=True).strip()
    (HERE / "VERSIONS.md").write_text(
        "# Recorded offers\n\nBy `record.py` on " + date + ":\n\n" + "".join(f"- {version}\n" for version in versions))
