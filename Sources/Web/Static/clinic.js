// @ts-check
// The clinic's page: the queue of the day and the call beside it, over one connection that is always warm.
import { byId, onAct, setAttribute, setClock, setText, show } from "./dom.js";
import { embedded, text } from "./texts.js";
import { post, Refused } from "./http.js";
import { Stream } from "./stream.js";
import { Room } from "./room.js";
import { bindControls } from "./controls.js";
import { rest } from "./by-telephone.js";
import { Chat } from "./chat.js";
import { Queue } from "./queue.js";
import { Arrivals } from "./arrivals.js";
import { Booking } from "./booking.js";
import { moreBody } from "./card-more.js";
import { OtherDay } from "./other-day.js";
import { Notices } from "./notices.js";
import { Requests } from "./requests.js";
import { Consultation } from "./consultation.js";
import { followLevel, showLevel } from "./meter.js";
import { keepAwake } from "./wake.js";
import { setTitle, watchSound } from "./sound.js";

/** @type {any} */
let view = embedded("view") ?? { visits: [], colleagues: [], me: {} };
/** @type {MediaStreamTrack | null} */
let metered = null;
let stopMeter = () => {};
/**
 * The visit for which Admit has been pressed and not yet answered.
 * @type {string | null}
 */
let admitting = null;
let callVisit = "";

const room = new Room("/clinic/media", {
  devices: () => { showPreview(); controls.refresh(); },
  // Another window of the same clinician has the connection now; it is taken back by a press, never by itself.
  stopped: (refusal) => {
    setText(byId("elsewhere-text"), refusal.message);
    show(byId("elsewhere"), true);
  },
  built: () => show(byId("elsewhere"), false),
});
const controls = bindControls(room);
const queue = new Queue();
const booking = new Booking(problem);
const otherDay = new OtherDay(problem);
const notices = new Notices(problem);
const requests = new Requests(problem, booking);
const consultation = new Consultation(visitAct);
const chat = new Chat((words) => post(`/visits/${view.call?.visit}/messages`, { text: words }), problem);
const arrivals = new Arrivals((visits) => {
  for (const visit of visits) void visitAct(visit, "look");
});

/** @param {string} words */
function problem(words) {
  setText(byId("problem"), words);
  show(byId("problem"), words !== "");
}

/**
 * One of the staff's acts on a visit. A refusal is said where the visit is shown.
 * @param {string} visit @param {string} word @param {unknown} [body] @returns {Promise<any>}
 */
async function visitAct(visit, word, body = {}) {
  try {
    const answer = await post(`/visits/${visit}/${word}`, body);
    problem("");
    queue.say(visit, "");
    return answer ?? {};
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (queue.cards.has(visit) && view.call?.visit !== visit) queue.say(visit, error.message);
    else problem(error.message);
    return null;
  }
}

/** @param {any} fresh */
function present(fresh) {
  if (!fresh?.visits || (fresh.boot === view.boot && fresh.version < view.version)) return;
  view = fresh;
  setClock(view.now);
  const call = view.call || null;
  let begun = false;
  // The media first, the page after.
  if (call) {
    void room.goLive(true);
    void rest(room, Boolean(call.byTelephone));
  } else {
    if (!admitting) void room.goLive(false);
    // Ready for the next one.
    void rest(room, false);
  }
  void room.hold(call?.state === "onHold");
  room.present(call, call?.seat ?? 1);
  if ((call?.visit ?? "") !== callVisit) {
    callVisit = call?.visit ?? "";
    chat.clear();
    begun = call !== null;
  }
  chat.present(call?.messages ?? [], (message) => message.name === view.me?.name);
  consultation.present(view);
  queue.present(view);
  booking.present(view);
  notices.present(view);
  requests.present(view);
  arrivals.present(view);
  setAttribute(byId("main"), "data-state", call ? call.state : "queue");
  document.body.classList.toggle("has-call", call !== null);
  show(byId("call"), call !== null);
  show(byId("preview-card"), call === null);
  if (begun) byId("call").scrollIntoView({ block: "start" });
  keepAwake(call !== null);
  const waiting = view.visits.filter((/** @type {any} */ visit) => ["arrived", "waiting"].includes(visit.state)).length;
  setTitle(waiting > 0 ? `(${waiting}) ${text("title.clinic")}` : text("title.clinic"));
  if (waiting > 0 || call) void preview();
}

/** The clinician's own picture runs before it is needed: as soon as someone waits. */
async function preview() {
  if (view.me?.role !== "clinician" || room.devices.states.camera !== "unknown") return;
  await room.devices.open();
}

function showPreview() {
  const { tracks, states } = room.devices;
  const picture = /** @type {HTMLVideoElement} */ (byId("preview"));
  const current = picture.srcObject instanceof MediaStream ? picture.srcObject.getVideoTracks()[0] : null;
  if (current !== tracks.camera) {
    picture.srcObject = tracks.camera ? new MediaStream([tracks.camera]) : null;
    if (tracks.camera) void picture.play().catch(() => undefined);
  }
  show(byId("preview-none"), !tracks.camera);
  const words = states.microphone === "ok" && states.camera === "ok" ? "previewReady"
    : states.microphone === "ok" ? "previewVoice" : states.microphone === "unknown" ? "previewText" : "previewDenied";
  setText(byId("preview-text"), text(`clinic.${words}`));
  show(byId("open-devices"), !(tracks.camera && tracks.microphone));
  if (tracks.microphone !== metered) {
    stopMeter();
    metered = tracks.microphone;
    const stop = metered ? followLevel(metered, (level) => showLevel(byId("level"), level)) : () => {};
    stopMeter = () => { stop(); showLevel(byId("level"), 0); };
  }
}

/** @param {HTMLElement} pressed @returns {string} */
const visitOf = (pressed) => pressed.closest("[data-visit]")?.getAttribute("data-visit") ?? "";

/**
 * A call begins with the press: with the patient, or a conference without.
 * @param {HTMLElement} pressed @param {string} word
 */
function begin(pressed, word) {
  const visit = visitOf(pressed);
  if (visit === "" || admitting) return;
  admitting = visit;
  pressed.setAttribute("aria-disabled", "true");
  // Our own picture starts with the press; the server forwards it once it has said yes.
  void room.goLive(true);
  void room.devices.open();
  if (room.path.stopped) void room.again();
  void visitAct(visit, word).then((answer) => {
    admitting = null;
    pressed.removeAttribute("aria-disabled");
    if (answer === null && !view.call) void room.goLive(false);
    if (answer?.visits) present(answer);
  });
}

onAct("admit", (pressed) => begin(pressed, "admit"));
onAct("begin-conference", (pressed) => begin(pressed, "begin-conference"));
for (const word of ["transfer", "go-to-telephone", "end"]) {
  onAct(word, (pressed) => {
    const card = /** @type {HTMLElement | null} */ (pressed.closest("[data-visit]"));
    if (card) void visitAct(visitOf(pressed), word, moreBody(word, card));
  });
}
onAct("cancel", (pressed) => void visitAct(visitOf(pressed), "cancel").then(() => otherDay.load()));
onAct("no-show", (pressed) => void visitAct(visitOf(pressed), "end", { outcome: "noShow" }));
onAct("change", (pressed) => {
  const visit = queue.visit(visitOf(pressed)) ?? otherDay.visit(visitOf(pressed));
  if (visit) booking.open(visit, true);
});
onAct("book-again", (pressed) => {
  const visit = queue.visit(visitOf(pressed)) ?? otherDay.visit(visitOf(pressed));
  if (visit) booking.open(visit, false);
});
onAct("come-back", () => void room.again());
watchSound(byId("sound-on"));
byId("open-devices").addEventListener("click", () => void room.devices.open());
document.addEventListener("screen-ended", () => controls.refresh());

present({ ...view, version: view.version ?? 0 });
void room.begin();
const stream = new Stream("/clinic/events", {
  view: present,
  restarted: (brokeAt) => void room.serverRestarted(brokeAt),
  upWidened: () => room.voice.upWidened(),
  online: (online) => show(byId("offline"), !online),
  line: (line) => { consultation.line(line, room); queue.lineIs(line); },
});
window.addEventListener("pagehide", () => stream.close());
window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
void navigator.permissions?.query?.(/** @type {any} */ ({ name: "camera" })).then((found) => {
  // Where the browser has already said yes, the picture is ready before anybody comes.
  if (found.state === "granted") void preview();
}).catch(() => undefined);
