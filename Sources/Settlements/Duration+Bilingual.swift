import Kernel

extension Bilingual {
    /// A span as people say it: `7 min 30 s`, in both languages the same but for the word.
    init(minutesOf span: Milliseconds) {
        let (minutes, seconds) = (span.seconds / 60, span.seconds % 60)
        let text = seconds == 0 ? "\(minutes) min" : "\(minutes) min \(seconds) s"
        self.init(da: text, en: text)
    }
}
