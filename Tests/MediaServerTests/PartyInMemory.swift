import MediaWire

@testable import MediaEngine

extension CallInMemory {
    /// One client and what it has heard.
    final class Party {
        let client: ClientPeer
        let outbox = Outbox()
        /// Where it sends from; another one is what a new network or a NAT makes of it.
        var address: TransportAddress
        var up: LossyLink
        var down: LossyLink
        /// Frames of sound by their time in units of 20 ms, and when they were heard first.
        var heard: [Int64: Int64] = [:]
        /// Frames of sound whose bytes were not what was spoken.
        var spoilt = 0
        var pictures = 0
        var keyFrames = 0
        var decoder = PictureDecoder()
        /// Earlier frames that each packet of its sound repeats (RFC 2198), as browsers send them.
        var redundantFrames = 0
        let number: Int
        var screen = PictureWatch()
        /// What a shared screen is sent with, in bits per second; nil while none is shared.
        var shares: Double?
        /// When something that is no check was last sent to it, and the longest time between two such.
        private var toldUs: Int64 = 0
        var longestPauseUs: Int64 = 0
        /// Checks that the server has sent to it.
        var checksSent = 0

        init(
            _ crypto: any Cryptography, _ number: Int, people: Int, layers: [String], seed: UInt64, repairs: Bool,
            screens: Bool
        ) {
            self.number = number
            let port = UInt16(1_000 + number)
            let more = (0..<max(0, people - 2)).flatMap { _ in [MediaKind.audio, .video] }
            let own: [MediaKind] = screens ? [.audio, .video, .video] : [.audio, .video]
            client = ClientPeer(
                crypto, outbox: outbox, lines: own.map { ($0, .sendrecv) } + more.map { ($0, .recvonly) },
                layers: layers, repairs: repairs)
            address = TransportAddress(v4: 0x0A00_0001, port: port)
            up = LossyLink(LossyLink.Line(), seed: seed)
            down = LossyLink(LossyLink.Line(), seed: seed &+ 1)
        }

        /// A check begins with a byte of 0 to 3 (RFC 7983 section 7), one of ours with a request's type.
        func noteTold(_ datagram: [UInt8], nowUs: Int64) {
            if datagram.prefix(2) == [0, 1] { checksSent += 1 }
            guard let first = datagram.first, first > 3 else { return }
            longestPauseUs = max(longestPauseUs, nowUs - toldUs)
            toldUs = nowUs
        }
    }
}
