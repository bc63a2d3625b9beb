"""While a patient waits: number and range, said to screen readers once; what to do if it is urgent; the screen awake."""

from waiting import wait_until

# The browser's own wake lock, counted.
WAKE = """
    window.held = new Set();
    const ask = WakeLock.prototype.request;
    WakeLock.prototype.request = async function request(kind) {
      const lock = await ask.call(this, kind).catch(() => Object.assign(new EventTarget(), {
        release: async function release() { this.dispatchEvent(new Event("release")); } }));
      window.held.add(lock);
      window.lock = lock;
      lock.addEventListener("release", () => window.held.delete(lock));
      return lock;
    };
"""


def held(one):
    return one.page.evaluate("window.held.size")


def test_number_and_range(server, patient, staff):
    first, second = server.book("Nummer Et", in_minutes=4), server.book("Nummer To", in_minutes=5)
    one, two = patient(first).arrive(), patient(second).arrive()
    wait_until(lambda: (one.place, two.place) == (1, 2), 10, "the two to be first and second")
    said = two.page.locator("#queue-said")
    assert said.get_attribute("role") == "status"
    assert said.inner_text().startswith("Du er nummer 2 i køen. Forventet ventetid:")
    assert one.page.locator("#queue-said").inner_text().startswith("Du er den næste.")
    assert "112" in two.page.locator(".urgent").inner_text()
    # One leaves: the other is next, and hears of it.
    one.leave()
    wait_until(lambda: two.place == 1, 10, "the second to be the first")
    wait_until(lambda: said.inner_text().startswith("Du er den næste."), 5, "it to be said")
    # Every change is one sentence, and nothing is said again that has not changed.
    two.page.evaluate("""() => { const place = document.querySelector('#queue-said');
        window.said = [place.textContent];
        new MutationObserver(() => window.said.push(place.textContent)).observe(place,
            { childList: true, characterData: true, subtree: true }); }""")
    staff("secretary").act("/clinic/notify", {"text": "Vi er der snart", "lateMinutes": None})
    two.says("Vi er der snart")
    said = two.page.evaluate("window.said")
    assert all(before != after for before, after in zip(said, said[1:])), said


def test_the_screen_is_kept_awake(server, patient, staff):
    visit = server.book("Vågne Vita")
    vita, clinician = patient(visit), staff()
    vita.window.context.add_init_script(WAKE)
    vita.open().is_in("booked")
    assert held(vita) == 0
    vita.becomes_ready()
    wait_until(lambda: held(vita) == 1, 5, "the screen to be kept awake")
    # The browser takes it back when the page is hidden; it is asked for again when the page returns.
    vita.page.evaluate("window.lock.release()")
    wait_until(lambda: held(vita) == 0, 5, "the lock to be gone")
    vita.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    wait_until(lambda: held(vita) == 1, 5, "the screen to be kept awake again")
    clinician.admit(visit).is_in_call()
    vita.is_in("inCall")
    assert held(vita) == 1
    clinician.ends("completed")
    vita.is_in("ended")
    wait_until(lambda: held(vita) == 0, 5, "the screen to be let go")


def test_the_title_and_a_sound_tell_when_it_is_time(server, patient, staff):
    visit = server.book("Tur Tora")
    tora, clinician = patient(visit), staff(nth=1)
    tora.becomes_ready()
    assert tora.page.title() == "Du er i venteværelset"
    tones = tora.page.evaluate("probe.tones()")
    # The patient reads something else meanwhile.
    tora.page.evaluate("Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => 'hidden' })")
    clinician.admit(visit)
    tora.page.wait_for_function("() => document.title === 'Det er din tur!'")
    wait_until(lambda: tora.page.evaluate("probe.tones()") >= tones + 4, 5, "the tune to sound")
    tora.page.evaluate("""() => { delete document.visibilityState;
        document.dispatchEvent(new Event('visibilitychange')); }""")
    tora.page.wait_for_function("() => document.title === 'Samtale i gang'")


def test_an_early_link_opens_by_itself(server, patient):
    visit = server.book("Vente Valdemar", in_minutes=15.4)
    valdemar = patient(visit)
    valdemar.open().is_in("early")
    assert "sekund" in valdemar.page.locator("#countdown").inner_text()
    valdemar.is_in("booked", seconds=60)
    valdemar.press("arrive")
    valdemar.is_in("arrived", "waiting")
