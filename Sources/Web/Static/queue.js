// @ts-check
// The day as a timeline. Cards stay where they are and are only changed, so that nothing jumps under a finger.
import { byId, find, make, now, setText, show } from "./dom.js";
import { counted, text } from "./texts.js";
import { callStates, fillCard, fillLine, makeCard, tickCard } from "./card.js";

export class Queue {
  constructor() {
    this.list = byId("queue");
    this.done = byId("done");
    /** @type {Map<string, HTMLElement>} */
    this.cards = new Map();
    /** @type {any[]} */
    this.visits = [];
    this.nowLine = make("li", { class: "now", "aria-hidden": "true" }, make("span", {}, text("clinic.now")));
    setInterval(() => this.tick(), 5000);
  }

  /** @param {any} view the clinic's view */
  present(view) {
    this.visits = [...(view.visits ?? [])].sort((one, other) => (one.start - other.start)
      || ((one.arrivedAt ?? Infinity) - (other.arrivedAt ?? Infinity)) || 0);
    const known = new Set(this.visits.map((visit) => visit.visit));
    for (const [id, card] of this.cards) {
      if (known.has(id)) continue;
      card.remove();
      this.cards.delete(id);
    }
    for (const visit of this.visits) {
      const card = this.cards.get(visit.visit) ?? makeCard(visit.visit);
      this.cards.set(visit.visit, card);
      fillCard(card, visit, view);
    }
    const at = now();
    const open = this.visits.filter((visit) => visit.state !== "ended");
    const before = open.filter((visit) => visit.start <= at).map((visit) => this.card(visit));
    const after = open.filter((visit) => visit.start > at).map((visit) => this.card(visit));
    settle(this.list, [...before, ...(open.length > 0 ? [this.nowLine] : []), ...after]);
    const ended = this.visits.filter((visit) => visit.state === "ended");
    settle(this.done, ended.map((visit) => this.card(visit)));
    show(byId("queue-empty"), open.length === 0);
    show(byId("done-holder"), ended.length > 0);
    setText(byId("done-title"), counted("clinic.doneCount", ended.length));
    const waiting = open.filter((visit) => visit.state === "arrived" || visit.state === "waiting").length;
    setText(byId("queue-count"), counted("clinic.waitingCount", waiting));
    this.tick();
  }

  /** @param {any} visit @returns {HTMLElement} */
  card(visit) {
    return this.cards.get(visit.visit) ?? makeCard(visit.visit);
  }

  /** @param {string} id */
  visit(id) {
    return this.visits.find((visit) => visit.visit === id) ?? null;
  }

  /**
   * The server's verdict on a patient's line in a call, between two views.
   * @param {{visit: string, participant: string, verdict: string}} line
   */
  lineIs({ visit: id, participant, verdict }) {
    const visit = this.visit(id);
    if (visit?.participant !== participant || !callStates.includes(visit.patientState)) return;
    visit.verdict = verdict;
    fillLine(this.card(visit), visit);
  }

  tick() {
    const at = now();
    for (const visit of this.visits) tickCard(this.card(visit), visit, at);
  }

  /**
   * Says a sentence on the card it concerns.
   * @param {string} id
   * @param {string} words
   */
  say(id, words) {
    const card = this.cards.get(id);
    if (!card) return;
    let place = find(".visit-problem", card);
    if (!place) {
      place = make("p", { class: "visit-problem", role: "alert" });
      find(".visit-body", card)?.append(place);
    }
    setText(place, words);
    show(place, words !== "");
  }
}

/**
 * Puts the elements in this order with as few moves as possible.
 * @param {HTMLElement} list
 * @param {HTMLElement[]} wanted
 */
function settle(list, wanted) {
  const keep = new Set(wanted);
  for (const child of Array.from(list.children)) {
    if (child instanceof HTMLElement && !keep.has(child)) child.remove();
  }
  wanted.forEach((element, at) => {
    if (list.children[at] !== element) list.insertBefore(element, list.children[at] ?? null);
  });
}
