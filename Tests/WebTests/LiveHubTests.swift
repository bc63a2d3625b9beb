import Hummingbird
import HummingbirdTesting
import Kernel
import Testing
@testable import UseCases
import Visits

@testable import Web

/// The live streams: whole views, in order, and nobody who holds the others up.
@Suite struct LiveHubTests {
    /// A clinic with a hub of its own beside the application's, so that a test can hold its streams in hand.
    private func hub(_ clinic: TestClinic) async throws -> (LiveHub, LiveHub.Reader) {
        let hub = LiveHub(boot: "b", logger: clinic.log.logger)
        await hub.serve(clinic.acts)
        let token = clinic.demonstration.links[0].token
        let holder = try await clinic.acts.holder(ofLink: token)
        return (hub, .holder(holder, device: "phone", token: token))
    }

    @Test func aStreamBeginsWithTheWholeView() async throws {
        try await TestClinic.run { clinic in
            let (hub, reader) = try await hub(clinic)
            let (_, pieces) = await hub.open(reader)
            var iterator = pieces.makeAsyncIterator()
            let first = await iterator.next().map { String(buffer: $0) }
            #expect(first == "retry: 1000\n\n")
            let second = await iterator.next().map { String(buffer: $0) }
            #expect(second?.hasPrefix("event: view\nid: 1\ndata: {") == true)
            #expect(second?.contains("\"boot\":\"b\"") == true)
        }
    }

    @Test func aChangeBringsANewerView() async throws {
        try await TestClinic.run { clinic in
            let (hub, reader) = try await hub(clinic)
            let (_, pieces) = await hub.open(reader)
            guard case .holder(let holder, _, _) = reader else { return }
            _ = try await clinic.acts.arrive(holder, device: "phone")
            await hub.publish(.visit(holder.visit, clinic: holder.clinic))
            var states: [String] = []
            for await piece in pieces {
                let text = String(buffer: piece)
                if let state = text.firstMatch(of: /"state":"(\w+)"/)?.1 { states.append(String(state)) }
                if states.count == 2 { break }
            }
            #expect(states == ["booked", "arrived"])
        }
    }

    @Test func oneWhoDoesNotReadIsLetGo() async throws {
        try await TestClinic.run { clinic in
            let (hub, reader) = try await hub(clinic)
            let (_, pieces) = await hub.open(reader)
            for _ in 0..<200 { await hub.keepAlive() }
            var count = 0
            // Ends by itself: the stream is finished once its backlog is full.
            for await _ in pieces { count += 1 }
            #expect(count == 64)
        }
    }

    @Test func linesGoToTheirOwnVisitAlone() async throws {
        try await TestClinic.run { clinic in
            let (hub, reader) = try await hub(clinic)
            let (number, pieces) = await hub.open(reader)
            guard case .holder(let holder, _, _) = reader else { return }
            let other = clinic.demonstration.links[1].visit
            await hub.publish(
                .line(LineNews(visit: other, clinic: holder.clinic, participant: ID("p-other"), verdict: .lost)))
            await hub.publish(
                .line(
                    LineNews(
                        visit: holder.visit, clinic: holder.clinic, participant: holder.participant, verdict: .good)))
            await hub.close(number)
            var events: [String] = []
            for await piece in pieces { events.append(String(buffer: piece)) }
            #expect(events.filter { $0.hasPrefix("event: line") }.count == 1)
            #expect(events.contains { $0.contains("p-other") } == false)
        }
    }

    @Test func aWiderWayUpIsToldToItsOwnPageAlone() async throws {
        try await TestClinic.run { clinic in
            let (hub, reader) = try await hub(clinic)
            let (number, pieces) = await hub.open(reader)
            guard case .holder(let holder, _, _) = reader else { return }
            await hub.publish(.upWidened(ID("p-other"), clinic: holder.clinic))
            await hub.publish(.upWidened(holder.participant, clinic: holder.clinic))
            await hub.close(number)
            var events: [String] = []
            for await piece in pieces { events.append(String(buffer: piece)) }
            #expect(events.filter { $0 == "event: upWidened\ndata: {}\n\n" }.count == 1)
        }
    }
}
