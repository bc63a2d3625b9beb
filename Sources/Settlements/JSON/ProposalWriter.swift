import Kernel

extension Proposal {
    /// The proposal as one line of JSON, without the line's end.
    public var json: [UInt8] {
        var bytes: [UInt8] = []
        writeJSON(to: &bytes)
        return bytes
    }

    /// Appends the proposal as JSON; the fields stand in the interface's order.
    public func writeJSON(to bytes: inout [UInt8]) {
        var writer = JSONWriter()
        swap(&writer.bytes, &bytes)
        writer.bytes.append(0x7B)
        if let id {
            writer.raw("\"id\":")
            writer.string(id)
            writer.bytes.append(0x2C)
        }
        writer.raw("\"status\":")
        writer.plain(status.rawValue)
        writer.raw(",\"ruleSet\":")
        writer.plain(ruleSet)
        writer.raw(",\"serviceDate\":")
        writer.plain(serviceDate.description)
        writer.raw(",\"lines\":[")
        for (index, line) in lines.enumerated() {
            if index > 0 { writer.bytes.append(0x2C) }
            line.write(&writer)
        }
        writer.raw("],\"reasons\":")
        Reason.write(reasons, &writer)
        writer.raw(",\"warnings\":")
        Reason.write(warnings, &writer)
        writer.raw(",\"missing\":[")
        for (index, path) in missing.enumerated() {
            if index > 0 { writer.bytes.append(0x2C) }
            writer.string(path)
        }
        writer.raw("]}")
        swap(&writer.bytes, &bytes)
    }
}

extension Proposal.Line {
    fileprivate func write(_ writer: inout JSONWriter) {
        writer.raw("{\"code\":")
        writer.plain(code.rawValue)
        writer.raw(",\"count\":")
        writer.integer(Int64(count))
        writer.raw(",\"payment\":")
        writer.plain(payment.rawValue)
        writer.raw(",\"rules\":[")
        for (index, rule) in rules.enumerated() {
            if index > 0 { writer.bytes.append(0x2C) }
            writer.rule(rule)
        }
        writer.bytes.append(0x5D)
        if let amount {
            writer.raw(",\"amount\":{\"ore\":")
            writer.integer(amount.money.ore)
            writer.raw(",\"level\":")
            writer.string(amount.level)
            writer.raw(",\"current\":")
            writer.bool(amount.isCurrent)
            writer.bytes.append(0x7D)
        }
        writer.bytes.append(0x7D)
    }
}

extension Proposal.Reason {
    fileprivate static func write(_ reasons: [Proposal.Reason], _ writer: inout JSONWriter) {
        writer.bytes.append(0x5B)
        for (index, reason) in reasons.enumerated() {
            writer.raw(index > 0 ? ",{\"rule\":" : "{\"rule\":")
            writer.rule(reason.rule)
            writer.raw(",\"da\":")
            writer.string(reason.text.da)
            writer.raw(",\"en\":")
            writer.string(reason.text.en)
            writer.bytes.append(0x7D)
        }
        writer.bytes.append(0x5D)
    }
}

extension JSONWriter {
    /// `"R7"`.
    fileprivate mutating func rule(_ number: Int) {
        raw("\"R")
        integer(Int64(number))
        bytes.append(0x22)
    }
}
