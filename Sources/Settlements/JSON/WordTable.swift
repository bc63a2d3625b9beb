/// The words that may stand in a place of the JSON, found by their bytes without making a `String`.
struct WordTable<Word: RawRepresentable & CaseIterable & Sendable>: Sendable where Word.RawValue == String {
    private struct Entry: Sendable {
        let length: Int
        /// The first eight bytes, zeros after a shorter word.
        let head: UInt64
        let bytes: [UInt8]
        let word: Word
    }

    private let entries: [Entry]
    /// The words as a message lists them.
    let list: String

    init() {
        entries = Word.allCases.map { word in
            let bytes = Array(word.rawValue.utf8)
            return Entry(length: bytes.count, head: WordTable.head(bytes, 0, bytes.count), bytes: bytes, word: word)
        }
        list = Word.allCases.map(\.rawValue).joined(separator: ", ")
    }

    /// The word in `bytes[from..<to]` and its place in the table; nil where it is none of them.
    func find(_ bytes: [UInt8], _ from: Int, _ to: Int) -> (word: Word, index: Int)? {
        let length = to - from
        let head = WordTable.head(bytes, from, length)
        for index in 0..<entries.count where entries[index].head == head && entries[index].length == length {
            if length <= 8 || same(entries[index].bytes, bytes, from) { return (entries[index].word, index) }
        }
        return nil
    }

    private func same(_ word: [UInt8], _ bytes: [UInt8], _ from: Int) -> Bool {
        for index in 8..<word.count where word[index] != bytes[from + index] { return false }
        return true
    }

    private static func head(_ bytes: [UInt8], _ from: Int, _ length: Int) -> UInt64 {
        var head: UInt64 = 0
        for index in 0..<min(length, 8) { head |= UInt64(bytes[from + index]) << UInt64(index * 8) }
        return head
    }
}
