public import Foundation
public import ServiceRuntime

extension String: PostgresValue {
    public var postgresParameter: PostgresParameter { .text(self) }

    public init(postgres bytes: RawSpan, of type: PostgresType) throws {
        guard type.isText else { throw PostgresMismatch(type, readAs: String.self) }
        self = bytes.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
    }
}

extension UUID: PostgresValue {
    public var postgresParameter: PostgresParameter { .text(uuidString) }

    public init(postgres bytes: RawSpan, of type: PostgresType) throws {
        guard type == .uuid, bytes.byteCount == MemoryLayout<uuid_t>.size else {
            throw PostgresMismatch(type, readAs: UUID.self)
        }
        self = UUID(uuid: bytes.withUnsafeBytes { $0.loadUnaligned(as: uuid_t.self) })
    }
}

extension Identifier: PostgresEncodable {
    public var postgresParameter: PostgresParameter { uuid.postgresParameter }
}

extension Identifier: PostgresDecodable {
    public init(postgres bytes: RawSpan, of type: PostgresType) throws {
        self.init(uuid: try UUID(postgres: bytes, of: type))
    }
}

extension Data: PostgresValue {
    public var postgresParameter: PostgresParameter { .binary([UInt8](self)) }

    public init(postgres bytes: RawSpan, of type: PostgresType) throws {
        self.init(try [UInt8](postgres: bytes, of: type))
    }
}
