internal import CPostgres
internal import ServiceRuntime

/// Where the database is and how to reach it, as libpq's keywords.
///
/// Whatever the URL says is passed on: several hosts, `target_session_attrs`, `sslmode`. What it leaves out is given a
/// limit here, because libpq's own defaults wait for ever.
struct ConnectionParameters: Sendable {
    /// How long one host may take to answer while connecting, in seconds.
    static let connectTimeoutSeconds = 5
    /// How long bytes may stay unacknowledged, in milliseconds, before the connection counts as lost.
    static let tcpUserTimeoutMilliseconds = 10_000
    /// How long a connection may be silent, in seconds, before the kernel asks whether the other side still lives.
    static let keepalivesIdleSeconds = 15
    /// How long the server lets one statement run.
    ///
    /// Beyond any deadline of ours: it ends what no cancellation reached.
    static let statementTimeout: Duration = .seconds(30)
    /// How long the server lets a transaction sit idle: it frees the locks of a process that froze.
    static let idleInTransactionTimeout: Duration = .seconds(60)

    /// Keywords and values; among them the password, which is why they have a wrapper.
    private let values: Secret<[String: String]>

    /// Reads a URL, `postgresql://user@host/database?…`, or a list of `keyword=value`.
    ///
    /// - Throws: One sentence that quotes nothing of the URL.
    init(url: Secret<String>, program: String) throws {
        var given: [String: String] = [:]
        var complaint: UnsafeMutablePointer<CChar>?
        defer { PQfreemem(complaint) }
        // libpq's complaint may quote the password, so it is dropped.
        guard let options = PQconninfoParse(url.expose(), &complaint) else {
            throw PostgresError(
                .unavailable,
                "the database URL cannot be read; expected postgresql://user@host:5432/database"
            )
        }
        defer { PQconninfoFree(options) }
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val { given[String(cString: keyword)] = String(cString: value) }
            option += 1
        }
        let usual = [
            "connect_timeout": "\(Self.connectTimeoutSeconds)",
            "tcp_user_timeout": "\(Self.tcpUserTimeoutMilliseconds)",
            "keepalives_idle": "\(Self.keepalivesIdleSeconds)",
            "keepalives_interval": "5",
            "keepalives_count": "3",
            "application_name": program,
            "client_encoding": "UTF8",
            // Looking for Kerberos tickets costs time at every connect; whoever has them says so in the URL.
            "gssencmode": "disable",
        ]
        values = Secret(usual.merging(given) { _, fromURL in fromURL })
    }

    /// The same, with the server's own limits on a session; nil lifts them, for work that may take its time.
    func limiting(statements: Duration?) -> [String: String] {
        var values = values.expose()
        let statementLimit = statements.map(Self.milliseconds) ?? 0
        let idleLimit = Self.milliseconds(Self.idleInTransactionTimeout)
        let limits = "-c statement_timeout=\(statementLimit) -c idle_in_transaction_session_timeout=\(idleLimit)"
        // Ours first: a limit that the URL sets comes later and wins.
        values["options"] = [limits, values["options"]].compactMap { $0 }.joined(separator: " ")
        return values
    }

    private static func milliseconds(_ duration: Duration) -> Int {
        Int(duration / .milliseconds(1))
    }
}
