// @ts-check
// What is changed in the descriptions (SDP, RFC 8866) that go to the server and come from it.

/**
 * Asks for lost voice to be sent again (RFC 4585), which browsers do when it is agreed but do not offer by themselves.
 * @param {RTCSessionDescriptionInit} offer
 * @returns {RTCSessionDescriptionInit}
 */
export function withVoiceRepair(offer) {
  const sdp = (offer.sdp ?? "").replace(/a=rtpmap:(\d+) opus\/48000\/2\r\n/g,
    (line, type) => `${line}a=rtcp-fb:${type} nack\r\n`);
  return { type: offer.type, sdp };
}

/**
 * An answer with the layers as they are offered now: browsers take their state from it (RFC 8853).
 * @param {string} answer @param {string} offer
 */
export function layeredAs(answer, offer) {
  const layers = /^a=simulcast:send (.*)$/m.exec(offer)?.[1];
  return layers ? answer.replace(/^a=simulcast:recv .*$/m, `a=simulcast:recv ${layers}`) : answer;
}

/**
 * An answer that wishes for so many milliseconds of voice in each packet (RFC 8866 section 6.4).
 * @param {string} answer @param {number} ms
 */
export function packed(answer, ms) {
  const bare = answer.replace(/^a=ptime:.*\r\n/gm, "");
  return bare.replace(/^m=audio .*\r\n(?:(?!m=).*\r\n)*/m, (voice) => `${voice}a=ptime:${ms}\r\n`);
}

/**
 * An answer that puts sound with redundancy (RFC 2198) before sound without, or behind it: browsers send the first one.
 * @param {string} answer @param {boolean} wanted
 */
export function redundantly(answer, wanted) {
  const type = /^a=rtpmap:(\d+) red\/48000/m.exec(answer)?.[1];
  if (!type) return answer;
  return answer.replace(/^(m=audio \d+ \S+ )(.*)$/m, (_, head, types) => {
    const others = types.split(" ").filter((/** @type {string} */ one) => one !== type);
    return head + (wanted ? [type, ...others] : [...others, type]).join(" ");
  });
}
