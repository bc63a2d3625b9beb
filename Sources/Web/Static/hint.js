// @ts-check
// The browser's word that the network changes: what is done about the path is then done sooner.

/** For so long after that word its own looking for addresses is not over. */
const holdsMs = 3000;

export class Hint {
  /** @param {() => void} told called when the word comes and no other has come lately */
  constructor(told) {
    this.at = 0;
    const hear = () => {
      const isNew = !this.holds;
      this.at = Date.now();
      if (isNew) told();
    };
    window.addEventListener("online", hear);
    /** @type {any} */ (navigator).connection?.addEventListener?.("change", hear);
  }

  get holds() { return Date.now() - this.at < holdsMs; }
}
