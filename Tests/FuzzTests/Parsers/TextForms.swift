@testable import Cryptography

/// Texts that stand for bytes: one text for the same bytes, and one only.
let textForms: [FuzzedParser] = [
    form("base32", Base32.encode, Base32.decode),
    form("base64url", Base64URL.encode, Base64URL.decode),
    form("base64", Base64.standard.encode, Base64.standard.decode),
    FuzzedParser("hex") { bytes in
        try must(Hex.decode(Hex.encode(bytes)) == bytes, "what is written is read back as another")
        let text = String(decoding: bytes, as: UTF8.self)
        guard let read = Hex.decode(text) else { return }
        try must(Hex.encode(read) == text.lowercased(), "two texts stand for the same bytes")
    },
]

private func form(
    _ name: String,
    _ encode: @escaping @Sendable ([UInt8]) -> String,
    _ decode: @escaping @Sendable (String) -> [UInt8]?
) -> FuzzedParser {
    FuzzedParser(name) { bytes in
        try must(decode(encode(bytes)) == bytes, "what is written is read back as another")
        let text = String(decoding: bytes, as: UTF8.self)
        guard let read = decode(text) else { return }
        try must(encode(read) == text, "two texts stand for the same bytes")
    }
}
