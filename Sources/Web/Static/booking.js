// @ts-check
// Booking and changing: four fields, the time already filled in, and the link to copy. What was typed is never lost.
import { byId, find, findAll, make, onAct, setAttribute, setText, show } from "./dom.js";
import { dayAndTime, text } from "./texts.js";
import { Refused, send } from "./http.js";

/** @typedef {HTMLInputElement | HTMLSelectElement} Field */
/** Stands in the list for a visit with several clinicians, who stay as they are. */
const several = "several";

/** @param {string} name @returns {Field} */
const field = (name) => /** @type {Field} */ (byId(`booking-${name}`));

/**
 * The clinic's wall clock at an instant.
 * @param {number} at
 * @returns {{day: string, time: string}}
 */
export function wallClock(at) {
  const parts = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Copenhagen", year: "numeric", month: "2-digit",
    day: "2-digit", hour: "2-digit", minute: "2-digit", hour12: false }).format(at).split(" ");
  return { day: parts[0], time: parts[1] };
}

/**
 * The instant of the clinic's wall clock, wherever this browser is.
 * @param {string} day
 * @param {string} time
 */
export function instantOf(day, time) {
  const guess = Date.parse(`${day}T${time}:00Z`);
  if (Number.isNaN(guess)) return NaN;
  const shown = wallClock(guess);
  const offset = Date.parse(`${shown.day}T${shown.time}:00Z`) - guess;
  // Once more with the offset found, for the hours around the change of summer time.
  const again = wallClock(guess - offset);
  return guess - offset - (Date.parse(`${again.day}T${again.time}:00Z`) - guess);
}

export class Booking {
  /** @param {(problem: string) => void} problem */
  constructor(problem) {
    this.problem = problem;
    /** @type {string | null} the visit being changed */
    this.changing = null;
    this.people = "";
    /** @type {{staff: string, name: string}[]} those with whom one can book, the reader first */
    this.clinicians = [];
    /** @type {Record<string, unknown>} the visit as it was when the form was opened to change it */
    this.shown = {};
    this.admitTouched = false;
    this.kindTouched = false;
    field("kind").addEventListener("change", () => { this.kindTouched = true; });
    byId("booking-admit").addEventListener("change", () => { this.admitTouched = true; });
    this.reset();
    byId("booking").addEventListener("submit", (event) => {
      event.preventDefault();
      void this.submit();
    });
    byId("booking-stop").addEventListener("click", () => this.reset());
    onAct("copy-link", (pressed) => void this.copy(pressed));
  }

  /** @param {any} view */
  present(view) {
    const me = view.me?.role === "clinician" ? [{ staff: view.me.staff, name: view.me.name }] : [];
    const others = (view.colleagues ?? []).filter((/** @type {any} */ one) => one.staff !== view.me?.staff
      && (one.role ?? "clinician") === "clinician");
    const people = [...me, ...others];
    this.usualKind(view.visits ?? []);
    if (JSON.stringify(people) === this.people) return;
    this.people = JSON.stringify(people);
    this.clinicians = people;
    const chosen = field("with").value;
    field("with").replaceChildren(make("option", { value: "" }, text("booking.anyone")),
      ...people.map((one) => make("option", { value: one.staff }, one.name)));
    field("with").value = chosen || (me[0]?.staff ?? "");
    byId("booking-admit").replaceChildren(...people.map((one) => make("label", { class: "check" },
      make("input", { type: "checkbox", value: one.staff, "data-act": "may-admit" }), one.name)));
  }

  /**
   * The kind that this clinic books most often is proposed, until someone has chosen another.
   * @param {{kind: string}[]} visits
   */
  usualKind(visits) {
    if (this.kindTouched || this.changing !== null) return;
    /** @type {Record<string, number>} */
    const counts = {};
    for (const visit of visits) counts[visit.kind] = (counts[visit.kind] ?? 0) + 1;
    const [usual] = Object.entries(counts).sort((one, other) => other[1] - one[1]);
    if (usual && field("kind").value !== usual[0]) field("kind").value = usual[0];
  }

  reset() {
    this.changing = null;
    const quarter = 15 * 60_000;
    const next = wallClock(Math.ceil(Date.now() / quarter) * quarter);
    field("patient").value = "";
    field("telephone").value = "";
    field("day").value = next.day;
    field("time").value = next.time;
    this.kindTouched = false;
    this.boxes();
    this.mode();
  }

  /**
   * Shows a visit in the form, to change it or to book it again.
   * @param {any} visit
   * @param {boolean} change
   */
  open(visit, change) {
    this.changing = change ? visit.visit : null;
    const at = wallClock(visit.start);
    field("patient").value = visit.patient;
    field("telephone").value = visit.telephone ?? "";
    field("day").value = at.day;
    field("time").value = at.time;
    const minutes = String(visit.minutes);
    if (!findAll("option", field("minutes")).some((option) => option.textContent === minutes)) {
      field("minutes").append(make("option", {}, minutes));
    }
    field("minutes").value = minutes;
    field("kind").value = visit.kind ?? "gpVideo";
    const names = (visit.with ?? []).map((/** @type {any} */ one) => one.name).join(", ");
    this.boxes();
    for (const box of findAll("input", byId("booking-admit"))) {
      const listed = (visit.listed ?? []).includes(box.getAttribute("value"));
      /** @type {HTMLInputElement} */ (box).checked = listed;
    }
    if (visit.with?.length > 1) field("with").append(make("option", { value: several }, names));
    field("with").value = visit.with?.length > 1 ? several : visit.with?.[0]?.staff ?? "";
    this.shown = { patient: visit.patient, telephone: visit.telephone ?? "", start: visit.start,
      minutes: visit.minutes, with: (visit.with ?? []).map((/** @type {any} */ one) => one.staff), kind: visit.kind,
      mayAdmit: visit.listed };
    this.mode();
    field("patient").focus();
  }

  /** Nobody ticked, and no "several" left over from another visit. */
  boxes() {
    this.admitTouched = false;
    find(`option[value="${several}"]`, field("with"))?.remove();
    for (const box of findAll("input", byId("booking-admit"))) /** @type {HTMLInputElement} */ (box).checked = false;
  }

  mode() {
    const changing = this.changing !== null;
    setText(byId("booking-title"), text(changing ? "booking.changeTitle" : "booking.title"));
    setText(byId("booking-send"), text(changing ? "booking.change" : "booking.book"));
    setAttribute(byId("booking-send"), "data-act", changing ? "change" : "book");
    show(byId("booking-stop"), changing);
    show(byId("booked"), false);
    this.mark(null, "");
  }

  /** @param {string | null} name @param {string} words */
  mark(name, words) {
    for (const place of findAll(".field-problem")) {
      const here = place.getAttribute("data-field") === name;
      setText(place, here ? words : "");
      const input = find("input,select", place.parentElement ?? document);
      if (input) setAttribute(input, "aria-invalid", String(here));
    }
  }

  async submit() {
    const start = instantOf(field("day").value, field("time").value);
    const patient = field("patient").value.trim();
    if (patient === "") return this.complain("patient", text("booking.needPatient"));
    if (Number.isNaN(start)) return this.complain("start", text("booking.needTime"));
    const changed = this.changing;
    const body = this.body(patient, start);
    this.mark(null, "");
    try {
      const answer = await send("POST", changed ? `/visits/${changed}/change` : "/visits", body);
      this.reset();
      this.problem("");
      this.showLink(answer?.link ?? null, text(changed ? "booking.changed" : "booking.booked",
        { name: patient, when: dayAndTime(start) }));
      field("patient").focus({ preventScroll: true });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.complain(error.field, error.message);
    }
  }

  /**
   * What is sent: all of a new visit, and of a change only what is different from what was shown.
   * @param {string} patient
   * @param {number} start
   * @returns {Record<string, unknown>}
   */
  body(patient, start) {
    const chosen = field("with").value;
    /** @type {Record<string, unknown>} */
    const all = { patient, telephone: field("telephone").value.trim(), start,
      minutes: Number(field("minutes").value), with: chosen === "" ? [] : [chosen], kind: field("kind").value };
    if (chosen === several) delete all.with;
    const admit = findAll("input:checked", byId("booking-admit")).map((box) => box.getAttribute("value"));
    if (this.admitTouched || admit.length > 0) all.mayAdmit = admit.length > 0 ? admit : null;
    if (this.changing === null) {
      return { ...all, triaged: /** @type {HTMLInputElement} */ (byId("booking-triaged")).checked };
    }
    return Object.fromEntries(Object.entries(all)
      .filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(this.shown[name])));
  }

  /**
   * @param {string | null} name
   * @param {string} words
   */
  complain(name, words) {
    const place = name === "day" || name === "time" ? "start" : name;
    const known = place !== null && find(`.field-problem[data-field="${CSS.escape(place)}"]`) !== null;
    this.mark(known ? place : null, words);
    if (known) field(place === "start" ? "day" : /** @type {string} */ (place)).focus();
    else this.problem(words);
  }

  /**
   * @param {string | null} link
   * @param {string} words
   */
  showLink(link, words) {
    const input = /** @type {HTMLInputElement} */ (byId("booked-link"));
    input.value = link === null ? "" : new URL(link, location.href).href;
    show(input.parentElement, link !== null);
    setText(byId("booked-text"), words);
    show(byId("booked"), true);
  }

  /** @param {HTMLElement} pressed */
  async copy(pressed) {
    try {
      const card = pressed.closest("[data-visit]");
      const row = pressed.closest(".link-row");
      let input = /** @type {HTMLInputElement | null} */ (row?.querySelector("input") ?? null);
      if (card) {
        const answer = await send("GET", `/visits/${card.getAttribute("data-visit")}/link`);
        this.showLink(answer.link, text("booking.linkFor",
          { name: find(".visit-name strong", card)?.textContent ?? "" }));
        input = /** @type {HTMLInputElement} */ (byId("booked-link"));
      }
      if (!input) return;
      await copyText(input);
      const word = find("span", pressed);
      const before = word?.textContent ?? "";
      setText(word, text("clinic.copied"));
      setTimeout(() => setText(word, before), 2000);
    } catch (error) {
      if (error instanceof Refused) this.problem(error.message);
    }
  }
}

/** @param {HTMLInputElement} input */
export async function copyText(input) {
  try {
    await navigator.clipboard.writeText(input.value);
  } catch {
    // Plain HTTP has no clipboard for scripts; the text is marked, and the old way tried.
    input.focus();
    input.select();
    document.execCommand("copy");
  }
}
