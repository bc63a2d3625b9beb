// @ts-check
// Stands in the page itself: any of the page's scripts may be lost on its way, as when the network changes, and without it
// no button does anything. The page says so and is fetched again as soon as the script can be.
{
  /** The pause before that, twice as long each time: of a page whose script is lost each time much can still be read. */
  const pauseMs = Math.min(2000 * 2 ** (history.state?.fetches ?? 0), 60_000);
  let isWhole = true;

  /** @param {string} address */
  const again = async (address) => {
    // What has gone is there under another address, which a page fetched anew has.
    const isAnswered = await fetch(address, { cache: "reload" }).then(({ status }) => status < 500, () => false);
    if (!isAnswered) return setTimeout(again, pauseMs, address);
    history.replaceState({ fetches: (history.state?.fetches ?? 0) + 1 }, "");
    return location.reload();
  };

  // Who presses before the script runs presses once: a document is ready when its modules have run. What a browser does by
  // itself, as with a link, it has done.
  /** @type {HTMLElement | null} */
  let pressed = null;
  /** @param {MouseEvent} event */
  const keep = ({ target }) => {
    if (target instanceof Element) pressed = target.closest("button[type=button][data-act]") ?? pressed;
  };
  document.addEventListener("click", keep);
  document.addEventListener("DOMContentLoaded", () => {
    document.removeEventListener("click", keep);
    if (!isWhole) return document.getElementById("not-fetched")?.removeAttribute("hidden");
    if (history.state?.fetches) history.replaceState(null, "");
    return pressed?.click();
  });

  // A script of whose own scripts one was lost tells the same. The event does not bubble.
  document.addEventListener("error", ({ target }) => {
    if (!(target instanceof HTMLScriptElement)) return;
    isWhole = false;
    setTimeout(again, pauseMs, target.src);
  }, true);
}
