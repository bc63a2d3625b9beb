// A participant of Janus' VideoRoom: publishes voice and picture in room 1234, and subscribes to the other as soon as
// there is one.
const server = `${location.protocol}//${location.hostname}:8088/janus`;
const room = 1234;
const main = document.querySelector("main");
const chance = () => Math.random().toString(36).slice(2);

const ask = async (path, body) => {
  const asked = JSON.stringify({ transaction: chance(), ...body });
  return (await fetch(server + path, { method: "POST", body: asked })).json();
};

const session = (await ask("", { janus: "create" })).data.id;
const attach = async () => (await ask(`/${session}`, { janus: "attach", plugin: "janus.plugin.videoroom" })).data.id;
const message = (handle, body, jsep) =>
  ask(`/${session}/${handle}`, { janus: "message", body, ...(jsep ? { jsep } : {}) });
const trickle = (handle) => (event) =>
  void ask(`/${session}/${handle}`, { janus: "trickle", candidate: event.candidate ?? { completed: true } });

const publishing = await attach();
const publisher = new RTCPeerConnection({ bundlePolicy: "max-bundle" });
publisher.onicecandidate = trickle(publishing);
let listening = 0;
let subscriber = null;

const subscribe = async (feed) => {
  if (subscriber) return;
  subscriber = new RTCPeerConnection({ bundlePolicy: "max-bundle" });
  listening = await attach();
  subscriber.onicecandidate = trickle(listening);
  subscriber.ontrack = (event) => {
    document.querySelector("#other").srcObject = event.streams[0];
    main.dataset.state = "inCall";
  };
  await message(listening, { request: "join", ptype: "subscriber", room, streams: [{ feed }] });
};

const obey = async (event) => {
  const data = event.plugindata?.data ?? {};
  for (const other of data.publishers ?? []) await subscribe(other.id);
  if (event.sender === publishing && data.videoroom === "joined") {
    const offer = await publisher.createOffer();
    // In-band error correction, as the pages of Venterum ask for as well.
    offer.sdp = offer.sdp.replace("minptime=10", "minptime=10;useinbandfec=1");
    await publisher.setLocalDescription(offer);
    await message(publishing, { request: "configure", audio: true, video: true }, publisher.localDescription);
  }
  if (event.jsep?.type === "answer") await publisher.setRemoteDescription(event.jsep);
  if (event.jsep?.type === "offer") {
    await subscriber.setRemoteDescription(event.jsep);
    await subscriber.setLocalDescription(await subscriber.createAnswer());
    await message(listening, { request: "start", room }, subscriber.localDescription);
  }
};

// Ends at once what Janus would keep for a minute after the page is gone.
window.part = () => ask(`/${session}`, { janus: "destroy" });

const media = await navigator.mediaDevices.getUserMedia({ audio: true, video: { width: 640, height: 480 } });
document.querySelector("#own").srcObject = media;
for (const track of media.getTracks()) publisher.addTrack(track, media);
await message(publishing, { request: "join", ptype: "publisher", room, display: chance() });
for (;;) {
  const answer = await fetch(`${server}/${session}?maxev=5`).catch(() => null);
  for (const event of answer ? [await answer.json()].flat() : []) await obey(event);
}
