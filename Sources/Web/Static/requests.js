// @ts-check
// Patients' own requests for a video visit, waiting for triage: each is booked, or declined with a reason.
import { byId, find, findAll, make, setText, show } from "./dom.js";
import { instantOf, wallClock } from "./booking.js";
import { counted, dayAndTime, text } from "./texts.js";
import { Refused, send } from "./http.js";

const kinds = ["gpVideo", "physiotherapy", "talkTherapy", "annualReview"];

export class Requests {
  /**
   * @param {(problem: string) => void} problem
   * @param {import("./booking.js").Booking} booking shows the link of what was booked
   */
  constructor(problem, booking) {
    this.problem = problem;
    this.booking = booking;
    /** @type {Map<string, HTMLElement>} */
    this.rows = new Map();
    this.clinicians = "";
    /** The one that this page is answering, which goes away without a word. */
    this.answering = "";
  }

  /** @param {any} view */
  present(view) {
    const requests = view.requests ?? [];
    const known = new Set(requests.map((/** @type {any} */ one) => one.request));
    for (const [id, row] of this.rows) {
      if (known.has(id)) continue;
      // Somebody who is just writing must be told why it is gone.
      if (id !== this.answering && find("details[open]", row)) this.problem(text("requests.gone"));
      row.remove();
      this.rows.delete(id);
    }
    for (const request of requests) {
      if (this.rows.has(request.request)) continue;
      const row = this.row(request);
      this.rows.set(request.request, row);
      byId("request-list").append(row);
    }
    this.people();
    show(byId("requests"), requests.length > 0);
    show(byId("requests-count"), requests.length > 0);
    setText(byId("requests-count"), counted("requests.count", requests.length));
  }

  /** Those with whom one can book, in every row; what was chosen stays. */
  people() {
    const people = this.booking.clinicians;
    const key = JSON.stringify(people) + this.rows.size;
    if (key === this.clinicians) return;
    this.clinicians = key;
    for (const list of findAll("select[name=with]", byId("request-list"))) {
      if (list.getAttribute("data-people") === JSON.stringify(people)) continue;
      const select = /** @type {HTMLSelectElement} */ (list);
      const chosen = select.value || people[0]?.staff || "";
      select.replaceChildren(make("option", { value: "" }, text("booking.anyone")),
        ...people.map((one) => make("option", { value: one.staff }, one.name)));
      select.value = chosen;
      select.setAttribute("data-people", JSON.stringify(people));
    }
  }

  /** @param {any} request @returns {HTMLElement} */
  row(request) {
    const reasons = request.reasons.map((/** @type {string} */ word) => text(`wish.${word}`)).join(" · ");
    return make("li", { "data-request": request.request },
      make("p", { class: "request-who" }, make("strong", {}, request.name),
        make("a", { href: `tel:${request.telephone.replace(/[^\d+]/g, "")}` }, request.telephone),
        make("span", { class: "hint" }, text("requests.at", { when: dayAndTime(request.at) }))),
      ...(reasons ? [make("p", {}, reasons)] : []),
      ...(request.text ? [make("blockquote", {}, request.text)] : []),
      make("div", { class: "request-answers" }, this.acceptForm(request), this.declineForm(request)));
  }

  /** @param {any} request */
  acceptForm(request) {
    const quarter = 15 * 60_000;
    const next = wallClock(Math.ceil((Date.now() + quarter) / quarter) * quarter);
    const labelled = (/** @type {string} */ word, /** @type {HTMLElement[]} */ ...rest) => make("label", {},
      text(word), ...rest);
    const kind = /** @type {HTMLSelectElement} */ (make("select", { name: "kind" },
      ...kinds.map((word) => make("option", { value: word }, text(`kind.${word}`)))));
    kind.value = /** @type {HTMLSelectElement} */ (byId("booking-kind")).value;
    const wanted = (/** @type {string} */ word) => make("span", { class: "field-problem", "data-problem": word });
    const form = make("form", { novalidate: true },
      make("div", { class: "fields" },
        labelled("booking.day", make("input", { type: "date", name: "day", value: next.day }), wanted("start")),
        labelled("booking.time", make("input", { type: "time", name: "time", step: "300", value: next.time })),
        labelled("booking.minutes", make("input", { type: "number", name: "minutes", min: "1", max: "240",
          value: "15" }), wanted("minutes")),
        labelled("booking.with", make("select", { name: "with" }), wanted("with")),
        labelled("booking.kind", kind, wanted("kind"))),
      make("p", { class: "field-problem", "data-problem": "" }),
      make("button", { class: "button primary", "data-act": "accept-request" }, text("requests.accept")));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.accept(request, /** @type {HTMLFormElement} */ (form));
    });
    return make("details", {}, make("summary", { "data-act": "open-accept",
      "aria-label": text("requests.bookName", { name: request.name }) }, text("requests.book")), form);
  }

  /** @param {any} request */
  declineForm(request) {
    const reason = make("input", { name: "reason", maxlength: "300", autocomplete: "off" });
    const form = make("form", { novalidate: true },
      make("label", {}, text("requests.reason"), reason, make("span", { class: "field-problem",
        "data-problem": "reason" })),
      make("p", { class: "field-problem", "data-problem": "" }),
      make("button", { class: "button", "data-act": "decline-request" }, text("requests.declineSend")));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const value = /** @type {HTMLInputElement} */ (reason).value.trim();
      void this.answer(request.request, "decline", { reason: value }, form);
    });
    return make("details", {}, make("summary", { "data-act": "open-decline",
      "aria-label": text("requests.declineName", { name: request.name }) }, text("requests.decline")), form);
  }

  /** @param {any} request @param {HTMLFormElement} form */
  async accept(request, form) {
    const value = (/** @type {string} */ name) => String(new FormData(form).get(name) ?? "");
    const start = instantOf(value("day"), value("time"));
    if (Number.isNaN(start)) return mark(form, "start", text("booking.needTime"));
    const chosen = value("with");
    const answer = await this.answer(request.request, "accept", { start, minutes: Number(value("minutes")),
      with: chosen === "" ? [] : [chosen], kind: value("kind") }, form);
    if (!answer) return;
    this.booking.showLink(answer.link ?? null, text("booking.booked", { name: request.name, when: dayAndTime(start) }));
    byId("booked").scrollIntoView({ block: "nearest" });
  }

  /**
   * Sends an answer; a refusal is said at its field, and what was typed stays.
   * @param {string} id @param {string} word @param {unknown} body @param {HTMLElement} form @returns {Promise<any>}
   */
  async answer(id, word, body, form) {
    this.answering = id;
    mark(form, null, "");
    try {
      const answer = await send("POST", `/requests/${id}/${word}`, body);
      this.problem("");
      return answer ?? {};
    } catch (error) {
      this.answering = "";
      if (!(error instanceof Refused)) throw error;
      if (this.rows.has(id)) mark(form, error.field ?? "", error.message);
      else this.problem(error.message);
      return null;
    }
  }
}

/** @param {HTMLElement} form @param {string | null} name @param {string} words */
function mark(form, name, words) {
  const places = findAll("[data-problem]", form);
  const known = places.some((place) => place.getAttribute("data-problem") === name);
  for (const place of places) {
    const here = name !== null && place.getAttribute("data-problem") === (known ? name : "");
    setText(place, here ? words : "");
    if (here) place.setAttribute("role", "alert");
    else place.removeAttribute("role");
    find("input,select", place.parentElement === form ? place : place.parentElement ?? place)
      ?.setAttribute("aria-invalid", String(here));
  }
}
