// What browsers have and the checker's library does not know yet.
interface RTCRtpReceiver { jitterBufferTarget: number | null; }
interface CompressionStream extends GenericTransformStream {}
declare const CompressionStream: { new (format: "gzip"): CompressionStream };
