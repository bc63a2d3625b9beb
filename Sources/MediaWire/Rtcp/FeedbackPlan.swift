/// How many packets a transport-wide report can tell, and from which reference time on.
struct FeedbackPlan {
    let count: Int
    /// In steps of 64 ms, as the 24 bits of the report carry it.
    let referenceTime: Int64

    private static let ticksPerReference: Int64 = 256
    private static let microsecondsPerTick: Int64 = 250

    /// Nil when nothing came, or there is no room for anything.
    init?(count: Int, room: Int, _ arrivalUs: (Int) -> Int64?) {
        var reference: Int64?
        var last: Int64 = 0
        var told = 0
        // The header, the fixed part, and at the end up to three bytes of padding.
        var size = 4 + TransportFeedback.fixedLength + 3
        for place in 0..<max(0, count) {
            var deltaLength = 0
            if let arrival = arrivalUs(place) {
                let tick = Self.tick(arrival)
                if reference == nil {
                    reference = tick.flooredQuotient(Self.ticksPerReference)
                    last = (reference ?? 0) * Self.ticksPerReference
                }
                guard let status = Self.status(tick - last) else { break }
                last = tick
                deltaLength = status.deltaLength
            }
            // At worst a chunk of two bytes tells seven packets.
            let needed = size + deltaLength + 2 * ((told + 7) / 7)
            guard needed <= room else { break }
            size += deltaLength
            told += 1
        }
        guard let reference, told > 0 else { return nil }
        self.count = told
        referenceTime = reference
    }

    private static func tick(_ arrivalUs: Int64) -> Int64 { arrivalUs.flooredQuotient(microsecondsPerTick) }

    private static func status(_ delta: Int64) -> StatusChunk.Status? {
        if (0...255).contains(delta) { return .small }
        return Int16(exactly: delta) == nil ? nil : .large
    }

    /// Writes chunks and deltas.
    func write(_ body: inout ByteWriter, _ arrivalUs: (Int) -> Int64?) {
        writeChunks(&body, arrivalUs)
        var last = referenceTime * Self.ticksPerReference
        for place in 0..<count {
            guard let arrival = arrivalUs(place) else { continue }
            let delta = Self.tick(arrival) - last
            last += delta
            if Self.status(delta) == .small {
                body.u8(UInt8(truncatingIfNeeded: delta))
            } else {
                body.u16(UInt16(truncatingIfNeeded: delta))
            }
        }
    }

    /// Runs where seven or more packets fared alike, else vectors of seven.
    private func writeChunks(_ body: inout ByteWriter, _ arrivalUs: (Int) -> Int64?) {
        var last = referenceTime * Self.ticksPerReference
        var vector: UInt16 = 0
        var inVector = 0
        var run: UInt16 = 0
        var runStatus = StatusChunk.Status.lost
        for place in 0..<count {
            var status = StatusChunk.Status.lost
            if let arrival = arrivalUs(place) {
                status = Self.status(Self.tick(arrival) - last) ?? .lost
                last = Self.tick(arrival)
            }
            if run > 0, status == runStatus, run < 0x1FFF {
                run += 1
                continue
            }
            if run > 0 { flush(&body, runStatus, &run, &vector, &inVector) }
            (runStatus, run) = (status, 1)
        }
        flush(&body, runStatus, &run, &vector, &inVector)
        if inVector > 0 { body.u16(0xC000 | vector << UInt16(2 * (7 - inVector))) }
    }

    /// Puts a run into the open vector first, and what is left as a run of its own when it is long enough.
    private func flush(
        _ body: inout ByteWriter, _ status: StatusChunk.Status, _ run: inout UInt16, _ vector: inout UInt16,
        _ inVector: inout Int
    ) {
        while run > 0 {
            if inVector == 0, run >= 7 {
                body.u16(status.rawValue << 13 | run)
                run = 0
                return
            }
            vector = vector << 2 | status.rawValue
            inVector += 1
            run -= 1
            if inVector == 7 {
                body.u16(0xC000 | vector)
                (vector, inVector) = (0, 0)
            }
        }
    }
}

extension Int64 {
    /// The quotient rounded towards minus infinity, so that times before a clock's zero keep their order.
    func flooredQuotient(_ divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
