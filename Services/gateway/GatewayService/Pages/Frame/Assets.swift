import Cryptography
import Markup

/// A file that browsers load beside the pages.
///
/// Its address changes with its content, so that it may be kept for ever.
struct Asset: Sendable {
    /// The last part of its address, with the fingerprint: `portal-1f3a….css`.
    let file: String
    let contentType: String
    let bytes: [UInt8]
    /// The first 16 hexadecimal digits of the content's SHA-256.
    let fingerprint: String
    /// `/assets/` and `file`.
    let address: WebAddress

    init(_ name: String, _ ending: String, contentType: String, bytes: [UInt8]) {
        fingerprint = Hex.encode(SHA256.hash(bytes).prefix(8))
        file = "\(name)-\(fingerprint).\(ending)"
        address = "/assets/\(file)"
        self.contentType = contentType
        self.bytes = bytes
    }
}

/// The files that the binary carries.
enum Assets {
    static let styleSheet = Asset(
        "portal",
        "css",
        contentType: "text/css; charset=utf-8",
        bytes: PackageResources.portal_css
    )
    static let script = Asset(
        "portal",
        "js",
        contentType: "text/javascript; charset=utf-8",
        bytes: PackageResources.portal_js
    )
    /// Chooses light or dark before anything is drawn.
    static let theme = Asset(
        "theme",
        "js",
        contentType: "text/javascript; charset=utf-8",
        bytes: PackageResources.theme_js
    )
    static let icon = Asset("favicon", "svg", contentType: "image/svg+xml", bytes: PackageResources.favicon_svg)

    /// Every one of them.
    static let all = [styleSheet, script, theme, icon]
}
