import Cryptography
import ServiceRuntime

/// Sixteen random bytes, told as 32 lowercase hexadecimal digits: what keys and traces are made of.
struct SixteenBytes: Hashable, Sendable {
    static let count = 16

    let bytes: [UInt8]

    init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Self.count else { return nil }
        self.bytes = [UInt8](bytes)
    }

    init(random: any RandomSource) {
        bytes = random.bytes(Self.count)
    }

    init?(hexadecimal text: String) {
        guard text.utf8.count == 2 * Self.count, let bytes = Hex.decode(text) else { return nil }
        self.bytes = bytes
    }

    var hexadecimal: String { Hex.encode(bytes) }
}
