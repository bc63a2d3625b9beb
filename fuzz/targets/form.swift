import Foundation
import Kernel
import UseCases
import Visits

/// What libFuzzer calls with each input: everything that is read from a form, an address or a header.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOnce(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let text = String(decoding: UnsafeRawBufferPointer(start: start, count: count), as: UTF8.self)
    let form = FormFields(text)
    precondition(form.values.values.reduce(0) { $0 + $1.count } <= FormFields.most, "more fields than are allowed")
    for values in form.values.values {
        for value in values {
            _ = LocalTime.minutes(value)
            if let day = LocalTime.instant(date: value) { _ = LocalTime(language: .da).dayAndYear(day) }
        }
    }
    let wish = BookingWish(form)
    _ = try? wish.order()
    _ = try? wish.change()
    _ = Language.accepted(text)
    let next = Addresses.safeNext(text)
    precondition(next.hasPrefix("/") && !next.hasPrefix("//"), "a way off this site")
    _ = Addresses.signIn(thenTo: text)
    return 0
}
