// @ts-check
// Keeps the screen awake while somebody waits or speaks; a locked telephone would stop the sound of the call.

let wanted = false;
/** @type {any} */
let lock = null;

async function hold() {
  if (!wanted || lock || document.visibilityState !== "visible") return;
  try {
    lock = await /** @type {any} */ (navigator).wakeLock?.request("screen");
    lock?.addEventListener("release", () => { lock = null; });
  } catch {
    lock = null;
  }
}

/** @param {boolean} on */
export function keepAwake(on) {
  wanted = on;
  if (on) return void hold();
  void lock?.release?.().catch(() => undefined);
  lock = null;
}

// The lock is lost whenever the page is hidden; it is taken again when the page returns.
document.addEventListener("visibilitychange", () => void hold());
