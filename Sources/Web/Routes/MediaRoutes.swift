import Access
import Hummingbird
import Kernel
import UseCases
import Visits

/// Signalling of the media path over HTTP, alike for patients, guests, staff and the test page.
struct MediaRoutes: Sendable {
    let site: Site
    /// Who asks, and the address under which the peers are. Throws a refusal for one who may not.
    let caller: @Sendable (Request, Visitor, Entered) async throws -> (Caller, base: String)

    private typealias Handler = @Sendable (Request, Entered, Caller, ID<Peer>) async throws -> Response

    func add(to router: Router<Visitor>, at base: RouterPath) {
        let media = router.group(base)
        media.post("") { request, visitor in try await offer(request, visitor) }
        on(media, .get, "relay") { _, _, caller, _ in
            guard let way = try await site.acts.relay(by: caller) else { return Answer.nothing }
            return try Answer.json(way)
        }
        on(media, .patch, ":peer", isOffer: true) { request, entered, caller, peer in
            let answer = try await site.acts.restart(peer, offer: entered.text, by: caller)
            return Answer.text(answer, type: "application/sdp", compressedFor: request)
        }
        on(media, .delete, ":peer") { _, _, caller, peer in
            try await site.acts.leaveMedia(peer, by: caller)
            return Answer.nothing
        }
        on(media, .post, ":peer/echo") { _, entered, caller, peer in
            let wish = try entered.json(EchoWish.self)
            try await site.acts.echo(
                peer, seconds: wish.seconds ?? 8, probeKbps: wish.probeKbps ?? 0, by: caller)
            return Answer.nothing
        }
        on(media, .delete, ":peer/echo") { _, _, caller, peer in
            try await site.acts.stopEcho(peer, by: caller)
            return Answer.nothing
        }
        on(media, .get, ":peer/line") { _, _, caller, peer in
            try Answer.json(LineAnswer(try await site.acts.line(of: peer, by: caller)))
        }
        on(media, .post, ":peer/seen") { _, entered, caller, peer in
            let wish = try entered.json(SeenWish.self)
            let seen = SeenLine(concealed: wish.concealed ?? 0, frozenMs: wish.frozenMs ?? 0)
            try await site.acts.report(seen, from: peer, by: caller)
            return Answer.nothing
        }
        on(media, .post, ":peer/sends") { _, entered, caller, peer in
            if case .participant(let holder) = caller { try await site.noteAct(of: holder) }
            try await site.acts.report(try entered.json(SendsWish.self).sends, from: peer, by: caller)
            return Answer.nothing
        }
    }

    private func on(
        _ group: RouterGroup<Visitor>, _ method: HTTPRequest.Method, _ path: RouterPath,
        isOffer: Bool = false, _ handle: @escaping Handler
    ) {
        group.on(path, method: method) { request, visitor in
            let entered = try await isOffer ? enteredOffer(request) : Entered(request)
            let (caller, _) = try await caller(request, visitor, entered)
            return try await handle(request, entered, caller, ID(visitor.parameters.get("peer") ?? ""))
        }
    }

    /// An offer as it came; one that is too long to be read is counted with the others that are refused.
    private func enteredOffer(_ request: Request) async throws -> Entered {
        do {
            return try await Entered(request, upTo: Entered.longestOffer)
        } catch let error as any HTTPResponseError {
            if error.status == .contentTooLarge { await site.acts.ports.media.noteTooLarge() }
            throw error
        }
    }

    /// Where a load generator's peer goes; nil unless the operator has opened such rooms.
    private func measuredPlace(_ request: Request) -> (room: String, seat: Int)? {
        guard site.settings.measuring, let room = request.uri.queryParameters["room"],
            let seat = request.uri.queryParameters["seat"].flatMap({ Int($0) })
        else { return nil }
        return (String(room), seat)
    }

    private func offer(_ request: Request, _ visitor: Visitor) async throws -> Response {
        let entered = try await enteredOffer(request)
        let (caller, base) = try await caller(request, visitor, entered)
        let answered: AnsweredOffer
        if case .nobody = caller, let (room, seat) = measuredPlace(request) {
            answered = try await site.acts.offerMeasured(entered.text, room: room, seat: seat)
        } else if case .nobody = caller {
            let address = site.address(of: request, visitor)
            guard await site.tests.note(address, at: site.acts.ports.clock.now()) else {
                throw Refusal(.tooMany, "test-page-busy")
            }
            answered = try await site.acts.offerTest(entered.text)
        } else {
            answered = try await site.acts.offer(entered.text, by: caller)
        }
        return Answer.text(
            answered.answer, type: "application/sdp", status: .created,
            headers: [.location: Addresses.peer(answered.peer, under: base)], compressedFor: request)
    }
}

private struct SeenWish: Decodable {
    let concealed: Double?
    let frozenMs: Int?
}

private struct EchoWish: Decodable {
    let seconds: Int?
    let probeKbps: Int?
}

/// What a page says that it sends; what it does not mention, it does not send.
private struct SendsWish: Decodable {
    let microphone: Bool?
    let camera: Bool?
    let screen: Bool?
    let pictureRests: Bool?

    var sends: Sends {
        Sends(
            microphone: microphone ?? false, camera: camera ?? false, screen: screen ?? false,
            pictureRests: pictureRests ?? false)
    }
}

/// The line as the pages read it: what is not known yet is there as null.
private struct LineAnswer: Encodable {
    @OrNull var roundTripMs: Int?
    @OrNull var lossUp: Double?
    @OrNull var lossDown: Double?
    @OrNull var jitterMs: Int?
    @OrNull var upKbps: Int?
    @OrNull var downKbps: Int?
    @OrNull var jitterDownMs: Int?
    @OrNull var burstUp: Int?
    @OrNull var burstDown: Int?
    @OrNull var downFlowKbps: Int?
    let path: LineReport.Path

    init(_ line: LineReport) {
        _roundTripMs = OrNull(wrappedValue: line.roundTripMs)
        _lossUp = OrNull(wrappedValue: line.lossUp)
        _lossDown = OrNull(wrappedValue: line.lossDown)
        _jitterMs = OrNull(wrappedValue: line.jitterMs)
        _upKbps = OrNull(wrappedValue: line.upKbps)
        _downKbps = OrNull(wrappedValue: line.downKbps)
        _jitterDownMs = OrNull(wrappedValue: line.jitterDownMs)
        _burstUp = OrNull(wrappedValue: line.burstUp)
        _burstDown = OrNull(wrappedValue: line.burstDown)
        _downFlowKbps = OrNull(wrappedValue: line.downFlowKbps)
        path = line.path
    }
}
