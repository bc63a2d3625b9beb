// @ts-check
// How each line is encoded: the layers of the picture, and what becomes of voice and picture on a narrow line.

/** @typedef {"microphone" | "camera" | "screen"} Source */
/** @typedef {RTCRtpEncodingParameters & {rid?: string} & Record<string, unknown>} Encoding */
/**
 * The picture flows; or it rests, where the line is too narrow for one beside the voice; meanwhile a still one goes now and
 * then, a very small one feels whether the line has become wider, and where it has, another one tries it with all that may be
 * sent.
 * @typedef {"flows" | "rests" | "stills" | "feels" | "tries"} Picture
 */
/** @typedef {{rate: number, packetMs: number}} Voice */

/** @type {Voice} */
const beside = { rate: 24_000, packetMs: 60 };

/**
 * Our voice with each of these: bits per second, and milliseconds in a packet. Headers and tag of a packet are 80 bytes on
 * an Ethernet: 32 kbit/s of them where it holds 20 ms, 11 kbit/s where it holds 60.
 * @type {Record<Picture, Voice>}
 */
export const voices = {
  flows: { rate: 32_000, packetMs: 20 },
  rests: beside,
  stills: beside,
  feels: beside,
  tries: beside,
};

/** The smaller layer of the picture, sent beside the other only while there are more than two people. */
const small = "l";
const smallRate = 150_000;
/** At this rate a first picture of 160x120 takes half a kilobyte: one packet, 70 ms of a line of 60 kbit/s. */
const stillRate = 10_000;
/** @type {Encoding} */
const camera = { priority: "low", networkPriority: "low", maxFramerate: 30 };

/** @type {Record<Source, Encoding[]>} the layers smallest first, as the server takes them */
export const encodings = {
  microphone: [{ priority: "high", networkPriority: "high", maxBitrate: voices.flows.rate }],
  camera: [{ rid: small, ...camera, scaleResolutionDownBy: 2, maxBitrate: smallRate },
    { rid: "h", ...camera, scaleResolutionDownBy: 1, maxBitrate: 1_200_000 }],
  screen: [{ priority: "medium", networkPriority: "medium", maxBitrate: 2_500_000, maxFramerate: 15 }],
};

/**
 * What changes of a layer that is sent, or would be.
 * @param {Source} source @param {Encoding} layer @param {Picture} picture
 * @param {boolean} isLayered whether the picture is sent in two sizes
 * @returns {Partial<Encoding>}
 */
export function shape(source, layer, picture, isLayered) {
  if (source === "microphone") return { active: true };
  if (source === "screen") return { active: picture === "flows" };
  const isSmall = layer.rid === small;
  if (!isSmall) return { active: picture === "flows" };
  if (picture === "feels") return { active: true, scaleResolutionDownBy: 16, maxFramerate: 1, maxBitrate: smallRate };
  if (picture === "tries") return { active: true, scaleResolutionDownBy: 8, maxFramerate: 10, maxBitrate: smallRate };
  if (picture === "stills") return { active: true, scaleResolutionDownBy: 4, maxFramerate: 1, maxBitrate: stillRate };
  return { active: picture === "flows" && isLayered, scaleResolutionDownBy: 2, maxFramerate: 30, maxBitrate: smallRate };
}
