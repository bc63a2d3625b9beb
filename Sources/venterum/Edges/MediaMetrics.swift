import MediaServer
import Web

extension MediaCounters {
    /// As an operator's Prometheus reads them; docs/operating.md says what each means.
    var families: [MetricFamily] {
        [
            MetricFamily(
                "venterum_participants", .gauge, "Browsers with a media connection, by how far it is.",
                [
                    .init([("state", "connected")], Double(sum(\.connected))),
                    .init([("state", "connecting")], Double(sum(\.connecting))),
                ]),
            MetricFamily(
                "venterum_rooms", .gauge, "Rooms in which somebody is.", [.init([], Double(sum(\.rooms)))]),
        ] + handshakes + packets + voice + load
    }

    private var handshakes: [MetricFamily] {
        [
            MetricFamily("venterum_handshakes_total", .counter, "DTLS handshakes completed.", sum(\.handshakes)),
            MetricFamily(
                "venterum_handshakes_failed_total", .counter,
                "DTLS handshakes that failed, and those whose certificate was not the one in the offer.",
                [
                    .init([("reason", "dtls")], Double(sum(\.handshakesFailed))),
                    .init([("reason", "fingerprint")], Double(sum(\.fingerprintsWrong))),
                ]),
            MetricFamily(
                "venterum_offers_refused_total", .counter, "Offers of browsers that were not accepted, by reason.",
                offersRefused.sorted { $0.key < $1.key }.map { .init([("reason", $0.key)], Double($0.value)) }),
            MetricFamily(
                "venterum_stun_refused_total", .counter,
                "STUN requests for nobody here, or with a wrong integrity code.", sum(\.stunRefused)),
        ]
    }

    private var packets: [MetricFamily] {
        [
            MetricFamily(
                "venterum_packets_received_total", .counter, "Genuine RTP packets from browsers.", sum(\.packetsUp)),
            MetricFamily(
                "venterum_packets_forwarded_total", .counter, "RTP packets sent to receivers.", sum(\.packetsDown)),
            MetricFamily(
                "venterum_packets_dropped_total", .counter, "Datagrams that were thrown away, by reason.",
                [
                    .init([("reason", "forged")], Double(sum(\.forgeries))),
                    .init([("reason", "replayed")], Double(sum(\.replays))),
                    .init([("reason", "stranger")], Double(sum(\.strays))),
                ]),
            MetricFamily(
                "venterum_datagrams_unsent_total", .counter, "UDP datagrams that the system did not take.",
                threads.reduce(0) { $0 &+ $1.datagramsUnsent }),
            pair(
                "venterum_media_bytes_total", "Bytes of RTP: up from browsers, down to them.", sum(\.bytesUp),
                sum(\.bytesDown)),
            pair(
                "venterum_retransmissions_total", "Packets that were sent again, from browsers and to them.",
                sum(\.repeatedUp), sum(\.repeatedDown)),
        ]
    }

    private var voice: [MetricFamily] {
        [
            pair(
                "venterum_voice_packets_total", "Packets of sound that were to arrive.", sum(\.soundExpectedUp),
                sum(\.soundReportedDown)),
            pair(
                "venterum_voice_packets_lost_total", "Packets of sound that did not arrive, before any repair.",
                sum(\.soundLostUp), sum(\.soundLostDown)),
        ]
    }

    private var load: [MetricFamily] {
        [
            MetricFamily(
                "venterum_media_thread_cpu_seconds_total", .counter,
                "Seconds of processor time that a media thread has taken; one second a second is a full core.",
                threads.enumerated().map { .init([("thread", String($0))], $1.cpuSeconds) })
        ]
    }

    private func pair(_ name: String, _ help: String, _ up: UInt64, _ down: UInt64) -> MetricFamily {
        MetricFamily(
            name, .counter, help, [.init([("direction", "up")], Double(up)), .init([("direction", "down")], Double(down))])
    }

    private func sum<Count: FixedWidthInteger>(_ count: KeyPath<BoardCounters, Count>) -> Count {
        threads.reduce(0) { $0 &+ $1.board[keyPath: count] }
    }
}
