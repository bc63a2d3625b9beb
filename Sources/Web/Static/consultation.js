// @ts-check
// What the clinician does in a call: telephone, hold, put back, transfer, invite, remove, end with an outcome.
import { byId, button, find, make, onAct, setAttribute, setText, show } from "./dom.js";
import { openSettlement, showConference } from "./settlement.js";
import { text } from "./texts.js";

/**
 * The cards and the guests' rows have some of the same acts, for those whom they show.
 * @param {HTMLElement} pressed
 */
const inCard = (pressed) => pressed.closest("[data-visit], #guests") !== null;

export class Consultation {
  /** @param {(visit: string, word: string, body?: unknown) => Promise<any>} act null when refused */
  constructor(act) {
    this.act = act;
    this.visit = "";
    /** Who I am in a call. */
    this.me = "";
    this.shown = "";
    this.people = "";
    const here = (/** @type {string} */ word, /** @type {() => unknown} */ body = () => ({})) => {
      onAct(word, (pressed) => { if (this.visit && !inCard(pressed)) void act(this.visit, word, body()); });
    };
    here("hold");
    here("resume");
    here("put-back");
    here("go-to-telephone");
    here("go-to-picture");
    here("transfer", () => ({ to: select("transfer-to").value }));
    onAct("end", (pressed) => {
      const visit = this.visit;
      if (visit === "" || inCard(pressed)) return;
      void act(visit, "end", { outcome: select("outcome").value || null }).then((answer) => {
        if (answer) void openSettlement(visit);
      });
    });
    onAct("invite", () => void this.invite());
    for (const form of ["transfer-form", "invite-form"]) {
      byId(form).addEventListener("submit", (event) => {
        event.preventDefault();
        find("[data-act]", byId(form))?.click();
      });
    }
  }

  async invite() {
    const name = /** @type {HTMLInputElement} */ (byId("invite-name"));
    if (name.value.trim() === "" || this.visit === "") return name.focus();
    const answer = await this.act(this.visit, "invite", { name: name.value.trim(), role: select("invite-role").value,
      organisation: /** @type {HTMLInputElement} */ (byId("invite-organisation")).value.trim() || null });
    if (!answer) return;
    name.value = "";
    const row = byId("invite-link");
    const input = row.querySelector("input");
    if (input && answer.link) input.value = new URL(answer.link, location.href).href;
    show(row, Boolean(answer.link));
  }

  /** @param {any} view */
  present(view) {
    this.me = view.me.participant;
    const call = view.call || null;
    const visit = call ? view.visits.find((/** @type {any} */ one) => one.visit === call.visit) : null;
    if ((call?.visit ?? "") !== this.visit) {
      this.visit = call?.visit ?? "";
      select("outcome").value = "";
      show(byId("invite-link"), false);
    }
    showConference(call?.conference ?? null);
    if (!call) return setAttribute(byId("call"), "data-state", "none");
    setAttribute(byId("call"), "data-state", call.state);
    setText(byId("call-patient"), visit?.patient ?? "");
    const gone = visit?.left && !visit.withoutPatient;
    setText(byId("call-state"), text(gone ? "clinic.patientLeft" : `state.${call.state}`));
    setText(byId("stage-empty"), text(gone ? "clinic.patientLeft" : "call.connecting"));
    const held = call.state === "onHold";
    show(find('[data-act="hold"]'), !held);
    show(find('[data-act="resume"]'), held);
    const byPhone = Boolean(call.telephoneSince);
    show(find('.call-acts [data-act="go-to-telephone"]'), !byPhone);
    show(find('.call-acts [data-act="go-to-picture"]'), byPhone);
    const number = call.telephone || visit?.telephone || "";
    show(byId("call-phone"), number !== "" && Boolean(byPhone));
    setText(byId("call-number"), number);
    /** @type {HTMLAnchorElement} */ (byId("call-number")).href = `tel:${number.replace(/[^\d+]/g, "")}`;
    this.colleagues(view);
    this.guests(visit);
  }

  /** @param {any} view */
  colleagues(view) {
    const people = (view.colleagues ?? []).filter((/** @type {any} */ one) => one.staff !== view.me?.staff
      && (one.role ?? "clinician") === "clinician");
    if (JSON.stringify(people) === this.people) return;
    this.people = JSON.stringify(people);
    select("transfer-to").replaceChildren(...people.map((/** @type {any} */ one) => make("option",
      { value: one.staff }, one.name)));
    show(byId("transfer-form"), people.length > 0);
  }

  /** @param {any} visit */
  guests(visit) {
    const guests = visit?.guests ?? [];
    const shown = JSON.stringify([guests, visit?.withoutPatient, visit?.patientState, visit?.left]);
    if (shown === this.shown) return;
    this.shown = shown;
    byId("guests").replaceChildren(...this.patient(visit), ...guests.map((/** @type {any} */ guest) => {
      const row = make("li", { "data-participant": guest.participant, "data-state": guest.state },
        make("span", {}, [guest.name, text(`role.${guest.role}`), guest.organisation,
          text(guest.onTelephone ? "guest.onTelephone" : `guest.${guest.state}`)].filter(Boolean).join(" · ")));
      const step = (/** @type {string} */ act, /** @type {string} */ kind) => {
        const made = button(act, text(`act.${act}`), { kind });
        made.setAttribute("aria-label", `${text(`act.${act}`)}: ${guest.name}`);
        made.addEventListener("click", () => void this.act(this.visit, `guests/${guest.participant}/${act}`));
        row.append(made);
      };
      if (guest.state === "waiting") step("admit", "primary small");
      if (guest.onTelephone) step("take-back-telephone", "quiet small");
      else if (guest.state !== "gone") step("go-to-telephone", "quiet small");
      if (guest.state !== "gone") step("remove", "quiet small");
      return row;
    }));
  }

  /**
   * In a conference without the patient: whether the patient has come, and can be let in.
   * @param {any} visit @returns {HTMLElement[]}
   */
  patient(visit) {
    if (!visit?.withoutPatient) return [];
    const waits = ["arrived", "waiting"].includes(visit.patientState);
    const row = make("li", { class: "without-patient", "data-patient": visit.patientState },
      make("span", {}, text(waits ? "conference.patientWaits" : visit.left ? "conference.patientGone"
        : "conference.without")));
    if (waits) {
      const admit = button("admit", text("act.admit"), { kind: "primary small" });
      admit.setAttribute("aria-label", text("clinic.admitName", { name: visit.patient }));
      admit.addEventListener("click", () => void this.act(this.visit, "admit"));
      row.append(admit);
    }
    return [row];
  }

  /**
   * The server's verdict on somebody's line: another's is marked on the picture, where it is one of this call.
   * @param {{participant: string, verdict: string}} line
   * @param {import("./room.js").Room} room
   */
  line(line, room) {
    room.stage.lineIs(line.participant, line.verdict);
    if (line.participant === this.me) room.lineIs(/** @type {any} */ (line.verdict));
  }
}

/** @param {string} id @returns {HTMLSelectElement} */
const select = (id) => /** @type {HTMLSelectElement} */ (byId(id));
