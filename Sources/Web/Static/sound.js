// @ts-check
// Short sounds made on the spot: a door bell when someone arrives, two rising tones when it is the patient's turn.

/** @type {AudioContext | null} */
let context = null;

/**
 * The page's audio, woken by the first press.
 * @returns {AudioContext | null}
 */
export function audio() {
  try {
    context ??= new AudioContext({ latencyHint: "interactive" });
    if (context.state === "suspended") void context.resume();
  } catch {
    context = null;
  }
  return context;
}

// Browsers keep audio asleep until the reader has touched the page.
for (const kind of ["pointerdown", "keydown"]) {
  document.addEventListener(kind, () => void audio(), { once: true, capture: true });
}

/**
 * Shows a control while the browser keeps our sounds asleep, since a bell that cannot ring must not be trusted.
 * @param {HTMLElement} control
 */
export function watchSound(control) {
  const look = () => { control.hidden = audio()?.state === "running"; };
  control.addEventListener("click", () => {
    // Waking takes a moment; only then can it ring, so that the reader knows how it sounds.
    void audio()?.resume().then(() => {
      ring("arrival");
      look();
    });
  });
  setTimeout(look, 800);
  setInterval(look, 2000);
}

/** @type {Record<string, [number, number][]>} pitch in hertz and start in seconds */
const tunes = {
  arrival: [[659, 0], [523, 0.28]],
  turn: [[523, 0], [659, 0.2], [784, 0.4], [1047, 0.6]],
  message: [[880, 0]],
  tone: [[523, 0], [659, 0.5], [784, 1]],
};

/** @param {keyof typeof tunes | string} tune */
export function ring(tune) {
  const made = audio();
  if (!made || made.state !== "running") return;
  const now = made.currentTime + 0.02;
  for (const [pitch, at] of tunes[tune] ?? []) {
    const tone = made.createOscillator();
    const volume = made.createGain();
    tone.type = "sine";
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0, now + at);
    volume.gain.linearRampToValueAtTime(0.22, now + at + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0008, now + at + 0.9);
    tone.connect(volume).connect(made.destination);
    tone.start(now + at);
    tone.stop(now + at + 1);
  }
}

let title = document.title;
let timer = 0;

/**
 * The page's own title; while an alert runs it takes turns with it.
 * @param {string} words
 */
export function setTitle(words) {
  title = words;
  if (!timer) document.title = words;
}

/**
 * Lets the title blink, for a page in another tab, until `null` is given.
 * @param {string | null} words
 */
export function alertTitle(words) {
  clearInterval(timer);
  timer = 0;
  document.title = title;
  if (!words) return;
  let odd = true;
  document.title = words;
  timer = window.setInterval(() => {
    odd = !odd;
    document.title = odd ? words : title;
  }, 1200);
}
