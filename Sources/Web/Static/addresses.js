// @ts-check
// The addresses that this machine has now. Chromium looks for them once for each document, and tells it of a new one half
// a second or one and a half after it is there; a document that has just been made looks at once.

/** Gathering without the help of a server takes some hundredths of a second. */
const patienceMs = 300;

/** Between two looks, while a path has been lost for less than the first: a dead one is not watched as closely for ever. */
const pausesMs = [[15_000, 450], [90_000, 900], [Infinity, 5000]];
/** What is still being asked of a connection is never answered once its document is gone. */
const lingerMs = 2000;

/** @type {WeakMap<RTCPeerConnection, HTMLIFrameElement>} connections and the documents that they live in */
const homes = new WeakMap();

/**
 * A connection in a document of its own, which knows the addresses of now.
 * @param {RTCConfiguration} [configuration]
 */
export function openAfresh(configuration) {
  const home = document.createElement("iframe");
  home.hidden = true;
  document.body.append(home);
  try {
    const { RTCPeerConnection: Connection } = /** @type {typeof globalThis & Window} */ (home.contentWindow);
    const connection = new Connection(configuration);
    homes.set(connection, home);
    return connection;
  } catch (error) {
    home.remove();
    throw error;
  }
}

/**
 * Closes a connection, and does away with the document that was made for it.
 * @param {RTCPeerConnection} connection
 */
export function close(connection) {
  connection.close();
  const home = homes.get(connection);
  if (home) setTimeout(() => home.remove(), lingerMs);
}

/**
 * What a connection tells of addresses. Where the browser names a stand-in (draft-ietf-mmusic-mdns-ice-candidates), nothing
 * can be compared.
 * @param {RTCPeerConnection} connection
 * @param {Set<string>} addresses where they go
 */
async function note(connection, addresses) {
  (await connection.getStats()).forEach(({ type, candidateType, address }) => {
    if (type === "local-candidate" && candidateType === "host" && address && !address.endsWith(".local")) {
      addresses.add(address);
    }
  });
}

/** What one that is made now knows. */
async function present() {
  /** @type {Set<string>} */
  const addresses = new Set();
  const connection = openAfresh();
  try {
    await new Promise((resolve, reject) => {
      setTimeout(resolve, patienceMs);
      connection.onicecandidate = ({ candidate }) => { if (!candidate) resolve(undefined); };
      connection.createDataChannel("");
      connection.setLocalDescription().catch(reject);
    });
    await note(connection, addresses);
  } finally {
    close(connection);
  }
  return addresses;
}

export class Addresses {
  constructor() {
    this.askedAt = 0;
    /** @type {WeakMap<RTCPeerConnection, Set<string>>} all that each has ever known: while a new path is laid it tells of some */
    this.known = new WeakMap();
  }

  /**
   * Whether it is time for another look, each of which takes a document and a connection.
   * @param {number} lostMs for how long the path has been lost
   */
  isDue(lostMs) {
    return Date.now() - this.askedAt >= (pausesMs.find(([until]) => lostMs < until) ?? pausesMs[0])[1];
  }

  /**
   * Whether this machine has an address that a connection does not know.
   * @param {RTCPeerConnection} connection
   */
  async haveChanged(connection) {
    this.askedAt = Date.now();
    const own = this.known.get(connection) ?? new Set();
    this.known.set(connection, own);
    await note(connection, own);
    return own.size > 0 && [...await present()].some((address) => !own.has(address));
  }
}
