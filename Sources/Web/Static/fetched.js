// @ts-check
// Stands in the page itself: any of the page's scripts may be lost on its way, as when the network changes, and without it
// no button does anything. The page says so and is fetched again as soon as the script can be.
{
  const pauseMs = 2000;

  /** @param {string} address */
  const again = async (address) => {
    const isThere = await fetch(address, { cache: "reload" }).then((answer) => answer.ok, () => false);
    if (isThere) location.reload();
    else setTimeout(again, pauseMs, address);
  };

  // Who presses before the script runs presses once: a document is ready when its modules have run.
  /** @type {HTMLElement | null} */
  let pressed = null;
  /** @param {MouseEvent} event */
  const keep = ({ target }) => {
    if (target instanceof Element) pressed = target.closest("[data-act]");
  };
  document.addEventListener("click", keep);
  document.addEventListener("DOMContentLoaded", () => {
    document.removeEventListener("click", keep);
    pressed?.click();
  });

  // A script of whose own scripts one was lost tells the same. The event does not bubble.
  document.addEventListener("error", ({ target }) => {
    if (!(target instanceof HTMLScriptElement)) return;
    const say = () => document.getElementById("not-fetched")?.removeAttribute("hidden");
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", say);
    else say();
    setTimeout(again, pauseMs, target.src);
  }, true);
}
