/// One step from an empty database to the one that a program needs; left alone once it is released.
///
/// ```swift
/// static let migrations = [
///     Migration(1, "create_accounts", PackageResources.V0001_create_accounts_sql),
/// ]
/// ```
public struct Migration: Sendable, Hashable {
    /// The list that it belongs to: a service's own, or that of a library with tables of its own.
    public var series: String
    /// Its place in that list, counted from 1.
    public var version: Int
    /// What it does, as its file is called.
    public var name: String
    /// Its statements.
    public var sql: [UInt8]

    /// Takes a file that is embedded in the binary.
    public init(_ version: Int, _ name: String, _ sql: [UInt8], series: String = "service") {
        self.series = series
        self.version = version
        self.name = name
        self.sql = sql
    }

    /// The name of its file, `V0001_create_accounts.sql`, for tests that compare the list with the folder.
    public var fileName: String {
        let digits = String(version)
        return "V\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)_\(name).sql"
    }
}

extension Migration: CustomStringConvertible {
    /// Its series, number and name.
    public var description: String { "\(series) \(version) (\(name))" }
}

/// Why a database was not migrated, in one sentence that says what to do.
public struct MigrationRefused: Error, Sendable, Hashable, CustomStringConvertible {
    public let description: String
}
