import HTTP

/// What every answer tells the browser about what it may do with it.
enum SecurityHeaders {
    /// How long browsers insist on https, in seconds: two years.
    private static let strictTransportAge = 2 * 365 * 24 * 60 * 60

    /// Everything a page needs comes from here, and nothing else may.
    static let contentPolicy = [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "connect-src 'self'",
        "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'",
    ].joined(separator: "; ")

    static func all(at address: PublicAddress) -> HTTPHeaders {
        var headers: HTTPHeaders = [
            "Content-Security-Policy": contentPolicy,
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "Referrer-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
            // Pages are one person's; files that are everybody's say so themselves.
            "Cache-Control": "no-store",
        ]
        if address.isSecure {
            headers["Strict-Transport-Security"] = "max-age=\(strictTransportAge)"
        }
        return headers
    }
}
