"""Three in a call, and the way down of one becomes narrow: that one gets small pictures and the whole voice of both,
the two others lose nothing by it, and when the line is good again so are the pictures.
"""

from people import Patient
from waiting import wait_until

# Two voices take some 130 kbit/s of it.
NARROW = {"rate": 280, "queue": 300}
# A camera's picture is 640 wide, and its smaller layer half of that.
SMALL = 320
# Of a voice, what may be made up from the moment when the line becomes narrow; on a good line, what more than before.
MADE_UP, MORE_THAN_USUAL = 0.05, 0.02
SAMPLES_A_SECOND = 48_000
# In each slot, the moments (milliseconds since 1970) at which the picture changed its width, and to what.
WATCH = """() => {
  window.widths = [0, 1].map((slot) => {
    const picture = document.querySelector(`video[data-slot="${slot}"]`);
    const seen = [[Date.now(), picture.videoWidth]];
    picture.addEventListener("resize", () => seen.push([Date.now(), picture.videoWidth]));
    return seen;
  });
}"""


class Voice:
    """A voice as somebody hears it from now on."""

    def __init__(self, person, slot):
        self.person, self.line = person, person.lines(slot)[0]
        self.before = person.flow()[self.line]

    def since(self, name):
        return self.person.flow()[self.line][name] - self.before[name]

    def made_up(self, seconds=20):
        """Waits until so much of it has been played; gives the share that the browser had to make up."""
        enough = seconds * SAMPLES_A_SECOND
        wait_until(lambda: self.since("samples") >= enough, 2 * seconds, f"{seconds} s of a voice", 0.5)
        return self.since("concealed") / self.since("samples")


def voices(*people):
    return [Voice(one, slot) for one in people for slot in (0, 1)]


def widths(person):
    """How wide the pictures in both slots are now."""
    return person.page.evaluate("widths.map((seen) => seen.at(-1)[1])")


def sees_large(person):
    """Waits until both pictures are large."""
    wait_until(lambda: min(widths(person)) > SMALL, 60, "both pictures to be large", 0.2)


def changes(person, moment):
    """In each slot, the changes of width since that moment: after how many seconds, and to what."""
    return [
        [(at / 1000 - moment, width) for at, width in seen if at / 1000 > moment]
        for seen in person.page.evaluate("widths")
    ]


def first(changes, wanted):
    """After how many seconds each picture first had a width that was wanted."""
    return [next(after for after, width in seen if wanted(width)) for seen in changes]


def shown(seconds):
    return " and ".join(f"{one:.1f}" for one in seconds)


def test_one_of_three_on_a_narrow_line(network, call, windows):
    weak, clinician = call(windows, "Svend Svag")
    link = clinician.invites("Tove Tolk", "interpreter")
    interpreter = Patient(windows(clinician.window.context.browser), link=link, server=clinician.server)
    interpreter.becomes_ready()
    clinician.press("admit", "#guests")
    interpreter.is_in("inCall", "admitted")
    for one in (weak, clinician, interpreter):
        one.page.evaluate(WATCH)
        for slot in (0, 1):
            one.sees(20, slot=slot, seconds=40)
    usual = max(voice.made_up() for voice in voices(clinician, interpreter))
    for one in (clinician, interpreter, weak):
        sees_large(one)

    narrowed, others = voices(weak), voices(clinician, interpreter)
    before = [weak.frames(slot) for slot in (0, 1)]
    narrow = network.spoil(to_a=NARROW)
    of_weak = max(voice.made_up() for voice in narrowed)
    of_others = max(voice.made_up() for voice in others)
    pictures = [weak.frames(slot) - frames for slot, frames in enumerate(before)]
    wait_until(lambda: max(widths(weak)) <= SMALL, 20, "small pictures", 0.2)
    small = first(changes(weak, narrow), lambda width: width <= SMALL)
    print(f"a line of {NARROW['rate']} kbit/s: small pictures after {shown(small)} s, {pictures} of them in 20 s; "
          f"{of_weak:.1%} of a voice made up, of the others' {of_others:.1%} ({usual:.1%} before)")
    for slot in (0, 1):
        weak.hears(slot=slot)
        # Pictures that move, or stills.
        weak.sees(2, slot=slot, seconds=30)
    assert of_weak <= MADE_UP, f"{of_weak:.1%} of a voice made up on the narrow line"
    assert of_others <= usual + MORE_THAN_USUAL, f"{of_others:.1%} of a voice made up elsewhere, {usual:.1%} before"

    back = network.spoil()
    sees_large(weak)
    large = first(changes(weak, back), lambda width: width > SMALL)
    print(f"large pictures again {shown(large)} s after the line's return")
    # All the while. The patient 0, the clinician 1, the interpreter 2: those two see each other in slot 1.
    for one in (clinician, interpreter):
        seen = changes(one, narrow)[1]
        assert all(width > SMALL for _, width in seen), f"somebody else's picture became small: {seen}"
    clinician.ends("completed")
