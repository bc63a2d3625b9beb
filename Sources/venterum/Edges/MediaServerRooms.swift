import Kernel
import MediaServer
import UseCases
import Visits

/// The media server as the acts see it: the same verbs, with the names of the domain.
struct MediaServerRooms: MediaRooms {
    let server: MediaServer

    func join(_ peer: ID<Peer>, offer: String, home: ID<Clinic>?) async throws -> String {
        do { return try await server.join(peer.text, offer: offer, home: home?.text) } catch {
            throw Self.refusal(error)
        }
    }

    func restart(_ peer: ID<Peer>, offer: String) async throws -> String {
        do { return try await server.restart(peer.text, offer: offer) } catch { throw Self.refusal(error) }
    }

    func noteTooLarge() async { server.noteTooLarge() }

    func leave(_ peer: ID<Peer>) async { await server.leave(peer.text) }

    func place(_ peer: ID<Peer>, in room: ID<Room>?, seat: Int) async {
        await server.place(peer.text, in: room?.text, seat: seat)
    }

    func echo(_ peer: ID<Peer>, for span: Milliseconds, probeKbps: Int) async {
        await server.echo(peer.text, forMilliseconds: Int(span.count), probeKbps: probeKbps)
    }

    func stopEcho(_ peer: ID<Peer>) async { await server.stopEcho(peer.text) }

    func line(of peer: ID<Peer>) async -> Visits.LineReport? { await server.line(of: peer.text).map(Self.line) }

    /// Nothing waits here: each is fetched when it is asked for, and the server bounds what waits for that.
    var news: AsyncStream<UseCases.MediaNews> {
        let source = server.news
        return AsyncStream(unfolding: { await source.first { _ in true }.map { Self.news($0) } })
    }

    private static func refusal(_ refusal: MediaRefusal) -> Refusal {
        switch refusal {
        case .offer(let word): Refusal(.invalid, word, field: "offer")
        case .unknownPeer: Refusal(.notFound, "no-such-peer")
        case .unavailable: Refusal(.tooMany, "media-full")
        }
    }

    private static func news(_ news: MediaServer_News) -> UseCases.MediaNews {
        switch news {
        case .connected(let peer): .connected(ID(peer))
        case .pathLost(let peer): .pathLost(ID(peer))
        case .pathBack(let peer): .pathBack(ID(peer))
        case .gone(let peer): .gone(ID(peer))
        case .line(let peer, let report): .line(ID(peer), line(report))
        case .picturePaused(let peer): .picture(ID(peer), paused: true)
        case .pictureResumed(let peer): .picture(ID(peer), paused: false)
        case .upWidened(let peer): .upWidened(ID(peer))
        }
    }

    private static func line(_ report: MediaServer_Line) -> Visits.LineReport {
        Visits.LineReport(
            roundTripMs: report.roundTripMs.map { Int($0.rounded()) }, lossUp: report.lossUp,
            lossDown: report.lossDown, jitterMs: report.jitterUpMs.map { Int($0.rounded()) }, upKbps: report.upKbps,
            downKbps: report.estimatedDownKbps, path: report.pathIsAlive ? .ok : .lost,
            jitterDownMs: report.jitterDownMs.map { Int($0.rounded()) }, burstUp: report.longestBurstUp,
            burstDown: report.longestBurstDown, downFlowKbps: report.downKbps)
    }
}
