/// A statement's parameters as libpq takes them: addresses, lengths and formats.
struct BoundParameters {
    /// The protocol counts parameters in 16 bits.
    static let most = Int(UInt16.max)

    private var bytes: [UInt8] = []
    private var offsets: [Int?] = []
    private var lengths: [Int32] = []
    private var formats: [Int32] = []

    init(_ parameters: [PostgresParameter]) throws {
        guard parameters.count <= Self.most else {
            throw PostgresError(.unsendable, "a statement has more than \(Self.most) parameters")
        }
        offsets.reserveCapacity(parameters.count)
        for (index, parameter) in parameters.enumerated() {
            switch parameter {
            case .null:
                add([UInt8]?.none, format: 0)
            case .text(let text):
                // libpq takes text up to its first NUL: "admin\0x" would silently become "admin".
                guard !text.utf8.contains(0) else {
                    throw PostgresError(.unsendable, "parameter $\(index + 1) holds a NUL character")
                }
                add(text.utf8, format: 0)
            case .binary(let value):
                add(value, format: 1)
            case .impossible(let reason):
                throw PostgresError(.unsendable, "parameter $\(index + 1): \(reason)")
            }
        }
        guard bytes.count <= Int(Int32.max) else { throw PostgresError(.unsendable, "the parameters are too long") }
    }

    private mutating func add(_ value: (some Collection<UInt8>)?, format: Int32) {
        offsets.append(value == nil ? nil : bytes.count)
        lengths.append(Int32(clamping: value?.count ?? 0))
        formats.append(format)
        if let value {
            bytes += value
            bytes.append(0)
        }
    }

    /// Lends the arrays to a call that sends them.
    func withPointers<Result>(
        _ send: (Int32, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?) -> Result
    ) -> Result {
        bytes.withUnsafeBufferPointer { bytes in
            bytes.withMemoryRebound(to: CChar.self) { characters in
                let values = offsets.map { offset in
                    offset.flatMap { offset in characters.baseAddress.map { UnsafePointer($0 + offset) } }
                }
                return send(Int32(values.count), values, lengths, formats)
            }
        }
    }
}
