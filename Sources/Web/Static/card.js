// @ts-check
// One visit in the clinic's timeline: who, how long, and how good the line is, at a glance.
import { button, find, make, now, setAttribute, setText, show, sign } from "./dom.js";
import { fillMore } from "./card-more.js";
import { fillConference } from "./conference.js";
import { counted, text, timeOfDay } from "./texts.js";

const waitingStates = ["arrived", "waiting"];
export const callStates = ["admitted", "inCall", "onHold"];

/** @param {string} visit @returns {HTMLElement} */
export function makeCard(visit) {
  return make("li", { class: "visit", "data-visit": visit, "data-state": "booked" },
    make("time", { class: "visit-time" }),
    make("div", { class: "visit-body" },
      make("p", { class: "visit-name" }, make("strong", {}), make("span", { class: "visit-with" })),
      make("p", { class: "visit-state" }, make("span", { class: "state-sign", "aria-hidden": "true" }),
        make("span", { class: "state-word" }), make("span", { class: "visit-waited" })),
      make("p", { class: "visit-line", hidden: true, "data-verdict": "unknown" }, sign("line"),
        make("span", { class: "line-word" })),
      make("p", { class: "visit-devices", hidden: true }),
      make("p", { class: "visit-late", hidden: true }),
      make("ul", { class: "visit-guests", hidden: true }),
      make("div", { class: "visit-acts" })));
}

/** @param {HTMLElement} card @param {any} visit @param {any} view */
export function fillCard(card, visit, view) {
  setAttribute(card, "data-state", visit.state);
  card.toggleAttribute("data-unseen", Boolean(visit.unseen));
  setText(find(".visit-time", card), timeOfDay(visit.start));
  setText(find(".visit-name strong", card), visit.patient);
  const names = (visit.with ?? []).map((/** @type {any} */ one) => one.name).join(", ");
  setText(find(".visit-with", card), names || text("clinic.anyone"));
  setText(find(".state-word", card), stateWord(visit));
  fillLine(card, visit);
  const late = visit.saidLate;
  setText(find(".visit-late", card), late ? counted("clinic.saidLate", late.minutes) : "");
  show(find(".visit-late", card), Boolean(late));
  fillGuests(card, visit);
  fillActs(card, visit, view);
  fillMore(card, visit, view);
  fillConference(card, visit);
}

/** @param {any} visit */
function stateWord(visit) {
  if (visit.left && visit.state !== "ended" && !visit.withoutPatient) return text("state.left");
  if (visit.state === "ended") return text(`outcome.${visit.outcome ?? "completed"}`);
  if (waitingStates.includes(visit.state) && visit.online === false) return text("state.away");
  if (callStates.includes(visit.state) && visit.admittedBy) {
    return `${text(`state.${visit.state}`)} · ${visit.admittedBy}`;
  }
  return text(`state.${visit.state}`) + (visit.transferred ? ` · ${text("clinic.transferred")}` : "");
}

/** @param {HTMLElement} card @param {any} visit */
export function fillLine(card, visit) {
  const line = find(".visit-line", card);
  const known = Boolean(visit.verdict) && visit.state !== "ended" && visit.state !== "booked";
  show(line, known);
  if (line && known) {
    setAttribute(line, "data-verdict", visit.verdict);
    const trip = visit.line?.roundTripMs;
    setText(find(".line-word", line), text(`line.${visit.verdict}`)
      + (typeof trip === "number" ? ` · ${Math.round(trip)} ms` : ""));
  }
  const devices = visit.devices ?? {};
  const missing = ["microphone", "camera"].filter((one) => devices[one] && devices[one] !== "ok")
    .map((one) => text(`device.${one}.${devices[one]}`));
  // Video is nobody's duty: the clinic is told before it lets the patient in.
  if (visit.acceptsVideo === false) missing.unshift(text("clinic.noVideo"));
  const place = find(".visit-devices", card);
  setText(place, missing.join(" · "));
  show(place, missing.length > 0 && visit.state !== "ended");
}

/** @param {HTMLElement} card @param {any} visit */
function fillGuests(card, visit) {
  const list = find(".visit-guests", card);
  const guests = (visit.guests ?? []).filter((/** @type {any} */ guest) => guest.state !== "gone");
  show(list, guests.length > 0);
  const wanted = JSON.stringify(guests);
  if (!list || list.getAttribute("data-shown") === wanted) return;
  list.setAttribute("data-shown", wanted);
  list.replaceChildren(...guests.map((/** @type {any} */ guest) => make("li", { "data-state": guest.state },
    `${guest.name} (${text(`role.${guest.role}`)}): ${text(guest.onTelephone ? "guest.onTelephone"
      : `guest.${guest.state}`)}`)));
}

/** The acts that fit the state; rebuilt only when the set is another, so that focus and fingers stay where they are.
 * @param {HTMLElement} card @param {any} visit @param {any} view */
function fillActs(card, visit, view) {
  const acts = actsFor(visit, view);
  const place = find(".visit-acts", card);
  if (!place || place.getAttribute("data-shown") === acts.join()) return;
  place.setAttribute("data-shown", acts.join());
  place.replaceChildren(...acts.map((act) => {
    if (act === "settle") {
      return make("a", { class: "button small", href: `/visits/${visit.visit}/settlement`, "data-act": "settle" },
        text("clinic.settlement"));
    }
    if (act === "facts") {
      const href = `/visits/${visit.visit}/facts`;
      return make("a", { class: "button quiet small", href, "data-act": "see-facts" }, text("clinic.facts"));
    }
    const isFirst = act === "admit" || (act === "begin-conference" && !acts.includes("admit"));
    const looks = isFirst ? { kind: "primary", sign: "door" } : { kind: "quiet small" };
    const made = button(act, text(`act.${act}`), looks);
    if (act === "admit") made.setAttribute("aria-label", text("clinic.admitName", { name: visit.patient }));
    return made;
  }));
}

/** @param {any} visit @param {any} view @returns {string[]} */
function actsFor(visit, view) {
  // A call on hold leaves the clinician free for the next.
  const busy = Boolean(view.call) && view.call.state !== "onHold";
  if (visit.state === "ended") return visit.outcome === "cancelled" ? ["book-again"] : ["settle", "facts"];
  const patientWaits = waitingStates.includes(visit.patientState);
  if (callStates.includes(visit.state)) {
    // A conference runs without the patient, who has come meanwhile.
    const isMine = view.call?.visit === visit.visit;
    return visit.withoutPatient && patientWaits && isMine ? ["admit", "copy-link"] : ["copy-link"];
  }
  const acts = [];
  if (patientWaits && visit.mayAdmit && !busy) acts.push("admit");
  if (mayBegin(visit) && visit.mayAdmit && !busy) acts.push("begin-conference");
  acts.push("copy-link", "change", "cancel");
  if (visit.state === "booked" && visit.start < now() - 600_000) acts.push("no-show");
  return acts;
}

/**
 * With or without the patient: somebody waits to be let in, or the time has come for those who are telephoned.
 * @param {any} visit
 */
function mayBegin(visit) {
  const guests = (visit.guests ?? []).filter((/** @type {any} */ guest) => guest.state !== "gone");
  return visit.kind === "conference" && guests.length > 0
    && (visit.start <= now() || guests.some((/** @type {any} */ guest) => guest.state === "waiting"));
}

/**
 * Only the minutes move between two views.
 * @param {HTMLElement} card
 * @param {any} visit
 * @param {number} at
 */
export function tickCard(card, visit, at) {
  const waits = waitingStates.includes(visit.state) && visit.arrivedAt;
  const minutes = waits ? Math.max(0, Math.floor((at - visit.arrivedAt) / 60_000)) : 0;
  setText(find(".visit-waited", card), waits ? counted("clinic.waited", minutes) : "");
  card.toggleAttribute("data-long", Boolean(waits) && minutes >= 10);
}
