import Kernel

extension JSONReader {
    mutating func assessment() throws(JSONFault) -> Facts.Assessment {
        _ = try openObject()
        var seen: UInt32 = 0
        var assessment = Facts.Assessment()
        while let field = try nextField(Tables.assessment, &seen) {
            switch field {
            case .videoSuitable: assessment.videoSuitable = try bool()
            case .patientAccepts: assessment.patientAccepts = try bool()
            case .hardship: assessment.hardship = try takeNull() ? .none : .some(hardship())
            case .paraclinicalAtHome: assessment.paraclinicalAtHome = try word(Tables.paraclinical)
            case .relevant: assessment.relevant = try bool()
            case .safe: assessment.safe = try bool()
            case .preferenceHeard: assessment.preferenceHeard = try bool()
            case .cognitivelyAble: assessment.cognitivelyAble = try bool()
            case .technicallyAble: assessment.technicallyAble = try bool()
            case .seenInClinicThisCourse: assessment.seenInClinicThisCourse = try bool()
            case .notSeenReason: assessment.notSeenReason = try string(limit: Limit.text)
            case .referral: assessment.referral = try takeNull() ? .none : .some(referral())
            }
        }
        return assessment
    }

    private mutating func hardship() throws(JSONFault) -> Facts.Hardship {
        _ = try openObject()
        var seen: UInt32 = 0
        var hardship = Facts.Hardship(kind: nil, text: nil)
        while let field = try nextField(Tables.hardship, &seen) {
            switch field {
            case .kind: hardship.kind = try word(Tables.hardshipKind)
            case .text: hardship.text = try string(limit: Limit.text)
            }
        }
        return hardship
    }

    private mutating func referral() throws(JSONFault) -> Facts.Referral {
        _ = try openObject()
        var seen: UInt32 = 0
        var referral = Facts.Referral(from: nil, until: nil)
        while let field = try nextField(Tables.period, &seen) {
            switch field {
            case .from: referral.from = try date()
            case .until: referral.until = try date()
            }
        }
        return referral
    }

    mutating func supplements() throws(JSONFault) -> [Facts.Supplement] {
        var list: [Facts.Supplement] = []
        try openArray()
        while try nextElement(isFirst: list.isEmpty) {
            try bound(list.count, Limit.participants)
            _ = try openObject()
            var seen: UInt32 = 0
            var supplement = Facts.Supplement(code: nil, evidence: nil)
            while let field = try nextField(Tables.supplement, &seen) {
                switch field {
                case .code: supplement.code = try digits(4, "2161")
                case .evidence: supplement.evidence = try word(Tables.evidence)
                }
            }
            list.append(supplement)
        }
        return list
    }

    mutating func otherServices() throws(JSONFault) -> [Facts.OtherService] {
        var list: [Facts.OtherService] = []
        try openArray()
        while try nextElement(isFirst: list.isEmpty) {
            try bound(list.count, Limit.others)
            _ = try openObject()
            var seen: UInt32 = 0
            var other = Facts.OtherService(code: nil, date: nil, specialty: nil)
            while let field = try nextField(Tables.other, &seen) {
                switch field {
                case .code: other.code = try digits(4, "0131")
                case .date: other.date = try date()
                case .specialty: other.specialty = try digits(2, "51")
                }
            }
            list.append(other)
        }
        return list
    }
}
