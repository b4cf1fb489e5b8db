import ProfileContract

/// The parts of a profile, as people look for them.
///
/// Username and company address come with the first.
enum ProfileSection: String, Sendable, CaseIterable {
    case details, personal, employment

    /// The fields, in the order in which they are shown.
    var fields: [ProfileField] {
        switch self {
        case .details: [.firstName, .lastName, .alternateEmail]
        case .personal:
            [
                .workCell, .workPhone, .workFax, .personalCell, .homePhone,
                .homeStreetAddress, .homePOBox, .homeCity, .homeState, .homeZipCode, .homeCountry,
            ]
        case .employment:
            [
                .employeeID, .jobTitle, .department, .costCenter, .company, .employeeType, .location,
                .workStreetAddress, .workPOBox, .workCity, .workState, .workZipCode, .workCountry,
            ]
        }
    }

    /// What the part is called.
    func heading(in words: ProfileWords) -> String {
        switch self {
        case .details: words.details
        case .personal: words.personal
        case .employment: words.employment
        }
    }

    /// The element that says why some of the fields are closed.
    var closedHint: String { "\(rawValue)-closed" }
}
