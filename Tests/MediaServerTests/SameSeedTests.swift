import MediaWire
import Testing

@testable import MediaEngine
@testable import MediaServer

/// A seed that fails is worth its number only where it fails again: everything about a call hangs on its seed.
@Suite struct SameSeedTests {
    /// What one call was, as far as it can be compared with another.
    private struct Course: Equatable {
        /// One word for all bytes of each way of each party.
        var carried: [UInt64?] = []
        var sentBytes: [Int] = []
        var heard: [[Int64: Int64]] = []
        var pictures: [Int] = []
        var news: [MediaNews] = []
    }

    /// Six seconds with all that a line can do: losses in runs, doubles, forgeries, a queue, another address.
    private static func course(_ seed: UInt64) throws -> Course {
        let call = try CallInMemory.seeded(seed)
        (call.pictureRate, call.heedsBounds) = (500_000, true)
        for party in call.parties {
            (party.up.digest, party.down.digest) = (0, 0)
            party.up.line = LossyLink.Line(loss: 0.05, delayUs: 30_000, jitterUs: 10_000, doubled: 0.05)
            party.down.line = LossyLink.Line(
                loss: 0.1, meanRun: 3, delayUs: 30_000, jitterUs: 20_000, heldBack: 0.05, forged: 0.05)
        }
        call.parties[0].down.line.rate = 400_000
        call.parties[1].redundantFrames = 1
        call.run(seconds: 3)
        call.parties[1].address = TransportAddress(v4: 0x0A00_0200, port: 4_000)
        call.parties[1].client.checkPath(nowUs: call.nowUs)
        call.run(seconds: 3)
        var course = Course()
        for party in call.parties {
            course.carried += [party.up.digest, party.down.digest]
            course.sentBytes += [party.up.sentBytes, party.down.sentBytes]
            course.heard.append(party.heard)
            course.pictures.append(party.pictures)
        }
        course.news = call.news
        return course
    }

    @Test(arguments: [1, 2, 3, 4]) func theSameSeedIsTheSameCallToTheLastByte(_ seed: UInt64) throws {
        let first = try Self.course(seed)
        let again = try Self.course(seed)
        #expect(first.carried == again.carried)
        #expect(first == again)
        // It was a call, and each way of it carried something.
        #expect(first.heard.allSatisfy { $0.count > 150 } && first.pictures.allSatisfy { $0 > 0 })
        #expect(!first.carried.contains(nil) && !first.carried.contains(0))
    }

    @Test func anotherSeedIsAnotherCall() throws {
        let (first, other) = (try Self.course(1), try Self.course(2))
        #expect(zip(first.carried, other.carried).allSatisfy { $0 != $1 })
    }
}
