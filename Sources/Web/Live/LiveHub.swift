import Access
import Hummingbird
import Kernel
import Logging
import UseCases
import Visits

/// The live streams of all open pages.
///
/// After a change the clinic's day is loaded once, and everybody who looks at that clinic gets a whole new view.
/// Changes that come while a day is being loaded lead to one more load, not to one each.
public actor LiveHub: News {
    /// Whose stream it is.
    enum Reader: Sendable {
        case staff(StaffMember)
        case holder(LinkHolder, device: String?, token: String)

        var clinic: ID<Clinic> {
            switch self {
            case .staff(let member): member.clinic
            case .holder(let holder, _, _): holder.clinic
            }
        }

        /// Whose streams are counted together.
        var name: String {
            switch self {
            case .staff(let member): member.id.text
            case .holder(let holder, _, _): holder.participant.text
            }
        }

        var participant: ID<Participant> {
            switch self {
            case .staff(let member): member.participant
            case .holder(let holder, _, _): holder.participant
            }
        }

        var caller: Caller {
            switch self {
            case .staff(let member): .staff(member)
            case .holder(let holder, _, _): .participant(holder)
            }
        }
    }

    private struct Stream {
        let reader: Reader
        let pieces: AsyncStream<ByteBuffer>.Continuation
        /// When it is closed whatever happens: the page reconnects, and its session or link is looked at anew.
        let endsAt: Instant
        /// When the page's state changes by the clock alone.
        var dueAt: Instant?
    }

    /// Pieces that may wait for one slow reader. Views are whole, so a reader who is dropped and comes back misses
    /// nothing.
    private static let longestBacklog = 64

    /// Streams of one participant or member of staff: windows and devices, not an attack.
    private static let mostPerReader = 8
    private static let longestLife = Milliseconds.minutes(30)

    /// Random for each start of the server, so that a page can tell that its media path has died with the old one.
    nonisolated let boot: String
    private let logger: Logger
    private var acts: Acts?
    private var streams: [Int: Stream] = [:]
    private var nextStream = 0
    private var version = 0
    private var renewing: Set<ID<Clinic>> = []
    private var changed: Set<ID<Clinic>> = []

    public init(boot: String, logger: Logger) {
        self.boot = boot
        self.logger = logger
    }

    /// The acts are made with this hub as their news, so they can only be handed over afterwards.
    func serve(_ acts: Acts) { self.acts = acts }

    /// Ever growing. To be taken before a view is loaded: a view with a higher number then never shows an older state.
    func nextVersion() -> Int {
        version += 1
        return version
    }

    nonisolated func finished(_ view: PatientView, version: Int, token: String) -> PatientView {
        var view = view
        view.version = version
        view.boot = boot
        if view.factsReadable { view.facts = Addresses.patientFacts(token) }
        return view
    }

    nonisolated func finished(_ view: ClinicView, version: Int) -> ClinicView {
        var view = view
        view.version = version
        view.boot = boot
        return view
    }

    // MARK: Streams

    /// Opens a stream; the first pieces are the time to wait before reconnecting, and the view.
    func open(_ reader: Reader) async -> (number: Int, pieces: AsyncStream<ByteBuffer>) {
        let (pieces, continuation) = AsyncStream.makeStream(
            of: ByteBuffer.self, bufferingPolicy: .bufferingOldest(Self.longestBacklog))
        let own = streams.filter { $0.value.reader.name == reader.name }.keys.sorted()
        for number in own.dropLast(Self.mostPerReader - 1) { close(number) }
        nextStream += 1
        let number = nextStream
        let now = acts?.ports.clock.now() ?? Instant(ms: 0)
        streams[number] = Stream(reader: reader, pieces: continuation, endsAt: now + Self.longestLife)
        continuation.yield(EventText.retry)
        await renew(reader.clinic, only: number)
        return (number, pieces)
    }

    func close(_ number: Int) {
        streams.removeValue(forKey: number)?.pieces.finish()
    }

    /// A sign of life for everybody (scripts do not see comments, so there is an event besides).
    func keepAlive() {
        for number in streams.keys { send(EventText.alive, to: number) }
    }

    /// Renews the views that change with the clock: waiting times all, and pages that wait for their link to open.
    func renewByClock(all: Bool, at now: Instant) {
        var due: Set<ID<Clinic>> = []
        for (number, stream) in streams {
            if stream.endsAt <= now { close(number) }
            let isDue = stream.dueAt.map { $0 <= now } ?? false
            guard all || isDue else { continue }
            if isDue { streams[number]?.dueAt = nil }
            due.insert(stream.reader.clinic)
        }
        for clinic in due { renew(clinic) }
    }

    private func send(_ piece: ByteBuffer, to number: Int) {
        guard let stream = streams[number] else { return }
        // A reader that does not keep up is let go; it reconnects by itself and gets a whole view.
        if case .dropped = stream.pieces.yield(piece) { close(number) }
    }

    // MARK: News

    public func publish(_ change: Change) async {
        switch change {
        case .visit(_, let clinic), .clinic(let clinic): renew(clinic)
        case .line(let news): tell(news)
        case .upWidened(let participant, let clinic):
            for (number, stream) in streams where stream.reader.clinic == clinic {
                if stream.reader.participant == participant { send(EventText.upWidened, to: number) }
            }
        case .signedOut(let member):
            for (number, stream) in streams {
                if case .staff(let reader) = stream.reader, reader.id == member { close(number) }
            }
        }
    }

    private func tell(_ news: LineNews) {
        let event = LineEvent(visit: news.visit, participant: news.participant, verdict: news.verdict)
        guard let piece = try? EventText.event("line", event) else { return }
        for (number, stream) in streams where stream.reader.clinic == news.clinic {
            if case .holder(let holder, _, _) = stream.reader, holder.visit != news.visit { continue }
            send(piece, to: number)
        }
    }

    private func renew(_ clinic: ID<Clinic>) {
        guard streams.values.contains(where: { $0.reader.clinic == clinic }) else { return }
        changed.insert(clinic)
        guard renewing.insert(clinic).inserted else { return }
        Task {
            while changed.remove(clinic) != nil { await renew(clinic, only: nil) }
            renewing.remove(clinic)
        }
    }

    private func renew(_ clinic: ID<Clinic>, only: Int?) async {
        guard let acts else { return }
        let version = nextVersion()
        do {
            let day = try await acts.clinicDay(clinic)
            for (number, stream) in streams where stream.reader.clinic == clinic && (only == nil || only == number) {
                await show(day, version, to: number, stream.reader, acts)
            }
        } catch {
            logger.error("views not renewed", metadata: ["error": "\(Failure.safe(error))"])
        }
    }

    private func show(_ day: ClinicDay, _ version: Int, to number: Int, _ reader: Reader, _ acts: Acts) async {
        do {
            switch reader {
            case .staff(let member):
                let view = finished(day.clinicView(for: member), version: version)
                send(try EventText.event("view", view, id: version), to: number)
            case .holder(let holder, let device, let token):
                let view = finished(
                    try await acts.patientView(for: holder, device: device, in: day), version: version, token: token)
                streams[number]?.dueAt = view.state == .early ? view.opensAt : nil
                send(try EventText.event("view", view, id: version), to: number)
            }
        } catch is Refusal {
            // The link has died: the page's next attempt is answered as any unknown link.
            close(number)
        } catch {
            logger.error("view not made", metadata: ["error": "\(Failure.safe(error))"])
        }
    }
}

/// The `line` event.
private struct LineEvent: Encodable {
    let visit: ID<Visit>
    let participant: ID<Participant>
    let verdict: LineVerdict
}
