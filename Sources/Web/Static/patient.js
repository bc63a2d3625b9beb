// @ts-check
// The patient's page: one link, one button, a ticket at once, and the call on the same page.
import { byId, find, now, onAct, setAttribute, setClock, setText, show } from "./dom.js";
import { embedded, text } from "./texts.js";
import { post, Refused } from "./http.js";
import { Stream } from "./stream.js";
import { Room } from "./room.js";
import { bindControls } from "./controls.js";
import { rest } from "./by-telephone.js";
import { Chat } from "./chat.js";
import { Trial } from "./trial.js";
import { keepAwake } from "./wake.js";
import { alertTitle, ring, setTitle, watchSound } from "./sound.js";
import { showCountdown, showEnded, showWaiting } from "./waiting.js";

const base = location.pathname.replace(/\/+$/, "");
/** This page, told apart from the same link on another device or in another window. */
const device = pageName();
const main = byId("main");
/** @type {any} */
let view = embedded("view") ?? { state: "booked" };
let state = "";
let asked = false;
/** The visit is being taken over from another page. */
let taking = false;

const room = new Room(`${base}/media`, {
  devices: () => { trial.present(); controls.refresh(); },
  path: (path, ms) => {
    show(byId("offline"), path === "lost" && ms > 2500 && (state === "arrived" || state === "waiting"));
    // A trial that was cut short is made again as soon as there is a path, so that nobody stays "testing" for ever.
    if (path === "ok" && state === "arrived" && asked && !trial.running) void trial.run(false);
  },
  // A conflict is the visit's state, of which the view tells; anything else is about this browser.
  stopped: (refusal) => { if (refusal.status !== 409) problem(refusal.message); },
});
const controls = bindControls(room, { callAgain: () => void act("call-again") });
const chat = new Chat((words) => act("messages", { text: words }, true), problem);
const trial = new Trial(room, {
  done: (result) => void ready(result),
  denied: (which) => void act("permission-denied", { device: which }),
});

function pageName() {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(36)).join("");
}

/** @param {string} words */
function problem(words) {
  const place = byId("problem");
  setText(place, words);
  show(place, words !== "");
}

/**
 * One of the patient's acts; the answer is the fresh view.
 * @param {string} word @param {unknown} [body] @param {boolean} [strict] hands the refusal on
 */
async function act(word, body = {}, strict = false) {
  try {
    const answer = await post(`${base}/${word}?device=${encodeURIComponent(device)}`, body);
    problem("");
    if (answer?.state) present(answer);
    return true;
  } catch (error) {
    if (strict) throw error;
    if (error instanceof Refused) problem(error.message);
    return false;
  }
}

/** @param {import("./linetest.js").Result} result */
async function ready(result) {
  if (state !== "arrived" && state !== "waiting") return;
  const { roundTripMs, loss, upKbps, downKbps } = result.numbers;
  await act("ready", { verdict: result.verdict, camera: room.devices.report("camera"),
    microphone: room.devices.report("microphone"), upKbps, downKbps, roundTripMs, loss });
}

/** @param {any} fresh */
function present(fresh) {
  if (fresh.boot === view.boot && fresh.version < view.version) return;
  view = fresh;
  setClock(view.now);
  const before = state;
  state = view.state;
  if (view.call) void rest(room, Boolean(view.call.byTelephone));
  room.present(view.call, view.me?.seat ?? 0);
  chat.present(view.messages ?? [], (message) => message.from === view.me?.participant);
  if (state === "arrived" || state === "waiting") showWaiting(view);
  else if (state === "booked") showWaiting({ ...view, queue: null });
  if (state === "ended") showEnded(view);
  show(byId("by-telephone"), Boolean(view.call?.telephoneSince));
  if (state !== before) changed(before);
}

/** @param {string} before */
function changed(before) {
  const inCall = ["admitted", "inCall", "onHold"].includes(state);
  const wasInCall = ["admitted", "inCall", "onHold"].includes(before);
  // The media first: the other's first picture must not wait for the page.
  if (inCall) void room.goLive(true);
  void room.hold(state === "onHold");
  if (wasInCall && !inCall) void room.goLive(false);
  setAttribute(main, "data-state", state);
  setAttribute(byId("call"), "data-state", state);
  document.body.classList.toggle("in-call", inCall);
  show(byId("hold"), state === "onHold");
  show(byId("you-left"), state === "booked" && Boolean(view.me?.left));
  keepAwake(inCall || state === "arrived" || state === "waiting");
  if (inCall && !wasInCall) begin(before !== "");
  if (wasInCall && !inCall) {
    chat.toggle(false);
    window.scrollTo(0, 0);
    main.focus();
  }
  if (state === "arrived" || state === "waiting" || inCall) prepare();
  if (state === "ended" || state === "moved" || (state === "booked" && before !== "")) {
    room.devices.resting = false;
    room.close();
    asked = false;
  }
  setTitle(text(`title.${inCall ? "call" : state in titles ? titles[state] : "visit"}`));
}

/** @type {Record<string, string>} */
const titles = { early: "early", booked: "visit", arrived: "waiting", waiting: "waiting", ended: "ended",
  moved: "visit" };

/**
 * It is the patient's turn.
 * @param {boolean} called not merely reloaded in the middle of a call
 */
function begin(called) {
  trial.stop();
  controls.refresh();
  window.scrollTo(0, 0);
  if (called) ring("turn");
  if (called && document.visibilityState !== "visible") alertTitle(text("title.turn"));
  if (called) /** @type {HTMLElement | null} */ (find('.controls [data-act="mute"]'))?.focus({ preventScroll: true });
}

/** Path and devices, once; after a reload they come back without a press where the browser allows it. */
function prepare() {
  if (taking || !["arrived", "waiting", "admitted", "inCall", "onHold"].includes(state)) return;
  void room.begin();
  if (asked) return;
  asked = true;
  if (state === "arrived" || state === "waiting") void trial.run(false);
  else void room.devices.open({ camera: room.cameraWanted }).then(() => room.send());
}

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") alertTitle(null);
});
document.addEventListener("screen-ended", () => controls.refresh());

onAct("arrive", (pressed) => {
  pressed.setAttribute("aria-disabled", "true");
  asked = true;
  const accepts = document.querySelector('input[name="accepts-video"]:checked');
  const acceptsVideo = accepts instanceof HTMLInputElement ? accepts.value === "yes" : undefined;
  // Who does not wish to be seen is not: the camera is opened by a press of their own, or never.
  if (acceptsVideo !== undefined) room.cameraWanted = acceptsVideo;
  // The browser's question for camera and microphone must come from the press itself; the ticket does not wait for it.
  void room.devices.open({ camera: room.cameraWanted });
  void act("arrive", { device, acceptsVideo }).then((arrived) => {
    pressed.removeAttribute("aria-disabled");
    if (arrived) {
      main.focus();
      void trial.run(false);
    }
  });
});
onAct("be-late", () => void act("be-late",
  { minutes: Number(/** @type {HTMLSelectElement} */ (byId("late-minutes")).value) }));
onAct("leave", () => void act("leave"));
onAct("end", () => void act("leave"));
watchSound(byId("sound-on"));
byId("come-back").addEventListener("click", () => {
  asked = false;
  void act("arrive", { device });
});

setInterval(() => {
  if (state !== "early") return;
  showCountdown(view.opensAt, now());
  // The stream brings the new state; a page whose stream is slow asks by loading itself again.
  if (now() > view.opensAt + 5000) location.reload();
}, 1000);

if (view.me?.acceptsVideo === false) room.cameraWanted = false;
if (view.state === "early") showCountdown(view.opensAt, view.now ?? Date.now());
if (["arrived", "waiting", "admitted", "inCall", "onHold"].includes(view.state)) {
  // Reloaded, or opened on another device: whoever opened the link last has the visit, and only then lays a path.
  taking = true;
  void act("arrive", { device }).finally(() => {
    taking = false;
    if (state !== "moved") prepare();
  });
}
present(view);
const stream = new Stream(`${base}/events?device=${encodeURIComponent(device)}`, {
  view: present,
  restarted: (brokeAt) => void room.serverRestarted(brokeAt),
  upWidened: () => room.voice.upWidened(),
  online: (online) => { if (!room.live) show(byId("offline"), !online); },
  line: (line) => {
    room.stage.lineIs(line.participant, line.verdict);
    if (line.participant === view.me?.participant) room.lineIs(/** @type {any} */ (line.verdict));
  },
});
window.addEventListener("pagehide", () => stream.close());
window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
