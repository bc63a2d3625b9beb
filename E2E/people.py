"""Those who use Venterum, with the words that they would use."""

import re
import time
import warnings

from waiting import wait_until


class Person:
    """Somebody before a page: presses acts, sees states, hears and sees others."""

    def __init__(self, window, server):
        self.window, self.server, self.page = window, server, window.page

    def press(self, act, within=""):
        """Presses a control by its act's word, when it can be pressed."""
        self.page.locator(f'{within} [data-act="{act}"]:visible'.strip()).first.click()

    def offers(self, act, within=""):
        """Whether the control is there to be pressed."""
        return self.page.locator(f'{within} [data-act="{act}"]:visible:enabled'.strip()).count() > 0

    def says(self, text, seconds=10):
        """Waits until the page shows a text."""
        self.page.get_by_text(re.compile(text)).locator("visible=true").first.wait_for(timeout=seconds * 1000)

    def probe(self, word):
        """What the probe in the page (probe.js) answers to a word."""
        return self.page.evaluate(f"probe.{word}()")

    def flow(self):
        """What flows over each line, by its number in the offer."""
        return self.probe("flow")

    @staticmethod
    def lines(slot):
        """The numbers of the voice and the picture line of a slot, as agreed once in the offer."""
        return ("0", "1") if slot == 0 else (str(3 + 2 * (slot - 1)), str(4 + 2 * (slot - 1)))

    def layers(self):
        """The layers of the own picture that are sent now."""
        return self.flow().get("1", {}).get("layers", [])

    def frames(self, slot=0):
        return self.flow().get(self.lines(slot)[1], {}).get("frames", 0)

    def energy(self, slot=0):
        return self.flow().get(self.lines(slot)[0], {}).get("energy", 0)

    def sees(self, frames=60, slot=0, seconds=20):
        """Waits until so many further frames of the other are decoded."""
        before = self.frames(slot)
        try:
            wait_until(lambda: self.frames(slot) >= before + frames, seconds, f"{frames} frames in slot {slot}", 0.2)
        except AssertionError as error:
            raise AssertionError(f"{error}; {before} before; paths {self.paths}; {self.flow()}") from None

    def hears(self, slot=0, seconds=15):
        """Waits for sound that is not silence: a fake microphone beeps once a second."""
        before = self.energy(slot)
        wait_until(lambda: self.energy(slot) > before + 1e-4, seconds, f"sound in slot {slot}", 0.2)

    @property
    def taking(self):
        """What the page has open of its devices: "audio", "video"."""
        return self.probe("taking")

    def sent(self):
        """Packets of media sent so far, over all lines."""
        return sum(line.get("sent", 0) for line in self.flow().values())

    @property
    def paths(self):
        """The states of the peer connections that live."""
        return self.probe("states")

    @property
    def way(self):
        """Over what the path goes: "udp", "tcp", or "relay over tcp" and the like."""
        return self.probe("way")

    def path_is_up(self, seconds=15):
        wait_until(lambda: "connected" in self.paths, seconds, "the path to be up")


class Patient(Person):
    """A patient, or a guest, with a link in the hand."""

    def __init__(self, window, visit=None, link=None, server=None):
        super().__init__(window, server or visit.server)
        self.visit, self.link = visit, link or visit.link

    def open(self):
        self.page.goto(self.link, wait_until="domcontentloaded")
        # A page that was not fetched whole, as when the network has just changed, says so and fetches itself again.
        if self.page.locator("#not-fetched:visible").count():
            warnings.warn("a page was not fetched whole", stacklevel=2)
            self.page.locator("#not-fetched").wait_for(state="hidden")
        return self

    @property
    def state(self):
        return self.page.locator("main").first.get_attribute("data-state")

    def is_in(self, *states, seconds=15):
        """Waits until the page shows one of the states."""
        wait_until(lambda: self.state in states, seconds, f"the patient's page to be in {states}, not {self.state}")
        return self

    def arrive(self):
        """Opens the link, presses the large button, and has a place in the queue."""
        self.open()
        self.press("arrive")
        return self.is_in("arrived", "waiting")

    def becomes_ready(self):
        """Arrives, tries the devices and the line, and waits."""
        self.arrive()
        return self.is_ready()

    def is_ready(self):
        """Waits until the devices and the line have been tried, which the page does by itself."""
        wait_until(lambda: self.state == "waiting", 45, "the devices and the line to be tried", 0.1)
        return self

    @property
    def trial(self):
        """How far the trial of devices and line has come."""
        return self.page.locator("#trial").get_attribute("data-state")

    def leave(self):
        self.press("leave")

    def be_late(self, minutes=10):
        self.page.locator("#late-minutes").select_option(str(minutes))
        self.press("be-late")

    @property
    def place(self):
        """The number in the queue, as shown."""
        shown = self.page.locator("[data-place]:visible").first
        return int(re.sub(r"\D", "", shown.get_attribute("data-place") or shown.inner_text()))


class Staff(Person):
    """Somebody of the clinic: a clinician, a secretary or a manager."""

    def __init__(self, window, server, who):
        super().__init__(window, server)
        self.who, self.name = who, who["name"]

    def sign_in(self, password=None):
        self.page.goto(self.server.address + "/sign-in")
        self.page.locator('input[name="account"]').fill(self.who["account"])
        self.page.locator('input[type="password"]').fill(password or self.who["password"])
        self.press("sign-in")
        if password is None:
            self.page.wait_for_url("**/clinic*")
            self.page.locator("main[data-state]").wait_for()
        return self

    def card(self, visit):
        return f'[data-visit="{visit.id}"]'

    def state_of(self, visit):
        """The state on the visit's card, None when there is no card."""
        card = self.page.locator(self.card(visit)).first
        return card.get_attribute("data-state") if card.count() else None

    def sees_in(self, visit, *states, seconds=15):
        wait_until(
            lambda: self.state_of(visit) in states, seconds,
            f"the card to be in {states}, not {self.state_of(visit)}")
        return self

    def admit(self, visit):
        """Presses Admit on a visit's card, once the patient has come."""
        self.sees_in(visit, "arrived", "waiting", "onHold")
        self.press("admit", self.card(visit))
        return self

    @property
    def call_state(self):
        call = self.page.locator("[data-call]").first
        return call.get_attribute("data-state") if call.count() else None

    def is_in_call(self, seconds=15):
        wait_until(lambda: self.call_state == "inCall", seconds, f"the call, not {self.call_state}")
        return self

    def ends(self, outcome="completed"):
        """Ends the call with an outcome."""
        self.page.locator("#outcome").select_option(outcome)
        self.press("end")
        wait_until(lambda: self.call_state == "none", 10, "the call to be over")
        return self

    def transfers(self, colleague):
        self.page.locator("#transfer-to").select_option(label=colleague.name)
        self.press("transfer")

    def invites(self, name, role):
        """Invites somebody to the call, and gives the link for them."""
        self.page.locator("#invite-name").fill(name)
        self.page.locator("#invite-role").select_option(role)
        self.press("invite")
        return self.link_shown("#invite-link")

    def books(self, patient, telephone=""):
        """Books by the form; nothing else has to be filled in."""
        self.page.locator("#booking-patient").fill(patient)
        self.page.locator("#booking-telephone").fill(telephone)
        self.press("book", "#booking")

    def link_shown(self, place):
        shown = self.page.locator(f"{place} [data-link]:visible")
        shown.wait_for()
        link = wait_until(shown.input_value, 5, "the link")
        return self.server.address + link[link.index("/v/"):]

    def form_token(self):
        return self.page.locator('meta[name="form-token"]').get_attribute("content")

    def act(self, path, body=None, token=None, method="POST"):
        """An act sent from the page itself, without a button."""
        return self.page.evaluate(
            """async ([method, path, body, token]) => {
                const answer = await fetch(path, { method, headers: { "content-type": "application/json",
                    "x-form-token": token }, body: body === null ? undefined : JSON.stringify(body) });
                return { status: answer.status, text: await answer.text() };
            }""",
            [method, path, body, self.form_token() if token is None else token])


def both_ways(one, other):
    """Each of two sees and hears the other."""
    for person in (one, other):
        person.sees(30, seconds=40)
        person.hears(seconds=30)


def now_ms():
    return int(time.time() * 1000)
