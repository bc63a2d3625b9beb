import Kernel

extension JSONReader {
    mutating func participants() throws(JSONFault) -> [Facts.Participant] {
        var list: [Facts.Participant] = []
        try openArray()
        while try nextElement(isFirst: list.isEmpty) {
            try bound(list.count, Limit.participants)
            let start = try openObject()
            var seen: UInt32 = 0
            var participant = Facts.Participant(id: nil, role: nil)
            while let field = try nextField(Tables.participant, &seen) {
                switch field {
                case .id: participant.id = try string(limit: Limit.text)
                case .role: participant.role = try word(Tables.role)
                case .organisation: participant.organisation = try string(limit: Limit.text)
                }
            }
            if let id = participant.id, list.contains(where: { $0.id == id }) {
                throw JSONFault(
                    .meaning, at: start, child: "id", found: "\"\(id)\" for the second time",
                    allowed: "an id of each participant's own")
            }
            list.append(participant)
        }
        return list
    }

    mutating func timeline() throws(JSONFault) -> [Facts.TimelineEvent] {
        var list: [Facts.TimelineEvent] = []
        try openArray()
        while try nextElement(isFirst: list.isEmpty) {
            try bound(list.count, Limit.events)
            _ = try openObject()
            var seen: UInt32 = 0
            var event = Facts.TimelineEvent(at: nil, who: nil, kind: nil, means: nil)
            while let field = try nextField(Tables.event, &seen) {
                switch field {
                case .at: event.at = try instant()
                case .who: event.who = try string(limit: Limit.text)
                case .is: event.kind = try word(Tables.eventKind)
                case .by: event.means = try word(Tables.means)
                }
            }
            list.append(event)
        }
        return list
    }

    mutating func end() throws(JSONFault) -> Facts.VisitEnd {
        _ = try openObject()
        var seen: UInt32 = 0
        var end = Facts.VisitEnd()
        while let field = try nextField(Tables.end, &seen) {
            switch field {
            case .at: end.at = try instant()
            case .telephoneAgreed: end.telephoneAgreed = try bool()
            }
        }
        return end
    }

    mutating func note() throws(JSONFault) -> Facts.JournalNote {
        _ = try openObject()
        var seen: UInt32 = 0
        var note = Facts.JournalNote()
        while let field = try nextField(Tables.note, &seen) {
            switch field {
            case .written: note.written = try bool()
            case .goalReached: note.goalReached = try bool()
            }
        }
        return note
    }
}
