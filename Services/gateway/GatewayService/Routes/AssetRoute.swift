import HTTP

/// The files that browsers load beside the pages.
struct AssetRoute: Sendable {
    /// The name of each changes with its content, so that browsers may keep it.
    private static let forAYear = "public, max-age=31536000, immutable"

    private let files = StaticAssets(
        Assets.all.map { StaticAssets.File($0.file, $0.bytes, type: ContentType($0.contentType)) }
    )

    func show(_ request: HTTPRequest) throws -> HTTPResponse {
        guard let response = files.response(to: request, for: try request.parameter("file")) else {
            throw HTTPProblem.notFound
        }
        return response.with("Cache-Control", Self.forAYear)
    }
}
