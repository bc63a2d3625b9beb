import Access
import Kernel
import Visits

extension Acts {
    /// Takes a ticket, or takes it over on another device: the place stays, the older page is told.
    @discardableResult
    public func arrive(_ holder: LinkHolder, device: String, acceptsVideo: Bool? = nil) async throws -> Visit {
        try await perform(.arrive, on: holder.visit, by: .participant(holder)) { _, _ in
            .arrive(holder.participant, device: device, acceptsVideo: acceptsVideo)
        }
    }

    /// Records a finished test of devices and line; the patient is then ready.
    @discardableResult
    public func ready(_ holder: LinkHolder, _ test: DeviceTest) async throws -> Visit {
        try await perform(.ready, on: holder.visit, by: .participant(holder)) { _, _ in
            .ready(holder.participant, test)
        }
    }

    /// Records that the browser was refused a device: a no-show with this behind it is a technical failure.
    @discardableResult
    public func denyPermission(_ holder: LinkHolder, _ device: Device) async throws -> Visit {
        try await perform(.denyPermission, on: holder.visit, by: .participant(holder)) { _, _ in
            .denyPermission(holder.participant, device)
        }
    }

    /// "I shall be late."
    @discardableResult
    public func beLate(_ holder: LinkHolder, minutes: Int) async throws -> Visit {
        try await perform(.beLate, on: holder.visit, by: .participant(holder)) { _, _ in
            .beLate(holder.participant, minutes: minutes)
        }
    }

    /// "I must go", and leaving a call. The link lets the same one in again.
    @discardableResult
    public func leave(_ holder: LinkHolder) async throws -> Visit {
        try await perform(.leave, on: holder.visit, by: .participant(holder)) { _, _ in .leave(holder.participant) }
    }

    /// Counts a press on "Kald op igen". The new connection itself is a new offer.
    @discardableResult
    public func callAgain(_ holder: LinkHolder) async throws -> Visit {
        try await perform(.callAgain, on: holder.visit, by: .participant(holder)) { _, _ in
            .callAgain(holder.participant)
        }
    }
}
