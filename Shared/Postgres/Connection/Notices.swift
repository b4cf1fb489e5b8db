internal import CPostgres
internal import ServiceRuntime

/// Carries a connection's notices to the log.
final class Notices: Sendable {
    private let log: Log

    init(log: Log) { self.log = log }

    /// Has libpq tell this object of every notice.
    ///
    /// The connection must keep it alive for as long as it lives itself.
    func listen(to connection: borrowing ConnectionHandle) {
        PQsetNoticeReceiver(
            connection.pointer,
            { context, result in
                guard let context, let result else { return }
                Unmanaged<Notices>.fromOpaque(context).takeUnretainedValue().take(result)
            },
            Unmanaged.passUnretained(self).toOpaque()
        )
    }

    private func take(_ result: OpaquePointer) {
        let field = { (field: portico_diagnostic) in
            PQresultErrorField(result, Int32(field.rawValue)).map { String(cString: $0) }
        }
        let message = field(portico_diagnostic_message) ?? ""
        switch field(portico_diagnostic_severity) {
        case "WARNING": log.warning("PostgreSQL warns.", ["message": message])
        case "INFO", "NOTICE": log.info("PostgreSQL gives notice.", ["message": message])
        default: log.debug("PostgreSQL says something.", ["message": message])
        }
    }
}
