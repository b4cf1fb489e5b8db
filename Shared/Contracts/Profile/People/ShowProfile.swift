public import Messaging

/// Shows people their own profile.
public struct ShowProfile: Request {
    public static let subject: Subject = "profile.show.v1"
    public static let effect = Effect.reads

    public init() {}

    public typealias Reply = Profile
    public typealias Refusal = Never
}

/// What profile knows of somebody.
///
/// Fields without a value are absent.
public struct Profile: Codable, Sendable, Hashable {
    public var fields: [ProfileField: String]
    /// Rises with every change; an edit names the one that it saw.
    public var version: Int

    public init(fields: [ProfileField: String], version: Int) {
        self.fields = fields
        self.version = version
    }

    /// First and last name, or what there is of them.
    public var displayName: String? {
        let names = [fields[.firstName], fields[.lastName]].compactMap(\.self).filter { !$0.isEmpty }
        return names.isEmpty ? nil : names.joined(separator: " ")
    }
}
