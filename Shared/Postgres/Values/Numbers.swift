extension Bool: PostgresValue {
    public var postgresParameter: PostgresParameter { .text(self ? "t" : "f") }

    public init(postgres bytes: RawSpan, of type: PostgresType) throws {
        guard type == .bool, bytes.byteCount == 1 else { throw PostgresMismatch(type, readAs: Bool.self) }
        self = try bytes.bigEndian(UInt8.self, at: 0) != 0
    }
}

extension PostgresEncodable where Self: BinaryInteger {
    public var postgresParameter: PostgresParameter { .text(String(self)) }
}

extension PostgresDecodable where Self: FixedWidthInteger {
    /// Reads any of PostgreSQL's integers, and refuses one that does not fit.
    public init(postgres bytes: RawSpan, of type: PostgresType) throws {
        let value: Self? =
            switch (type, bytes.byteCount) {
            case (.int2, 2): Self(exactly: try bytes.bigEndian(Int16.self, at: 0))
            case (.int4, 4): Self(exactly: try bytes.bigEndian(Int32.self, at: 0))
            case (.int8, 8): Self(exactly: try bytes.bigEndian(Int64.self, at: 0))
            case (.oid, 4): Self(exactly: try bytes.bigEndian(UInt32.self, at: 0))
            case (.xid8, 8): Self(exactly: try bytes.bigEndian(UInt64.self, at: 0))
            default: throw PostgresMismatch(type, readAs: Self.self)
            }
        guard let value else { throw PostgresMismatch(reason: "holds a number that does not fit \(Self.self)") }
        self = value
    }
}

extension Int: PostgresValue {}
extension Int16: PostgresValue {}
extension Int32: PostgresValue {}
extension Int64: PostgresValue {}

/// A transaction's number, `xid8`, which is unsigned and never wraps round.
extension UInt64: PostgresValue {}

extension Double: PostgresValue {
    public var postgresParameter: PostgresParameter { .text(description) }

    public init(postgres bytes: RawSpan, of type: PostgresType) throws {
        switch (type, bytes.byteCount) {
        case (.float8, 8): self = Double(bitPattern: try bytes.bigEndian(UInt64.self, at: 0))
        case (.float4, 4): self = Double(Float(bitPattern: try bytes.bigEndian(UInt32.self, at: 0)))
        default: throw PostgresMismatch(type, readAs: Double.self)
        }
    }
}

extension RawSpan {
    /// An integer in network order, or a mismatch where the bytes end before it does.
    func bigEndian<Number: FixedWidthInteger & BitwiseCopyable>(_: Number.Type, at offset: Int) throws -> Number {
        guard offset >= 0, offset <= byteCount - MemoryLayout<Number>.size else {
            throw PostgresMismatch(reason: "holds fewer bytes than its type needs")
        }
        return withUnsafeBytes { Number(bigEndian: $0.loadUnaligned(fromByteOffset: offset, as: Number.self)) }
    }
}
