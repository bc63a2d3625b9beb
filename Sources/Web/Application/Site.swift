import Access
import Hummingbird
import Kernel
import UseCases
import Visits

/// What every route needs: the acts, and what turns their answers into pages.
struct Site: Sendable {
    let acts: Acts
    let pages: Pages
    let files: StaticFiles
    let hub: LiveHub
    let settings: WebSettings
    let guesses: AttemptLimit
    let tests: AttemptLimit
    let requests: AttemptLimit
    let acting: AttemptLimit

    /// The client's address, of IPv6 its network's, for limits only; never logged.
    func address(of request: Request, _ visitor: Visitor) -> String {
        guard settings.behindProxy, let chain = request.headers[named: "x-forwarded-for"],
            let last = chain.split(separator: ",").last
        else { return ClientHost.of(visitor.peerAddress) }
        return ClientHost.of(last.filter { !$0.isWhitespace })
    }

    /// Scheme, host and port that links begin with.
    func origin(of request: Request) -> String {
        if let address = settings.publicAddress { return address }
        return (settings.isSecure ? "https://" : "http://") + (request.head.authority ?? "localhost")
    }

    /// The link's holder. Guessing is put off after so many wrong ones; a good link works all the time.
    func holder(_ request: Request, _ visitor: Visitor) async throws -> LinkHolder {
        let address = address(of: request, visitor)
        let token = visitor.parameters.get("token") ?? ""
        do {
            return try await acts.holder(ofLink: token)
        } catch let refusal as Refusal where refusal.kind == .unknownCaller {
            guard await guesses.note(address, at: acts.ports.clock.now()) else {
                throw Refusal(.tooMany, "too-many-attempts", details: ["minutes": "10"])
            }
            throw Refusal(.notFound, "unknown-link")
        }
    }

    /// Takes note of an act with a link. Each leaves something in the visit for good, so far more of them than a person
    /// does are put off.
    func noteAct(of holder: LinkHolder) async throws {
        guard await acting.note(holder.participant.text, at: acts.ports.clock.now()) else {
            throw Refusal(.tooMany, "too-many-attempts", details: ["minutes": "10"])
        }
    }

    /// The page behind a link, complete with what only the edge knows.
    func patientView(for holder: LinkHolder, device: String?, token: String) async throws -> PatientView {
        let version = await hub.nextVersion()
        let view = try await acts.patientView(for: holder, device: device)
        return hub.finished(view, version: version, token: token)
    }

    /// The clinic's page after an act, complete with what only the edge knows.
    func clinicView(for member: StaffMember) async throws -> ClinicView {
        let version = await hub.nextVersion()
        return hub.finished(try await acts.clinicDay(member.clinic).clinicView(for: member), version: version)
    }
}
