import Access
import Kernel
import Visits

extension Acts {
    /// Longest notice, in characters.
    static let longestNotice = 300
    /// A notice is about today.
    static let noticeLasts = Milliseconds.hours(10)

    /// Tells all who wait: words of the clinic's own, or how late it runs, or both.
    ///
    /// - Parameter lateMinutes: Replaces what was said before about lateness; 0 takes it back; nil says nothing of it.
    @discardableResult
    public func notify(_ text: String, lateMinutes: Int? = nil, by caller: Caller) async throws -> ID<Notice>? {
        let clinic = try await permitted(.notify, by: caller, as: .done)
        let text = text.trimmed
        guard text.count <= Self.longestNotice else {
            throw Refusal(.invalid, "text-too-long", field: "text", details: ["most": "\(Self.longestNotice)"])
        }
        guard (0...240).contains(lateMinutes ?? 0) else {
            throw Refusal(
                .invalid, "minutes-out-of-range", field: "lateMinutes", details: ["least": "0", "most": "240"])
        }
        guard !text.isEmpty || lateMinutes != nil else { throw Refusal(.invalid, "text-missing", field: "text") }
        let present = try await ports.store.notices(of: clinic.id, at: now)
        if lateMinutes != nil {
            for old in present where old.lateMinutes != nil {
                try await ports.store.removeNotice(old.id, of: clinic.id)
            }
        }
        guard present.count < 20 else { throw Refusal(.tooMany, "too-many-notices") }
        var id: ID<Notice>?
        if !text.isEmpty || (lateMinutes ?? 0) > 0 {
            let late = lateMinutes.flatMap { $0 > 0 ? $0 : nil }
            let notice = Notice(
                id: newID("n"), clinic: clinic.id, text: text, lateMinutes: late, at: now,
                until: now + Self.noticeLasts)
            try await ports.store.add(notice)
            id = notice.id
        }
        await ports.news.publish(.clinic(clinic.id))
        return id
    }

    /// Takes a notice down; one that is not there is down already.
    public func removeNotice(_ notice: ID<Notice>, by caller: Caller) async throws {
        let clinic = try await permitted(.notify, by: caller, as: .done)
        try await ports.store.removeNotice(notice, of: clinic.id)
        await ports.news.publish(.clinic(clinic.id))
    }
}
