// @ts-check
// The plan of another day: what is booked there can be changed, cancelled, and its link copied.
import { byId, setText, show } from "./dom.js";
import { send } from "./http.js";
import { text } from "./texts.js";
import { fillCard, makeCard } from "./card.js";

export class OtherDay {
  /** @param {(problem: string) => void} problem */
  constructor(problem) {
    this.problem = problem;
    /** @type {any[]} */
    this.visits = [];
    this.field = /** @type {HTMLInputElement} */ (byId("other-day"));
    this.field.addEventListener("change", () => void this.load());
  }

  /** Asked anew after every act here: the live stream tells of today alone. */
  async load() {
    const list = byId("other-visits");
    if (this.field.value === "") {
      this.visits = [];
      list.replaceChildren();
      return show(byId("other-none"), false);
    }
    try {
      const answer = await send("GET", `/visits?day=${encodeURIComponent(this.field.value)}`);
      this.visits = (answer?.visits ?? []).map((/** @type {any} */ visit) => ({ ...visit, mayAdmit: false,
        listed: visit.mayAdmit }));
    } catch (error) {
      return this.problem(error instanceof Error ? error.message : "");
    }
    list.replaceChildren(...this.visits.map((visit) => {
      const card = makeCard(visit.visit);
      fillCard(card, visit, { call: null, colleagues: [] });
      return card;
    }));
    setText(byId("other-none"), text("clinic.otherNone"));
    show(byId("other-none"), this.visits.length === 0);
  }

  /** @param {string} id */
  visit(id) {
    return this.visits.find((visit) => visit.visit === id) ?? null;
  }
}
