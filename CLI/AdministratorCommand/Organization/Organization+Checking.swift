import Foundation
import IdentityContract
import MFAContract
import ProfileContract

extension Organization {
    /// Longer names and descriptions the services do not keep.
    private static let longestName = 100
    private static let longestDescription = 256
    private static let longestUsername = 64
    private static let longestAddress = 254
    /// How fresh a verification an application may ask for, in minutes: up to a month.
    private static let maximumAgeMinutes = 1...43_200
    private static let maximumAges =
        Double(60 * maximumAgeMinutes.lowerBound)...Double(60 * maximumAgeMinutes.upperBound)

    /// What is wrong with it by itself, a whole sentence each; whether the names in it are anyone's is seen later.
    ///
    /// The services check all of this again; here it is said before anything is changed, and all at once.
    var problems: [String] {
        problemsOfPeople + problemsOfGroups + problemsOfApplications + problemsOfPolicy
    }

    private var problemsOfPeople: [String] {
        var problems: [String] = []
        var emails: [String: Int] = [:]
        var usernames: [String: Int] = [:]
        for (index, person) in people.enumerated() {
            let place = "people[\(index)]"
            if !Self.isAddress(person.email) { problems.append("\(place).email must be an e-mail address.") }
            if !Self.isUsername(person.username) {
                problems.append(
                    "\(place).username must have 1 to \(Self.longestUsername) characters of a–z, 0–9, dot, hyphen and "
                        + "underscore, and begin with a letter."
                )
            }
            if let first = emails.updateValue(index, forKey: person.email) {
                problems.append("\(place).email is also that of people[\(first)].")
            }
            if let first = usernames.updateValue(index, forKey: person.username) {
                problems.append("\(place).username is also that of people[\(first)].")
            }
            for (field, value) in person.profile where value.count > FieldProblem.longestValue {
                problems.append(
                    "\(place).profile.\(field.rawValue) must have at most \(FieldProblem.longestValue) characters."
                )
            }
        }
        return problems
    }

    private var problemsOfGroups: [String] {
        Self.problems(ofNames: groups.map(\.name), in: "groups")
    }

    private var problemsOfApplications: [String] {
        var problems = Self.problems(ofNames: applications.map(\.name), in: "applications")
        for (index, application) in applications.enumerated() {
            let place = "applications[\(index)]"
            if !Self.isWebAddress(application.target) {
                problems.append("\(place).target must be an address that begins with https:// or http://.")
            }
            if application.description.count > Self.longestDescription {
                problems.append("\(place).description must have at most \(Self.longestDescription) characters.")
            }
            if let age = application.requirement.maximumAge, !Self.maximumAges.contains(age) {
                let (least, most) = (Self.maximumAgeMinutes.lowerBound, Self.maximumAgeMinutes.upperBound)
                problems.append("\(place).requirement.maximumAgeMinutes must be from \(least) to \(most).")
            }
        }
        return problems
    }

    private var problemsOfPolicy: [String] {
        let range = FactorPolicy.enrolmentDaysRange
        guard let secondFactor, !range.contains(secondFactor.enrolmentDays) else { return [] }
        return ["secondFactor.enrolmentDays must be from \(range.lowerBound) to \(range.upperBound)."]
    }

    /// Names must be there, not too long, and differ by more than case.
    private static func problems(ofNames names: [String], in list: String) -> [String] {
        var problems: [String] = []
        var seen: [String: Int] = [:]
        for (index, name) in names.enumerated() {
            if name.isEmpty || name.count > longestName || name.unicodeScalars.contains(where: isControl) {
                problems.append("\(list)[\(index)].name must have 1 to \(longestName) characters.")
            }
            if let first = seen.updateValue(index, forKey: name.lowercased()) {
                problems.append("\(list)[\(index)].name is also that of \(list)[\(first)].")
            }
        }
        return problems
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .control
    }

    private static func isAddress(_ text: String) -> Bool {
        let halves = text.split(separator: "@", omittingEmptySubsequences: false)
        guard halves.count == 2, !halves[0].isEmpty, text.utf8.count <= longestAddress else { return false }
        let labels = halves[1].split(separator: ".", omittingEmptySubsequences: false)
        return labels.count >= 2 && labels.allSatisfy { !$0.isEmpty }
            && !text.unicodeScalars.contains { isControl($0) || $0.properties.isWhitespace }
    }

    private static func isUsername(_ text: String) -> Bool {
        guard let first = text.utf8.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first),
            text.utf8.count <= longestUsername
        else { return false }
        return text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
            default: ".-_".utf8.contains(byte)
            }
        }
    }

    private static func isWebAddress(_ text: String) -> Bool {
        guard let parts = URLComponents(string: text), let host = parts.host, !host.isEmpty,
            ["http", "https"].contains(parts.scheme?.lowercased()), parts.user == nil, parts.password == nil
        else { return false }
        return !text.unicodeScalars.contains { isControl($0) || $0.properties.isWhitespace }
    }
}
