import Foundation
import ServiceRuntime

@testable import Cryptography
@testable import IdentityContract

/// Stored passwords, key files, tokens, and what one service signs for another.
let secrets: [FuzzedParser] = [
    FuzzedParser(text: "password-hash") { text in
        guard let hash = try? PasswordHash(parsing: text) else { return }
        try must(hash.text == text, "the hash has two spellings")
        try must(PasswordHash.saltLimits.contains(text.split(separator: "$")[3].utf8.count * 3 / 4), "a bad salt")
    },
    FuzzedParser(text: "key-text") { text in
        let lines = try? KeyText.parse(text)
        if let lines {
            let written = lines.map { KeyText.write(id: $0.id, key: $0.key) }.joined()
            let again = try KeyText.parse(written)
            try must(again.map(\.key) == lines.map(\.key), "the keys are read back as others")
            try must((1...KeyText.keyLimit).contains(lines.count), "there are too many keys")
        }
        // Whoever believes more than the format says would take a key that was cut or mistyped.
        for isRead in [
            (try? VerifyingKeys(parsing: text)) != nil, (try? SigningKey(parsing: Secret(text))) != nil,
            (try? SealingKeys(parsing: Secret(text))) != nil,
        ] {
            try must(!isRead || lines != nil, "a key is read from a text that holds none")
        }
    },
    FuzzedParser(text: "token") { text in
        guard let token = Token(Secret(text)) else { return }
        try must(token.text.expose() == text, "the token has two spellings")
    },
    FuzzedParser("signed-statement") { bytes in
        let key = SealedLetters.key
        let keys = VerifyingKeys([key.publicKey])
        try must(SignedPassport(unchecked: bytes).statement(checkedWith: keys) == nil, "a passport is forged")
        try must(SignedProof(unchecked: bytes).statement(checkedWith: keys) == nil, "a proof is forged")
        // With the right signature the statement itself is read, whatever it says; it goes no further when it is none.
        let message = [UInt8](Passport.purpose.utf8) + [0] + bytes
        let id = [UInt8](key.keyID.utf8)
        let signed = SignedPassport(unchecked: [UInt8(id.count)] + id + key.sign(message) + bytes)
        guard let passport = signed.statement(checkedWith: keys) else { return }
        let again = try SignedPassport(passport, by: key)
        try must(again.statement(checkedWith: keys) == passport, "the passport is read back as another")
    },
]

/// A key of this run alone, which nobody else can have signed with.
private enum SealedLetters {
    static let key = SigningKey.generate()
}
