import AppsContract
import Foundation
import IdentityContract
import MFAContract
import ProfileContract

// How the file writes an organisation. Every key is in one of these lists, and any other is refused.

extension Organization: Decodable {
    private enum Key: String, CodingKey, CaseIterable {
        case people, groups, applications, secondFactor
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(only: Key.self)
        people = try container.list(of: Person.self, for: .people)
        groups = try container.list(of: Group.self, for: .groups)
        applications = try container.list(of: Application.self, for: .applications)
        secondFactor = try container.decodeIfPresent(SecondFactor.self, forKey: .secondFactor)
    }
}

extension Organization.Person: Decodable {
    private enum Key: String, CodingKey, CaseIterable {
        case email, username, roles, profile
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(only: Key.self)
        email = try container.decode(String.self, forKey: .email).lowercased()
        username = try container.decode(String.self, forKey: .username)
        // Whoever administers the portal uses it too.
        roles = Set(try container.words(Role.self, for: .roles) ?? []).union([.user])
        profile = [:]
        guard container.contains(.profile) else { return }
        let fields = try container.nestedContainer(keyedBy: FieldKey.self, forKey: .profile)
        for key in fields.allKeys.sorted(by: { $0.stringValue < $1.stringValue }) {
            guard let field = key.field else {
                let known = ProfileField.allCases.map(\.rawValue).joined(separator: ", ")
                throw Misfit("is no field of a profile; the fields are: \(known)", at: fields.codingPath + [key])
            }
            // As profile keeps it, so that what was applied is found unchanged the next time.
            profile[field] = try fields.decode(String.self, forKey: key)
                .trimmingCharacters(in: .whitespaces).precomposedStringWithCanonicalMapping
        }
    }

    /// The name of a field, or of none.
    private struct FieldKey: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        var field: ProfileField? { ProfileField(rawValue: stringValue) }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}

extension Organization.Group: Decodable {
    private enum Key: String, CodingKey, CaseIterable {
        case name, members
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(only: Key.self)
        name = try container.decode(String.self, forKey: .name).trimmingCharacters(in: .whitespaces)
        members = try container.list(of: String.self, for: .members)
    }
}

extension Organization.Application: Decodable {
    private enum Key: String, CodingKey, CaseIterable {
        case name, description, target, colour, requirement, everyone, groups, people
    }

    private enum RequirementKey: String, CodingKey, CaseIterable {
        case strength, maximumAgeMinutes
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(only: Key.self)
        name = try container.decode(String.self, forKey: .name).trimmingCharacters(in: .whitespaces)
        description =
            try container.decodeIfPresent(String.self, forKey: .description)?
            .trimmingCharacters(in: .whitespaces) ?? ""
        target = try container.decode(String.self, forKey: .target)
        colour = try container.word(TileColour.self, for: .colour) ?? .suggested(for: name)
        isForEveryone = try container.decodeIfPresent(Bool.self, forKey: .everyone) ?? false
        groups = try container.list(of: String.self, for: .groups)
        people = try container.list(of: String.self, for: .people)
        requirement = .none
        guard container.contains(.requirement) else { return }
        let inner = try container.superDecoder(forKey: .requirement).container(only: RequirementKey.self)
        guard let strength = try inner.word(Strength.self, for: .strength) else {
            throw Misfit("is missing", at: inner.codingPath + [RequirementKey.strength])
        }
        let minutes = try inner.decodeIfPresent(Int.self, forKey: .maximumAgeMinutes)
        requirement = Requirement(strength: strength, maximumAge: minutes.map { TimeInterval($0) * 60 })
    }
}

extension Organization.SecondFactor: Decodable {
    private enum Key: String, CodingKey, CaseIterable {
        case requiredOfEveryone, requiredOfGroups, requiredOfRoles, enrolmentDays
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(only: Key.self)
        requiredOfEveryone = try container.decodeIfPresent(Bool.self, forKey: .requiredOfEveryone) ?? false
        requiredOfGroups = try container.list(of: String.self, for: .requiredOfGroups)
        requiredOfRoles = Set(try container.words(Role.self, for: .requiredOfRoles) ?? [])
        enrolmentDays =
            try container.decodeIfPresent(Int.self, forKey: .enrolmentDays) ?? FactorPolicy().enrolmentDays
    }
}
