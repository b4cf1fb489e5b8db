public import Cryptography
public import Messaging

// What a caller is told of passwords that were not hashed: whether to try again.

extension PasswordHasher.Overloaded: ExpressibleAsFault {
    public var faultKind: Fault.Kind? { .overloaded }
}

extension HashingDeadlinePassed: ExpressibleAsFault {
    public var faultKind: Fault.Kind? { .deadlinePassed }
}
