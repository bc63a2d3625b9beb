import Testing

@testable import MediaEngine
@testable import MediaServer

/// Records of DTLS 1.2 (RFC 6347 section 4.1) as they leave and as they come. OpenSSL reads them; ours is what stands
/// together in a datagram, and that each datagram is given to it alone.
@Suite struct DtlsRecordTests {
    /// One record, header and all.
    private struct Piece {
        static let header = 13
        let bytes: [UInt8]

        var type: UInt8 { bytes[0] }
        var version: Int { number(1..<3) }
        var epoch: Int { number(3..<5) }
        var sequence: Int { number(5..<11) }

        private func number(_ range: Range<Int>) -> Int { bytes[range].reduce(0) { $0 << 8 | Int($1) } }

        /// The records of a datagram; nil where they do not fill it to its last byte.
        static func all(in datagram: [UInt8]) -> [Piece]? {
            var found: [Piece] = []
            var place = 0
            while place < datagram.count {
                guard datagram.count - place >= header else { return nil }
                let length = header + Int(datagram[place + 11]) << 8 + Int(datagram[place + 12])
                guard datagram.count - place >= length else { return nil }
                found.append(Piece(bytes: Array(datagram[place..<place + length])))
                place += length
            }
            return found
        }
    }

    private func datagrams(of session: any DtlsSession) -> [[UInt8]] {
        var all: [[UInt8]] = []
        var bytes = [UInt8](repeating: 0, count: 2_000)
        while let length = bytes.withUnsafeMutableBytes({ session.nextDatagram(into: $0) }) {
            all.append(Array(bytes[..<length]))
        }
        return all
    }

    private func give(_ datagram: [UInt8], to session: any DtlsSession) {
        datagram.withUnsafeBytes { session.receive($0) }
    }

    /// A whole handshake; `pack` makes the datagrams that arrive of those that were sent. Gives what both sides sent.
    private func handshake(
        _ pack: ([[UInt8]]) throws -> [[UInt8]]
    ) throws -> (client: [[UInt8]], server: [[UInt8]]) {
        let crypto = try OpenSslCryptography()
        let client = try #require(crypto.makeDtls(.client))
        let server = try #require(crypto.makeDtls(.server))
        var sent: (client: [[UInt8]], server: [[UInt8]]) = ([], [])
        client.start()
        for _ in 0..<10 where client.state != .established || server.state != .established {
            let up = datagrams(of: client)
            sent.client += up
            for datagram in try pack(up) { give(datagram, to: server) }
            let down = datagrams(of: server)
            sent.server += down
            for datagram in try pack(down) { give(datagram, to: client) }
        }
        #expect(client.state == .established && server.state == .established)
        return sent
    }

    /// The first datagram of a client: one record with one message.
    private func hello(_ crypto: OpenSslCryptography) throws -> [UInt8] {
        let client = try #require(crypto.makeDtls(.client))
        client.start()
        let hello = try #require(datagrams(of: client).first)
        try #require(Piece.all(in: hello)?.count == 1 && hello.count > 100)
        return hello
    }

    @Test func everyDatagramThatLeavesHoldsWholeRecords() throws {
        let sent = try handshake { $0 }
        for datagrams in [sent.client, sent.server] {
            var records: [Piece] = []
            for datagram in datagrams {
                #expect(datagram.count <= 1_200)
                records += try #require(Piece.all(in: datagram))
            }
            // More records than datagrams: those of a flight are sent together.
            #expect(records.count > datagrams.count)
            // The handshake and its change of ciphers; 1.0 may stand in a header until 1.2 is agreed on.
            for record in records {
                #expect((20...22).contains(record.type) && [0xFEFF, 0xFEFD].contains(record.version))
            }
            #expect(records.last?.version == 0xFEFD)
            for epoch in 0...1 {
                let numbers = records.filter { $0.epoch == epoch }.map(\.sequence).sorted()
                #expect(!numbers.isEmpty && numbers == Array(0..<numbers.count))
            }
        }
    }

    @Test func itIsAllTheSameWhichRecordsShareADatagram() throws {
        _ = try handshake { flight in flight.isEmpty ? [] : [Array(flight.joined())] }
        _ = try handshake { flight in
            var apart: [[UInt8]] = []
            for datagram in flight { apart += try #require(Piece.all(in: datagram)).map(\.bytes) }
            return apart
        }
    }

    /// Section 4.1.2.7: what is no record is dropped, and the handshake goes on as if it had never come.
    @Test func whatIsNoWholeRecordLeavesNoTrace() throws {
        let crypto = try OpenSslCryptography()
        let hello = try hello(crypto)
        func changed(_ place: Int, _ bytes: [UInt8]) -> [UInt8] {
            var other = hello
            other.replaceSubrange(place..<place + bytes.count, with: bytes)
            return other
        }
        let longer = hello.count - Piece.header + 1
        let cases: [(what: String, datagrams: [[UInt8]])] = [
            ("nothing", [[]]), ("a part of a header", [Array(hello.prefix(12))]),
            ("a header alone", [Array(hello.prefix(Piece.header))]), ("one byte too few", [Array(hello.dropLast())]),
            ("a length beyond the datagram", [changed(11, number(longer, 2))]),
            ("a record over two datagrams", [Array(hello.prefix(90)), Array(hello.dropFirst(90))]),
            ("TLS 1.2", [changed(1, [3, 3])]), ("no version", [changed(1, [0, 0])]),
            ("an epoch far away", [changed(3, [0, 7])]),
            // The unified header: its first byte is that of DTLS, too (RFC 9147 section 4).
            ("DTLS 1.3", [[0x2E, 0, 1, 0, 32] + [UInt8](repeating: 0xA5, count: 32)]),
        ]
        for (what, datagrams) in cases {
            let server = try #require(crypto.makeDtls(.server))
            for datagram in datagrams { give(datagram, to: server) }
            #expect(self.datagrams(of: server).isEmpty && server.state == .handshaking, "\(what)")
            give(hello, to: server)
            #expect(!self.datagrams(of: server).isEmpty && server.state == .handshaking, "\(what)")
        }
    }

    @Test func aWholeRecordCountsAlthoughTheNextIsCutOff() throws {
        let crypto = try OpenSslCryptography()
        let hello = try hello(crypto)
        let server = try #require(crypto.makeDtls(.server))
        give(hello + hello.prefix(20), to: server)
        #expect(!datagrams(of: server).isEmpty && server.state == .handshaking)
    }

    /// Section 4.2.3: a message may come in pieces, in any order, each in a record of its own.
    @Test func aMessageInPiecesIsPutTogether() throws {
        let crypto = try OpenSslCryptography()
        let hello = try hello(crypto)
        let content = hello.dropFirst(Self.contentStart)
        let server = try #require(crypto.makeDtls(.server))
        give(fragment(of: hello, at: 40, content.dropFirst(40), record: 1), to: server)
        #expect(datagrams(of: server).isEmpty)
        give(fragment(of: hello, at: 0, content.prefix(40), record: 2), to: server)
        #expect(!datagrams(of: server).isEmpty && server.state == .handshaking)
    }

    /// Whatever becomes of that handshake, nothing is read that is not there, and nothing answered but an alert.
    @Test func aPieceLongerThanItsRecordOrItsMessageIsNotAnswered() throws {
        let crypto = try OpenSslCryptography()
        let hello = try hello(crypto)
        let content = hello.dropFirst(Self.contentStart)
        for datagram in [
            fragment(of: hello, at: 0, content, claims: content.count + 1, record: 0),
            fragment(of: hello, at: 0, content.prefix(40), claims: content.count, record: 0),
            fragment(of: hello, at: 20, content, record: 0),
            fragment(of: hello, at: content.count - 10, content.prefix(40), record: 0),
            fragment(of: hello, at: 0xFF_FFFF, content.prefix(40), record: 0),
        ] {
            let server = try #require(crypto.makeDtls(.server))
            give(datagram, to: server)
            #expect(datagrams(of: server).allSatisfy { $0.first == 21 } && server.state != .established)
        }
    }

    /// The content of a message behind the headers of the record and of the message (type, length, number, offset and
    /// length of the piece).
    private static let contentStart = Piece.header + 12

    /// A piece of the message of a hello, in a record of this number; `claims` is the length that it names.
    private func fragment(
        of hello: [UInt8], at offset: Int, _ content: ArraySlice<UInt8>, claims: Int? = nil, record: Int
    ) -> [UInt8] {
        var message = Array(hello[Piece.header..<Piece.header + 6])
        message += number(offset, 3)
        message += number(claims ?? content.count, 3)
        message += content
        var datagram = Array(hello[..<5])
        datagram += number(record, 6)
        datagram += number(message.count, 2)
        return datagram + message
    }

    private func number(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).reversed().map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
}
