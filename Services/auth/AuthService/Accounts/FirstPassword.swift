import ServiceRuntime

/// A new account's first password: random, and easy to read out and to type.
///
/// Five groups of four from 31 letters and digits, none of which is taken for another: 99 bits.
enum FirstPassword {
    static let groups = 5
    static let groupLength = 4
    private static let alphabet = Array("abcdefghjkmnpqrstuvwxyz23456789")

    /// Draws one.
    static func draw(_ random: any RandomSource) -> Secret<String> {
        var letters: [Character] = []
        while letters.count < groups * groupLength {
            // Bytes beyond the last whole multiple are left out: otherwise the first letters would come more often.
            let fair = random.bytes(groups * groupLength).filter { Int($0) < 256 / alphabet.count * alphabet.count }
            letters += fair.map { alphabet[Int($0) % alphabet.count] }
        }
        let text = (0..<groups).map { group in
            String(letters[group * groupLength..<(group + 1) * groupLength])
        }.joined(separator: "-")
        return Secret(text)
    }
}
