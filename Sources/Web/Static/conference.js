// @ts-check
// Who is planned to take part in a video conference, on its card: roles, workplaces, and a link for each.
import { button, find, make, onAct, setText, show } from "./dom.js";
import { copyText } from "./booking.js";
import { text } from "./texts.js";
import { Refused, send } from "./http.js";

/** Health professionals from outside the practice first: a conference needs one of them. */
const roles = ["hospital", "municipality", "specialist", "practiceStaff", "interpreter", "relative", "technicalHelper",
  "other"];
const outside = roles.slice(0, 3);

/**
 * @param {HTMLElement} card
 * @param {any} visit
 */
export function fillConference(card, visit) {
  const wanted = visit.kind === "conference" && visit.state !== "ended";
  let part = find(".visit-conference", card);
  if (!wanted) return show(part, false);
  if (!part) {
    part = makePart(visit.visit);
    find(".visit-body", card)?.append(part);
  }
  show(part, true);
  const guests = (visit.guests ?? []).filter((/** @type {any} */ guest) => guest.state !== "gone");
  // The doctor and the patient are planned with the booking itself.
  const counted = 2 + guests.filter((/** @type {any} */ guest) => outside.includes(guest.role)).length;
  setText(find("summary", part), text("conference.planned", { count: counted }));
  show(find(".conference-needs", part), counted < 3);
  const list = find("ul", part);
  const shown = JSON.stringify(guests);
  if (!list || list.getAttribute("data-shown") === shown) return;
  list.setAttribute("data-shown", shown);
  list.replaceChildren(...guests.map((/** @type {any} */ guest) => {
    const copy = button("copy-guest-link", text("clinic.copyLink"), { kind: "quiet small", sign: "copy" });
    copy.setAttribute("aria-label", `${text("clinic.copyLink")}: ${guest.name}`);
    return make("li", { "data-guest": guest.participant },
      make("span", {}, [guest.name, text(`role.${guest.role}`), guest.organisation].filter(Boolean).join(" · ")), copy);
  }));
}

/** @param {string} visit */
function makePart(visit) {
  const name = make("input", { name: "name", maxlength: "120", autocomplete: "off" });
  const role = make("select", { name: "role" },
    ...roles.map((word) => make("option", { value: word }, text(`role.${word}`))));
  const organisation = make("input", { name: "organisation", maxlength: "120", autocomplete: "off" });
  const form = make("form", { novalidate: true },
    make("div", { class: "fields" }, make("label", {}, text("conference.name"), name),
      make("label", {}, text("clinic.inviteRole"), role),
      make("label", {}, text("clinic.organisation"), organisation)),
    make("p", { class: "field-problem", role: "alert" }),
    make("button", { class: "button", "data-act": "plan-participant" }, text("clinic.invite")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void plan(visit, /** @type {HTMLFormElement} */ (form));
  });
  return make("details", { class: "visit-conference" }, make("summary", { "data-act": "show-participants" }),
    make("p", { class: "hint conference-needs", hidden: true }, text("conference.needs")), make("ul", {}), form,
    make("p", { class: "conference-link", role: "status", hidden: true }, make("label", {}, make("span", {}),
      make("input", { "data-link": true, readonly: true }))));
}

/** @param {string} visit @param {HTMLFormElement} form */
async function plan(visit, form) {
  const data = new FormData(form);
  const value = (/** @type {string} */ field) => String(data.get(field) ?? "").trim();
  const problem = find(".field-problem", form);
  setText(problem, "");
  try {
    const answer = await send("POST", `/visits/${visit}/invite`,
      { name: value("name"), role: value("role"), organisation: value("organisation") || null });
    showLink(form, value("name"), answer.link);
    form.reset();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    setText(problem, error.message);
  }
}

/** @param {HTMLElement} within @param {string} name @param {string} link */
function showLink(within, name, link) {
  const place = find(".conference-link", within.closest(".visit-conference") ?? document);
  const input = /** @type {HTMLInputElement | null} */ (find("input", place ?? document));
  if (!place || !input) return null;
  setText(find("span", place), text("booking.linkFor", { name }));
  input.value = new URL(link, location.href).href;
  show(place, true);
  return input;
}

onAct("copy-guest-link", (pressed) => void copyLink(pressed));

/** @param {HTMLElement} pressed */
async function copyLink(pressed) {
  const visit = pressed.closest("[data-visit]")?.getAttribute("data-visit");
  const row = pressed.closest("[data-guest]");
  if (!visit || !row) return;
  try {
    const answer = await send("GET", `/visits/${visit}/guests/${row.getAttribute("data-guest")}/link`);
    const input = showLink(pressed, find("span", row)?.textContent ?? "", answer.link);
    if (input) await copyText(input);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    setText(find(".field-problem", pressed.closest(".visit-conference") ?? document), error.message);
  }
}
