import IdentityContract
import MFAContract

/// The factors that somebody has, the last used first.
struct Factors {
    /// The most that anybody may have.
    static let most = 10
    /// What this installation can enrol.
    static let offered: [IdentityContract.Method] = [.oneTimeCode]

    let all: [FactorSummary]

    init(_ all: [FactorSummary]) {
        self.all = all
    }

    var isEmpty: Bool { all.isEmpty }

    /// The strongest kind among them.
    var strongest: Strength { all.map(\.method.strength).max() ?? .none }

    /// Each method once, of those that are worth `strength` at least, the last used first.
    func methods(worth strength: Strength = .none) -> [IdentityContract.Method] {
        var methods: [IdentityContract.Method] = []
        for method in all.map(\.method) where method.strength >= strength && !methods.contains(method) {
            methods.append(method)
        }
        return methods
    }
}
