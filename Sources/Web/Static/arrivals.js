// @ts-check
// "I did not notice that the patient had come": an arrival is seen and heard, again and again,
// until someone has looked.
import { byId, onAct, setText, show } from "./dom.js";
import { counted, text, timeOfDay } from "./texts.js";
import { alertTitle, ring } from "./sound.js";

const repeatMs = 12_000;

export class Arrivals {
  /** @param {(visits: string[]) => void} looked */
  constructor(looked) {
    /** @type {any[]} */
    this.unseen = [];
    this.inCall = false;
    this.rungAt = 0;
    setInterval(() => this.remind(), 1000);
    byId("arrival-text").addEventListener("click", () => {
      const [first] = this.unseen;
      document.querySelector(`[data-visit="${CSS.escape(first?.visit ?? "")}"]`)?.scrollIntoView({ block: "center" });
    });
    onAct("look", () => looked(this.unseen.map((visit) => visit.visit)));
  }

  /** @param {any} view */
  present(view) {
    this.inCall = Boolean(view.call);
    const before = new Set(this.unseen.map((visit) => visit.visit));
    this.unseen = (view.visits ?? []).filter((/** @type {any} */ visit) => visit.unseen
      && (visit.state === "arrived" || visit.state === "waiting"));
    const [first] = this.unseen;
    show(byId("arrival"), this.unseen.length > 0);
    if (!first) return void alertTitle(null);
    setText(byId("arrival-text"), this.unseen.length === 1
      ? text("clinic.arrivedOne", { name: first.patient, time: timeOfDay(first.arrivedAt) })
      : counted("clinic.arrivedMany", this.unseen.length));
    if (this.unseen.some((visit) => !before.has(visit.visit))) {
      this.rungAt = 0;
      this.remind();
      alertTitle(text("title.arrived"));
    }
  }

  remind() {
    // During a consultation the bell rings once, softly enough; afterwards it goes on reminding.
    const due = Date.now() - this.rungAt >= (this.inCall ? 60_000 : repeatMs);
    if (this.unseen.length === 0 || !due) return;
    this.rungAt = Date.now();
    ring("arrival");
  }
}
