import MediaWire

/// The counters as they stood at the last report.
struct LineMarks {
    var totals = PeerTotals()
    var expected: Int64 = 0
    var received: Int64 = 0
    /// The newest transport-wide number that had been given, and whether media flowed.
    var sent: Int64 = 0
    var flowedDown = false
    /// Nobody had told of anything that flowed.
    var isUntold = false
    var atUs: Int64 = 0
}

extension Peer {
    /// Packets in a second that are more than stray ones.
    private static let few: Int64 = 10
    /// A browser that speaks is heard every 20 or 60 ms.
    private static let heardUs: Int64 = 500_000

    /// Draws up what the line was like in the last second.
    func reportLine(nowUs: Int64) {
        var report = LineReport()
        report.pathIsAlive = !pathIsLost
        report.roundTripMs = ice.roundTrip.smoothedUs > 0 ? Double(ice.roundTrip.smoothedUs) / 1_000 : nil
        report.packetsUp = totals.packetsUp
        report.packetsDown = totals.packetsDown
        report.bytesUp = totals.bytesUp
        report.bytesDown = totals.bytesDown
        let spanMs = max(1, (nowUs - lineBefore.atUs) / 1_000)
        if lineBefore.atUs != 0 {
            report.upKbps = Int((totals.bytesUp &- lineBefore.totals.bytesUp) * 8) / Int(spanMs)
            report.downKbps = Int((totals.bytesDown &- lineBefore.totals.bytesDown) * 8) / Int(spanMs)
        }
        fillUp(&report, nowUs: nowUs)
        fillDown(&report, nowUs: nowUs)
        lineBefore.totals = totals
        lineBefore.atUs = nowUs
        line = report
        news.append(.line(peer: name, report))
    }

    private func fillUp(_ report: inout LineReport, nowUs: Int64) {
        var expected: Int64 = 0
        var received: Int64 = 0
        for stream in streams {
            expected += stream.reception.expected
            received += stream.reception.received
            report.longestBurstUp = max(report.longestBurstUp, stream.reception.takeLongestGap())
            let flows = stream.flows(nowUs: nowUs)
            switch stream.role {
            case .microphone:
                report.microphoneFlows = report.microphoneFlows || flows
                if flows { report.jitterUpMs = Double(stream.reception.jitter) / 48 }
            case .camera: report.cameraFlows = report.cameraFlows || flows
            case .screen: report.screenFlows = report.screenFlows || flows
            }
        }
        let expectedNow = expected - lineBefore.expected
        let lostNow = max(0, expectedNow - (received - lineBefore.received))
        if expectedNow > 0 { report.lossUp = min(1, Double(lostNow) / Double(expectedNow)) }
        report.lostUp = UInt64(max(0, expected - received))
        lineBefore.expected = expected
        lineBefore.received = received
    }

    private func fillDown(_ report: inout LineReport, nowUs: Int64) {
        report.lossDown = takeLossDown(nowUs: nowUs)
        report.longestBurstDown = downlink.takeLongestRun()
        report.jitterDownMs = downlink.jitterMs
        report.lostDown = downlink.totalLost
        report.pictureIsPaused = budget.isPaused
        let budgetKbps = downlink.budget(nowUs: nowUs).map { Int($0 / 1_000) }
        report.estimatedDownKbps = echoUntilUs != 0 ? downlink.peakKbps : budgetKbps
        for slot in audioSlots where nowUs - slot.reported.atUs < 5_000_000 {
            report.jitterDownMs = max(report.jitterDownMs ?? 0, Double(slot.reported.jitter) / 48)
            if ids.transportWide == 0 { report.lossDown = Double(slot.reported.fractionLost) / 256 }
        }
    }

    /// The share of packets lost on the way down since the last report; nil where nothing is known of it.
    ///
    /// Of a way down that is lost alone nobody tells: where a browser that is heard reports on nothing of a second of media, none
    /// of it has come. So it remains while no more is sent because its consent has run out.
    private func takeLossDown(nowUs: Int64) -> Double? {
        let told = downlink.takeLoss()
        let flows = sendLog.highest - lineBefore.sent > Self.few
        let isHeard = nowUs - lastHeardUs < Self.heardUs && echoUntilUs == 0
        let isLost = flows ? lineBefore.flowedDown && downlink.estimate.isKnown : lineBefore.isUntold && !hasConsent
        (lineBefore.sent, lineBefore.flowedDown) = (sendLog.highest, flows)
        lineBefore.isUntold = told == nil && isHeard && isLost
        return told ?? (lineBefore.isUntold ? 1 : nil)
    }
}
