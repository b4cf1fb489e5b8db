/// A field of somebody's profile that `profile` owns.
///
/// Raw values are the names that the JSON API uses.
public enum ProfileField: String, Codable, Sendable, Hashable, CaseIterable, CodingKeyRepresentable {
    case firstName = "firstname"
    case lastName = "lastname"
    case alternateEmail

    case workCell = "work_mobile"
    case workPhone = "work"
    case workFax = "work_fax"
    case personalCell = "mobile"
    case homePhone = "home"
    case homeStreetAddress
    case homePOBox
    case homeCity
    case homeState
    case homeZipCode
    case homeCountry

    case employeeID = "employeeIdentifier"
    case jobTitle
    case department
    case costCenter
    case company
    case employeeType
    case location
    case workStreetAddress
    case workPOBox
    case workCity
    case workState
    case workZipCode
    case workCountry

    /// What a value of this field looks like.
    public enum Kind: Sendable, Hashable {
        case name, email, phone, text, country
    }

    public var kind: Kind {
        switch self {
        case .firstName, .lastName: .name
        case .alternateEmail: .email
        case .workCell, .workPhone, .workFax, .personalCell, .homePhone: .phone
        case .homeCountry, .workCountry: .country
        default: .text
        }
    }

    /// Whether people may edit it themselves: names, phones, addresses and the alternate e-mail.
    ///
    /// What applications decide by is the administrator's.
    public var isOwnersToEdit: Bool {
        switch self {
        case .employeeID, .jobTitle, .department, .costCenter, .company, .employeeType, .location: false
        default: true
        }
    }
}
