import MediaWire

/// The packets of one inbound stream that have not come, and when to ask for them again (RFC 4585 section 6.2.1).
///
/// Bounded in number, in age and in questions, so that a dead line is not asked for ever.
struct MissingPackets {
    private struct Entry {
        var index: Int64
        /// The packet that showed the gap, by its place among all of the transport; -1 where that is not told.
        var shownBy: Int64
        var noticedUs: Int64
        var askAtUs: Int64
        var tries: Int
    }

    private var entries: ContiguousArray<Entry> = []

    static let most = 256
    private static let mostTries = 10
    /// What is older is of no use to anybody: the picture has been asked for anew, the voice has gone on.
    private let oldestUs: Int64
    /// Packets overtake each other by a few milliseconds; asking at once would ask for many that are on their way.
    static let leastPatienceUs: Int64 = 8_000
    private let mostPatienceUs: Int64
    /// By how much packets were overtaken of late.
    private var overtaking = MostOfLate()

    /// - Parameters:
    ///   - oldestUs: What has been missed for so long is of no use.
    ///   - mostPatienceUs: A packet is asked for at the latest when it has been missed for so long, although it may have
    ///     been overtaken only.
    init(oldestUs: Int64, mostPatienceUs: Int64 = Self.leastPatienceUs) {
        self.oldestUs = oldestUs
        self.mostPatienceUs = mostPatienceUs
    }

    /// How long a packet is awaited before it is asked for: on a way where packets overtake each other, a little longer
    /// than the latest of them took.
    private var patienceUs: Int64 {
        min(mostPatienceUs, max(Self.leastPatienceUs, overtaking.value + overtaking.value / 4))
    }

    /// What the coming of a packet was that lies before the newest.
    enum Finding {
        /// Nobody missed it.
        case unknown
        /// It came by itself, after others that were sent behind it.
        case overtaken
        /// It had been asked for, and was sent again.
        case repeated
    }

    var isEmpty: Bool { entries.isEmpty }

    /// Notes a gap, and the packet that showed it (its place among all of the transport); false when it is too wide to be
    /// closed by repairs.
    mutating func note(_ gap: Range<Int64>, shownBy: Int64 = -1, nowUs: Int64) -> Bool {
        guard gap.count <= Self.most / 2, entries.count + gap.count <= Self.most else {
            entries.removeAll(keepingCapacity: true)
            return false
        }
        if entries.capacity < Self.most { entries.reserveCapacity(Self.most) }
        overtaking.note(0, nowUs: nowUs)
        let askAtUs = nowUs + patienceUs
        for index in gap {
            entries.append(Entry(index: index, shownBy: shownBy, noticedUs: nowUs, askAtUs: askAtUs, tries: 0))
        }
        return true
    }

    /// A packet has come, by itself or repaired.
    ///
    /// Sound is repeated under its own number, so the transport's number tells: one that was sent before the packet that
    /// showed the gap was only overtaken, however long that took, and a repeat was sent after it.
    mutating func found(_ index: Int64, transportIndex: Int64 = -1, nowUs: Int64) -> Finding {
        guard let place = entries.firstIndex(where: { $0.index == index }) else { return .unknown }
        let entry = entries.remove(at: place)
        let isOlder = transportIndex >= 0 && entry.shownBy >= 0 && transportIndex < entry.shownBy
        guard isOlder || entry.tries == 0 else { return .repeated }
        overtaking.note(nowUs - entry.noticedUs, nowUs: nowUs)
        return .overtaken
    }

    /// Forgets everything, as when a key frame makes it useless.
    mutating func clear() { entries.removeAll(keepingCapacity: true) }

    /// Gives up on what is before this packet.
    mutating func forget(before index: Int64) { entries.removeAll { $0.index < index } }

    /// Gives up what would come too late if it were asked for now: on a line with a queue of half a second the question
    /// for a sound only takes room from the sounds behind it. Answers how many that were.
    mutating func giveUpLate(nowUs: Int64, roundTripUs: Int64) -> Int {
        let before = entries.count
        entries.removeAll { nowUs + roundTripUs - $0.noticedUs > oldestUs }
        return before - entries.count
    }

    /// How soon a packet is asked for once more.
    enum Urgency {
        /// A little more than the way there and back, longer with each try.
        case patient
        /// After the way there and back, as browsers do.
        case steady
        /// Before an answer can have come, because question and answer are lost as easily as the packet was, and sound
        /// that is a quarter of a second late is of no use.
        case eager

        func pauseUs(roundTripUs: Int64, tries: Int) -> Int64 {
            switch self {
            case .patient: max(20_000, roundTripUs + roundTripUs / 4) * Int64(min(4, tries))
            case .steady: max(20_000, roundTripUs)
            case .eager: max(20_000, roundTripUs / 2)
            }
        }
    }

    /// Calls `ask` for each packet whose time has come; answers how many were given up.
    mutating func due(
        nowUs: Int64, roundTripUs: Int64, _ urgency: Urgency = .patient, _ ask: (Int64) -> Void
    ) -> Int {
        let before = entries.count
        entries.removeAll { $0.tries >= Self.mostTries || nowUs - $0.noticedUs > oldestUs }
        for place in entries.indices where entries[place].askAtUs <= nowUs {
            entries[place].tries += 1
            entries[place].askAtUs = nowUs + urgency.pauseUs(roundTripUs: roundTripUs, tries: entries[place].tries)
            ask(entries[place].index)
        }
        return before - entries.count
    }
}
