// @ts-check
// The addresses that this machine has now. Chromium looks for them once for each document, and tells it of a new one half
// a second or one and a half after it is there; a document that has just been made looks at once.

/** Gathering without the help of a server takes some hundredths of a second. */
const patienceMs = 300;

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
  const { RTCPeerConnection: Connection } = /** @type {typeof globalThis & Window} */ (home.contentWindow);
  const connection = new Connection(configuration);
  homes.set(connection, home);
  return connection;
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
 * What a connection knows of addresses. Where the browser names a stand-in (draft-ietf-mmusic-mdns-ice-candidates), nothing
 * can be compared.
 * @param {RTCPeerConnection} connection
 */
async function known(connection) {
  /** @type {Set<string>} */
  const addresses = new Set();
  (await connection.getStats()).forEach(({ type, candidateType, address }) => {
    if (type === "local-candidate" && candidateType === "host" && address && !address.endsWith(".local")) {
      addresses.add(address);
    }
  });
  return addresses;
}

/** What one that is made now knows. */
async function present() {
  const connection = openAfresh();
  try {
    await new Promise((resolve, reject) => {
      setTimeout(resolve, patienceMs);
      connection.onicecandidate = ({ candidate }) => { if (!candidate) resolve(undefined); };
      connection.createDataChannel("");
      connection.setLocalDescription().catch(reject);
    });
    return await known(connection);
  } finally {
    close(connection);
  }
}

/**
 * Whether this machine has an address that a connection does not know.
 * @param {RTCPeerConnection} connection
 */
export async function hasMoved(connection) {
  const [own, now] = await Promise.all([known(connection), present()]);
  return own.size > 0 && [...now].some((address) => !own.has(address));
}
