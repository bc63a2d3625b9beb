import MediaWire
import Testing

@testable import MediaEngine
@testable import MediaServer

/// A still picture now and then rather than none, in what the voice leaves; and a shared screen before the faces.
@Suite struct StillTests {
    /// A receiver that takes no more than so much, and what came to it in twenty seconds after the picture had given way.
    private func call(
        seed: UInt64, kbps: Int, keyFrameScale: Int = 4
    ) throws -> (call: CallInMemory, frames: Int, moving: Int, bytes: Int) {
        let call = try CallInMemory(seed: seed, offering: CallInMemory.bounded(kbps))
        let watcher = call.parties[0]
        (call.pictureRate, call.heedsBounds, call.keyFrameScale) = (300_000, true, keyFrameScale)
        call.run(seconds: 6)
        #expect(call.news.contains(.picturePaused(peer: "p0")))
        let before = watcher.screen.keyFrames
        _ = watcher.screen.take(from: 1, layer: 0)
        let (first, sent) = (call.spoken, watcher.down.sentBytes)
        call.run(seconds: 20)
        let keys = watcher.screen.keyFrames - before
        let frames = watcher.screen.take(from: 1, layer: 0)
        #expect(call.missing(watcher, from: first, to: call.spoken - 20, latestUs: 60_000).share == 0)
        #expect(!call.news.contains(.pictureResumed(peer: "p0")))
        return (call, keys, frames - keys, watcher.down.sentBytes - sent)
    }

    /// 78 kbit/s are 60 for the voice and its headers and some for stills: one every four seconds, whole, and nothing that
    /// moves. The voice is complete, and never waits for a piece of a picture.
    @Test(arguments: [1, 2, 3]) func whereThereIsRoomAStillComesNowAndThen(_ seed: UInt64) throws {
        let (call, stills, moving, bytes) = try call(seed: seed, kbps: 78)
        #expect((4...5).contains(stills), "\(stills) stills in 20 s")
        #expect(moving == 0)
        #expect(Double(bytes * 8) / 20 < 78_000, "\(bytes * 8 / 20) bit/s")
        #expect(call.parties[0].screen.breaks == 0)
        // Each costs the others of a call something: the source is not asked for more than are sent.
        #expect(call.parties[1].keyFrames < 12, "\(call.parties[1].keyFrames) key frames")
    }

    /// A large one leaves piece by piece, over some seconds.
    @Test func aLargeStillTakesItsTime() throws {
        let (_, stills, moving, _) = try call(seed: 4, kbps: 78, keyFrameScale: 30)
        #expect((2...5).contains(stills), "\(stills) stills in 20 s")
        #expect(moving == 0)
    }

    /// 62 kbit/s are the voice's alone.
    @Test(arguments: [1, 2, 3]) func whereThereIsNoneNothingOfThePictureComes(_ seed: UInt64) throws {
        let (_, stills, moving, _) = try call(seed: seed, kbps: 62)
        #expect(stills == 0 && moving == 0, "\(stills) stills, \(moving) others")
    }

    /// The picture moves again when the line does, and stills end.
    @Test func stillsEndWithTheNeedForThem() throws {
        let call = try CallInMemory(seed: 5)
        let watcher = call.parties[0]
        (call.pictureRate, call.heedsBounds) = (300_000, true)
        call.run(seconds: 2)
        watcher.down.line = LossyLink.Line(delayUs: 20_000, rate: 78_000)
        call.run(seconds: 10)
        #expect(call.news.contains(.picturePaused(peer: "p0")))
        watcher.down.line = LossyLink.Line(delayUs: 20_000)
        call.run(seconds: 5)
        _ = watcher.screen.take(from: 1, layer: 0)
        watcher.screen.longestPauseUs = 0
        call.run(seconds: 4)
        #expect(watcher.screen.take(from: 1, layer: 0) > 100)
        #expect(watcher.screen.longestPauseUs < 200_000)
    }

    /// A line for two voices and a screen, and for no face beside: the screen goes on, the faces are stills, and come back
    /// when the sharing has ended. Nobody else pays.
    @Test(arguments: [1, 2, 3]) func aSharedScreenGoesBeforeFaces(_ seed: UInt64) throws {
        let call = try CallInMemory(seed: seed, people: 3, screens: true)
        let (watcher, sharer, third) = (call.parties[0], call.parties[1], call.parties[2])
        call.pictureRate = CallInMemory.smallRate
        sharer.shares = 250_000
        watcher.down.line = LossyLink.Line(delayUs: 20_000, rate: 440_000)
        call.run(seconds: 10)
        let forget = {
            for party in [watcher, third] {
                for sender in 0..<3 {
                    for layer in [0, CallInMemory.screenMark] { _ = party.screen.take(from: sender, layer: layer) }
                }
            }
        }
        forget()
        let first = call.spoken
        call.run(seconds: 10)
        let screen = watcher.screen.take(from: 1, layer: CallInMemory.screenMark)
        let faces = [1, 2].map { watcher.screen.take(from: $0, layer: 0) }
        #expect(screen > 270, "\(screen) pictures of the screen in 10 s")
        #expect(faces.allSatisfy { $0 < 30 }, "\(faces) pictures of faces")
        #expect(call.missing(watcher, from: first, to: call.spoken - 20, latestUs: 250_000).share < 0.01)
        #expect(third.screen.take(from: 1, layer: CallInMemory.screenMark) > 280)
        #expect(third.screen.take(from: 1, layer: 0) > 280 && third.screen.take(from: 0, layer: 0) > 280)
        sharer.shares = nil
        call.run(seconds: 6)
        forget()
        call.run(seconds: 4)
        let back = [1, 2].map { watcher.screen.take(from: $0, layer: 0) }
        #expect(back.contains { $0 > 90 }, "\(back) pictures of faces after the sharing")
    }
}
