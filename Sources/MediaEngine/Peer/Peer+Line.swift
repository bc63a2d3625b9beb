import MediaWire

/// The counters as they stood at the last report.
struct LineMarks {
    var totals = PeerTotals()
    var expected: Int64 = 0
    var received: Int64 = 0
    var atUs: Int64 = 0
}

extension Peer {
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
        report.lossDown = downlink.takeLoss()
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
}
