// @ts-check
// What else can be done with one who waits, without a call: send on to a colleague, take the telephone, end.
import { button, find, make, show } from "./dom.js";
import { text } from "./texts.js";

const outcomes = ["completedByTelephone", "patientLeft", "technicalFailure", "noShow"];

/**
 * What each card showed last.
 * @type {WeakMap<HTMLElement, {visit: any, view: any}>}
 */
const latest = new WeakMap();

/**
 * @param {HTMLElement} card
 * @param {any} visit
 * @param {any} view
 */
export function fillMore(card, visit, view) {
  const wanted = (visit.state === "arrived" || visit.state === "waiting") && visit.mayAdmit;
  let more = find(".visit-more", card);
  if (!wanted) return show(more, false);
  const people = (view.colleagues ?? []).filter((/** @type {any} */ one) => (one.role ?? "clinician") === "clinician");
  const key = JSON.stringify(people);
  if (!more) {
    more = make("details", { class: "visit-more" }, make("summary", { "data-act": "show-more" }, text("clinic.more")),
      make("div", { class: "visit-more-acts" }));
    find(".visit-body", card)?.append(more);
    // The acts are on the page only while the sheet is open, so that those of the call are not mistaken for them.
    more.addEventListener("toggle", () => fillMore(card, latest.get(card)?.visit, latest.get(card)?.view));
  }
  latest.set(card, { visit, view });
  show(more, true);
  const place = find(".visit-more-acts", more);
  if (!place) return;
  if (!(/** @type {HTMLDetailsElement} */ (more).open)) {
    place.replaceChildren();
    place.removeAttribute("data-shown");
    return;
  }
  if (place.getAttribute("data-shown") === key) return;
  place.setAttribute("data-shown", key);
  const options = (/** @type {[string, string][]} */ pairs) => pairs
    .map(([value, word]) => make("option", { value }, word));
  place.replaceChildren(
    ...(people.length > 0 ? [make("div", { class: "row" },
      make("select", { class: "transfer-to", "aria-label": text("clinic.transferTo") },
        ...options(people.map((/** @type {any} */ one) => [one.staff, one.name]))),
      button("transfer", text("clinic.transfer")))] : []),
    make("div", { class: "row" }, button("go-to-telephone", text("clinic.goToTelephone"), { sign: "telephone" })),
    make("div", { class: "row" },
      make("select", { class: "outcome-of", "aria-label": text("clinic.outcome") },
        ...options(outcomes.map((word) => [word, text(`outcome.${word}`)]))),
      button("end", text("call.end"))));
}

/**
 * What the act of a card sends along.
 * @param {string} act
 * @param {HTMLElement} card
 */
export function moreBody(act, card) {
  const value = (/** @type {string} */ selector) => (
    /** @type {HTMLSelectElement | null} */ (find(selector, card))?.value ?? null);
  if (act === "transfer") return { to: value(".transfer-to") };
  return act === "end" ? { outcome: value(".outcome-of") } : {};
}
