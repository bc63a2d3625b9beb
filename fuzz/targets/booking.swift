import Foundation
import Kernel
import UseCases
import Visits

private let author = Author.system
private let now = Instant(ms: 1_772_611_200_000)

/// What libFuzzer calls with each input: a body in JSON, and what it leads to in a visit.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOnce(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let data = Data(UnsafeRawBufferPointer(start: start, count: count))
    if let wish = try? ReadJSON.value(BookingWish.self, from: data) {
        _ = try? wish.change()
        if let order = try? wish.order() { book(order) }
    }
    if let test = try? ReadJSON.value(DeviceTest.self, from: data) { _ = try? test.check() }
    return 0
}

private func book(_ order: BookingOrder) {
    let booking = Booking(
        kind: order.kind, patient: order.patient, telephone: order.telephone, start: order.start,
        minutes: order.minutes ?? 15, with: order.with, mayAdmit: order.mayAdmit, reference: order.reference)
    let window = LinkWindow(before: .minutes(15), after: .minutes(60))
    guard let event = try? Visit.book(booking, patient: ID("p"), window: window, by: author, at: now),
        var visit = Visit(ID("v"), at: ID("c"), first: event)
    else { return }
    precondition(visit.opensAt <= visit.closesAt, "a link that closes before it opens")
    for event in (try? visit.decide(.arrive(ID("p"), device: "d", acceptsVideo: nil), by: author, at: now)) ?? [] {
        visit.apply(event)
    }
    _ = Facts(visit.id, at: visit.clinic, events: [event], now: now)
}
