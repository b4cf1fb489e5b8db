import Foundation
import QRCode
import Support

/// The program `zbarimg`, which reads codes from pictures.
enum QRReader {
    /// Reads what codes hold, all in one go; modules that `isStained` names look light.
    static func read(
        _ codes: [QRCode],
        staining isStained: (_ column: Int, _ row: Int) -> Bool = { _, _ in false }
    ) async throws -> [String] {
        let folder = try TemporaryFolder.shared.folder()
        let files = try codes.enumerated().map { index, code in
            let file = "\(folder)/\(index).pgm"
            try picture(of: code, isStained).write(to: URL(fileURLWithPath: file))
            return file
        }
        let output = try await runCommand(
            "zbarimg",
            ["--nodbus", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable"] + files
        )
        return output.split(separator: "\n").map(String.init)
    }

    /// A portable graymap (PGM) with the quiet zone around it.
    private static func picture(of code: QRCode, _ isStained: (Int, Int) -> Bool) -> Data {
        let scale = 3
        let width = code.side * scale
        var pixels: [UInt8] = []
        pixels.reserveCapacity(width * width)
        for row in 0..<code.side {
            var line: [UInt8] = []
            for column in 0..<code.side {
                let (x, y) = (column - QRCode.quietZone, row - QRCode.quietZone)
                let isDark = code[x, y] && !isStained(x, y)
                line += isDark ? [0, 0, 0] : [255, 255, 255]
            }
            for _ in 0..<scale { pixels += line }
        }
        return Data("P5\n\(width) \(width)\n255\n".utf8) + pixels
    }
}
