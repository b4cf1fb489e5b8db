public import IdentityContract
public import Messaging

/// Opens an application: tells its target to somebody who may open it and has proven enough.
///
/// Where more proof is needed the answer is a `Denial` with the requirement, and nothing of the target.
public struct LaunchApplication: Request {
    public static let subject: Subject = "apps.launch.v1"
    public static let effect = Effect.reads

    public var application: ApplicationID

    public init(application: ApplicationID) {
        self.application = application
    }

    public struct Reply: Codable, Sendable, Hashable {
        public var name: String
        /// An http or https address.
        public var target: String

        public init(name: String, target: String) {
            self.name = name
            self.target = target
        }
    }

    public enum Refusal: String, RefusalReason, CaseIterable {
        /// There is none, or not for this person: both look the same.
        case noSuchApplication
    }
}
