// @ts-check
// What the clinic tells those who wait: being kept informed is what makes waiting bearable.
import { byId, button, make } from "./dom.js";
import { counted, text, timeOfDay } from "./texts.js";
import { post, Refused, send } from "./http.js";

export class Notices {
  /** @param {(problem: string) => void} problem */
  constructor(problem) {
    this.problem = problem;
    this.shown = "";
    const late = /** @type {HTMLSelectElement} */ (byId("notify-late"));
    const words = /** @type {HTMLInputElement} */ (byId("notify-text"));
    late.addEventListener("change", () => {
      // A sentence is proposed; whoever has typed one of his own keeps it.
      if (words.value === "" || words.hasAttribute("data-proposed")) {
        words.value = Number(late.value) > 0 ? text("notify.proposal", { minutes: late.value }) : "";
        words.setAttribute("data-proposed", "");
      }
    });
    words.addEventListener("input", () => words.removeAttribute("data-proposed"));
    byId("notify-form").addEventListener("submit", (event) => {
      event.preventDefault();
      const lateMinutes = late.value === "" ? null : Number(late.value);
      const typed = words.value.trim() || (lateMinutes ? text("notify.proposal", { minutes: lateMinutes }) : "");
      if (typed === "" && lateMinutes !== 0) return problem(text("notify.needText"));
      post("/clinic/notify", { text: typed, lateMinutes }).then(() => {
        words.value = "";
        late.value = "";
        problem("");
      }, (error) => { if (error instanceof Refused) problem(error.message); });
    });
  }

  /** @param {any} view */
  present(view) {
    const notices = view.notices ?? [];
    const key = JSON.stringify([notices, view.lateMinutes]);
    if (key === this.shown) return;
    this.shown = key;
    byId("sent-notices").replaceChildren(
      ...(view.lateMinutes ? [make("li", { class: "late-now" }, counted("notify.lateNow", view.lateMinutes))] : []),
      ...notices.map((/** @type {any} */ notice) => {
        const away = button("remove-notice", text("notify.remove"), { kind: "quiet small" });
        away.addEventListener("click", () => void send("DELETE", `/clinic/notices/${notice.id}`)
          .catch((error) => this.problem(error.message)));
        return make("li", {}, make("span", {}, `${timeOfDay(notice.at)} · ${notice.text}`), away);
      }));
  }
}
