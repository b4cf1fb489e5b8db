import IdentityContract

/// Where a person is led before they get what they asked for: thrown by routes, answered in one place.
enum Detour: Error {
    /// Nobody is signed in, or no longer.
    case logIn(then: WayOn)
    /// The password was right; what else is due comes first.
    case whatIsDue(then: WayOn)
    /// More must be proven for this.
    case stepUp(Requirement, then: WayOn)

    /// The address of the page that comes first.
    var path: String {
        switch self {
        case .logIn(let then): then.carried(by: "/login")
        case .whatIsDue(let then): then.carried(by: "/verify")
        case .stepUp(let requirement, let then): then.carried(by: "/verify", requirement.parameters)
        }
    }
}

extension Requirement {
    /// As it travels to the page that asks for it.
    ///
    /// Who alters it deceives nobody: the services decide.
    var parameters: KeyValuePairs<String, String> {
        guard let maximumAge else { return ["strength": strength.rawValue] }
        // Brought within bounds first: a service may say any number, and an `Int` does not hold every one.
        let age = maximumAge.isNaN ? 0 : Int(min(max(maximumAge, 0), Double(Self.longestAge)))
        return ["strength": strength.rawValue, "age": String(age)]
    }

    /// The longest age that is read, in seconds: a year.
    private static let longestAge = 366 * 24 * 60 * 60

    /// Reads what travelled; `nil` where nothing did.
    init?(strength: String?, age: String?) {
        guard let strength = strength.flatMap(Strength.init) else { return nil }
        let age = age.flatMap(Int.init).map { min(max($0, 0), Self.longestAge) }
        self.init(strength: strength, maximumAge: age.map(Double.init))
    }
}
