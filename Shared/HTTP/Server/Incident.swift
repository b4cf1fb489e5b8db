internal import ServiceRuntime

/// The number under which a failure is found in the log.
enum Incident {
    private static let bytes = 6
    private static let digits = Array("0123456789abcdef")

    static func number(random: any RandomSource = SystemRandom()) -> String {
        String(random.bytes(bytes).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }
}
