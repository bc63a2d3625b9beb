import Foundation
import MediaWire
import Testing

@Suite struct OfferTests {
    static let browsers = ["chromium", "firefox"]

    static func answer(_ offer: Offer) throws -> Answer {
        let fingerprint = try #require(Fingerprint(bytes: (0..<32).map { UInt8($0) }))
        let address = try #require(TransportAddress("192.0.2.10", port: 8_801))
        let sources = offer.session.media.indices.map { index in
            OutboundSource(
                ssrc: Ssrc(UInt32(1_000 + 2 * index)), repair: Ssrc(UInt32(1_001 + 2 * index)),
                canonicalName: "venterum", stream: "slot-\(index)", track: "track-\(index)")
        }
        let candidates = [
            IceCandidate(host: address, transport: .udp, preference: 10),
            IceCandidate(host: address, transport: .tcpPassive, preference: 10),
        ]
        let ice = IceCredentials(fragment: "serv", password: "passwordpasswordpassword")
        return Answer(
            to: offer,
            AnswerTerms(sessionId: 5, ice: ice, fingerprint: fingerprint, candidates: candidates, outbound: sources))
    }

    @Test(arguments: browsers)
    func agreesOnTheFixedSlotsOfAVisit(_ browser: String) throws {
        let offer = try Offer(recorded("\(browser)-visit"))
        let answer = try Self.answer(offer)
        #expect(answer.media.map(\.kind) == [.audio, .video, .video] + (0..<6).flatMap { _ in [.audio, .video] })
        let directions = Array(repeating: MediaDirection.sendrecv, count: 3) + Array(repeating: .sendonly, count: 12)
        #expect(answer.media.map(\.direction) == directions)
        #expect(answer.media.map(\.index) == Array(0..<15))
        for line in answer.media {
            #expect(line.extensions.mid > 0 && line.extensions.transportWide > 0)
            #expect(line.outbound?.ssrc == Ssrc(UInt32(1_000 + 2 * line.index)))
            #expect(line.codecs.first?.kind == (line.kind == .audio ? .opus : .vp8))
            // For Opus no browser offers to ask again: the page adds it.
            #expect(line.codecs.first?.feedback.contains([.transportWide, .nack]) == true)
            if line.kind == .video {
                #expect(line.codecs.first?.repair != nil)
                #expect(line.codecs.first?.feedback.contains([.pictureLoss, .fullIntraRequest]) == true)
            }
        }
        #expect(answer.media[0].extensions.audioLevel > 0)
        #expect(!answer.media[0].theirSources.isEmpty)
        #expect(answer.media[2].theirRepairs.count == 1)
        // Firefox names a stream on lines that only receive, too.
        #expect(answer.media[3].theirSources.isEmpty == (browser == "chromium"))
    }

    @Test(arguments: browsers)
    func takesTheLayersOfAVisit(_ browser: String) throws {
        let answer = try Self.answer(Offer(recorded("\(browser)-visit")))
        #expect(answer.media.filter { !$0.rids.isEmpty }.map(\.index) == [1])
        #expect(answer.media[1].rids == ["l", "h"])
        #expect(answer.media[1].extensions.rid > 0 && answer.media[1].extensions.repairedRid > 0)
        // Chromium names no streams where it names layers.
        #expect(answer.media[1].theirSources.isEmpty == (browser == "chromium"))
        #expect(answer.media[1].theirRepairs.count == (browser == "chromium" ? 0 : 2))
    }

    /// A new path is asked for with the session and the first line alone, on the same transport: what was agreed upon
    /// for that line stays as it was, and only the names for the path are others.
    @Test(arguments: browsers)
    func takesTheBriefOfferOfANewPath(_ browser: String) throws {
        let whole = try Offer(recorded("\(browser)-visit"))
        let brief = try Offer(recorded("\(browser)-restart"))
        #expect(brief.session.media.count == 1 && brief.session.bundle == ["0"])
        #expect(brief.fingerprint == whole.fingerprint)
        #expect(brief.ice.fragment != whole.ice.fragment && brief.ice.password != whole.ice.password)
        let former = try Self.answer(whole).media[0]
        let answer = try Self.answer(brief)
        #expect(answer.media.count == 1)
        let line = try #require(answer.media.first)
        #expect(line.mid == former.mid && line.direction == former.direction)
        #expect(line.codecs == former.codecs && line.redundancy == former.redundancy)
        #expect(line.extensions == former.extensions)
        #expect(line.theirSources == former.theirSources)
        #expect(answer.text.contains("a=group:BUNDLE 0\r\n"))
    }

    @Test func readsWhatChromiumAloneOffers() throws {
        let offer = try Offer(recorded("chromium-visit"))
        let answer = try Self.answer(offer)
        #expect(answer.media[0].redundancy == PayloadType(63))
        #expect(answer.media[1].codecs.map(\.kind) == [.vp8, .h264])
        // Nothing is sent before somebody is admitted; Firefox does not say so of its layers.
        #expect(offer.session.media[1].pausedRids == ["l", "h"])
        #expect(answer.text.contains("a=simulcast:recv ~l;~h\r\n"))
        let h264 = try #require(answer.media[1].codecs.last)
        let format = "a=fmtp:\(h264.payloadType.value) level-asymmetry-allowed=1;packetization-mode=1"
        #expect(answer.text.contains(format))
    }

    @Test(arguments: browsers)
    func takesLayersOfAPicture(_ browser: String) throws {
        let answer = try Self.answer(Offer(recorded("\(browser)-simulcast")))
        #expect(answer.media[1].rids == ["q", "h", "f"])
        #expect(answer.media[1].extensions.rid > 0)
        #expect(answer.text.contains("a=simulcast:recv q;h;f\r\n"))
        // Firefox only sends its layer names, so we only receive them.
        if browser == "firefox" {
            #expect(answer.text.contains("/recvonly urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id"))
        }
    }

    /// A browser sets its layers by our answer (RFC 8853 section 5.3): one that rests in the offer rests in it too.
    @Test func layersThatRestGoOnResting() throws {
        let text = try recorded("chromium-simulcast")
            .replacingOccurrences(of: "a=simulcast:send q;h;f", with: "a=simulcast:send ~q;h;~f")
        let offer = try Offer(text)
        #expect(offer.session.media[1].pausedRids == ["q", "f"])
        let answer = try Self.answer(offer)
        #expect(answer.media[1].rids == ["q", "h", "f"])
        #expect(answer.text.contains("a=simulcast:recv ~q;h;~f\r\n"))
        let many = text.replacingOccurrences(
            of: "a=simulcast:send ~q", with: "a=simulcast:send " + String(repeating: "~x;", count: 40))
        #expect(throws: OfferRefusal.tooMany) { try Offer(many) }
    }

    @Test(arguments: [("b=AS:300\r\n", UInt64(300_000)), ("b=AS:300\r\nb=TIAS:250000\r\n", 250_000), ("b=AS:-1\r\n", nil)])
    func readsWhatTheWriterWantsToReceiveAtMost(_ lines: String, _ expected: UInt64?) throws {
        let text = try recorded("chromium-visit").replacingOccurrences(of: "t=0 0\r\n", with: lines + "t=0 0\r\n")
        #expect(try Offer(text).session.bandwidth == expected)
    }

    @Test(arguments: browsers)
    func refusesTheDataLineOnly(_ browser: String) throws {
        let answer = try Self.answer(Offer(recorded("\(browser)-voice-and-data")))
        #expect(answer.media.count == 1)
        #expect(answer.text.contains("m=application 0 UDP/DTLS/SCTP webrtc-datachannel\r\n"))
        #expect(answer.text.contains("a=group:BUNDLE 0\r\n"))
    }

    @Test func answersAiortc() throws {
        let offer = try Offer(recorded("aiortc-call"))
        let answer = try Self.answer(offer)
        #expect(answer.media.map(\.kind) == [.audio, .video])
        #expect(answer.media[0].extensions.transportWide == 0)
        #expect(offer.session.media[0].candidates.count == 2)
        #expect(offer.session.media[0].candidates[0].transport == .udp)
    }

    @Test func writesAnAnswerThatAClientReads() throws {
        let answer = try Self.answer(Offer(recorded("chromium-visit")))
        let read = try SessionDescription(parsing: answer.text)
        #expect(read.isIceLite && read.bundle == (0..<15).map(String.init))
        #expect(read.media[0].setup == .passive && read.media[0].hasRtcpMux)
        #expect(read.media[0].candidates.map(\.transport) == [.udp, .tcpPassive])
        #expect(read.media[0].candidates[0].priority > read.media[0].candidates[1].priority)
        #expect(read.media[0].ice?.fragment == "serv")
        #expect(read.media[0].fingerprints.first?.bytes == (0..<32).map { UInt8($0) })
        #expect(read.media[1].sources == [Ssrc(1_002), Ssrc(1_003)])
        #expect(read.media[1].repairs.first?.repair == Ssrc(1_003))
        #expect(read.media[1].stream == "slot-1" && read.media[1].track == "track-1")
        #expect(answer.text.utf8.split(separator: UInt8(ascii: "\n")).allSatisfy { $0.last == UInt8(ascii: "\r") })
    }

    @Test func draftsAnOfferThatItAnswers() throws {
        let fingerprint = try #require(Fingerprint(bytes: [UInt8](repeating: 0xAB, count: 32)))
        let source = OutboundSource(ssrc: Ssrc(77), repair: nil, canonicalName: "load", stream: "-", track: "a")
        let ice = IceCredentials(fragment: "clnt", password: "0123456789abcdefghijkl")
        let draft = OfferDraft(
            ice: ice, fingerprint: fingerprint,
            lines: [.init(.audio, .sendrecv, source: source), .init(.video, .recvonly, source: nil)])
        let offer = try Offer(draft.text)
        #expect(offer.ice == ice && offer.fingerprint == fingerprint)
        let answer = try Self.answer(offer)
        #expect(answer.media[0].theirSources == [Ssrc(77)])
        #expect(answer.media[0].redundancy == OfferDraft.Types.redundancy)
        #expect(answer.media[0].extensions.transportWide == OfferDraft.Ids.transportWide)
        #expect(answer.media[0].extensions.absoluteSendTime == OfferDraft.Ids.absoluteSendTime)
        #expect(answer.media[0].extensions.audioLevel == OfferDraft.Ids.audioLevel)
        #expect(answer.media[1].extensions.mid == OfferDraft.Ids.mid)
    }

    @Test(arguments: [
        ("a=rtcp-mux\r\n", "", OfferRefusal.noRtcpMux), ("a=fingerprint", "a=nothing", .noFingerprint),
        ("a=fingerprint:sha-256 ", "a=fingerprint:sha-256 00:", .fingerprintForm),
        ("a=fingerprint:sha-256 ", "a=fingerprint:sha-1 ", .fingerprintForm),
        ("a=ice-pwd:", "a=ice-pwd: ", .iceForm), ("a=ice-ufrag:", "a=nothing:", .noIce),
        ("a=setup:actpass", "a=setup:passive", .setup), ("a=group:BUNDLE", "a=group:LS", .noBundle),
        ("opus/48000", "opux/48000", .noCodecs), ("UDP/TLS/RTP/SAVPF", "RTP/AVP", .notEncrypted),
        ("v=0", "v=1", .malformed), ("a=mid:", "a=mid:()", .malformed), ("a=mid:1\r", "a=mid:0\r", .malformed),
        ("m=audio 9 ", "m=audio nine ", .malformed), ("m=", "x=", .noMedia), ("s=-", "s", .malformed),
    ])
    func namesWhatIsWrong(_ part: String, _ replacement: String, _ refusal: OfferRefusal) throws {
        let text = try recorded("chromium-visit").replacingOccurrences(of: part, with: replacement)
        #expect(throws: refusal) { try Offer(text) }
    }

    @Test func refusesWhatIsTooMuch() throws {
        #expect(throws: OfferRefusal.tooLarge) { try Offer(String(repeating: "a", count: 1_000_000)) }
        #expect(throws: OfferRefusal.tooMany) { try Offer("v=0\n" + String(repeating: "a=x\n", count: 5_000)) }
        let lines = "v=0\n" + String(repeating: "m=audio 9 UDP/TLS/RTP/SAVPF 111\n", count: 40)
        #expect(throws: OfferRefusal.tooMany) { try Offer(lines) }
        let formats = (0..<400).map { String($0 % 128) }.joined(separator: " ")
        #expect(throws: (any Error).self) { try Offer("v=0\nm=audio 9 UDP/TLS/RTP/SAVPF \(formats)\n") }
        #expect(throws: OfferRefusal.malformed) { try Offer("") }
    }

    @Test func giveEveryRefusalAWordOfItsOwn() {
        #expect(OfferRefusal.allCases.allSatisfy { $0.rawValue.hasPrefix("offer-") })
    }
}
