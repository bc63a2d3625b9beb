import Access
import Kernel
import Visits

extension Acts {
    /// Longest message, in characters, and most messages that one visit holds.
    static let longestMessage = 1_000
    static let mostMessages = 500

    /// Writes to those who take part in the visit. The talk is no record: it is removed a day after the visit.
    @discardableResult
    public func sendMessage(_ text: String, in visit: ID<Visit>, by caller: Caller) async throws -> ID<Message> {
        let text = text.trimmed
        let found = try await ports.store.visit(visit)
        do {
            guard let found, let clinic = try await ports.store.clinic(found.clinic) else {
                throw Refusal(.notFound, "no-such-visit")
            }
            try Permission.check(.sendMessage, by: caller, on: found, at: clinic)
            guard found.ending == nil else { throw Refusal(.conflict, "visit-ended") }
            guard !text.isEmpty else { throw Refusal(.invalid, "text-missing", field: "text") }
            guard text.count <= Self.longestMessage else {
                throw Refusal(.invalid, "text-too-long", field: "text", details: ["most": "\(Self.longestMessage)"])
            }
            guard try await ports.store.messages(of: visit).count < Self.mostMessages else {
                throw Refusal(.tooMany, "too-many-messages")
            }
            let (sender, name) = try writer(caller, in: found)
            let message = Message(id: newID("t"), visit: visit, from: sender, name: name, text: text, at: now)
            try await ports.store.add(message)
            try await ports.store.append(entry(.sendMessage, by: caller, on: found, .done))
            await ports.news.publish(.visit(visit, clinic: found.clinic))
            return message.id
        } catch let refusal as Refusal {
            throw try await audited(refusal, .sendMessage, by: caller, on: found)
        }
    }

    private func writer(_ caller: Caller, in visit: Visit) throws(Refusal) -> (ID<Participant>, String) {
        switch caller {
        case .staff(let member): return (member.participant, member.name)
        case .participant(let holder):
            guard let one = visit.participant(holder.participant), one.stage != .removed else {
                throw Refusal(.conflict, "visit-ended")
            }
            // A guest outside the door neither reads nor writes what is said within.
            guard !one.isGuest || one.stage == .admitted else { throw Refusal(.conflict, "not-admitted") }
            return (one.id, one.name)
        case .clinicKey, .system, .nobody: throw Refusal(.forbidden, "staff-only")
        }
    }
}
