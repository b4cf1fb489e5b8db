import ProfileContract

/// The profile and its fields.
struct ProfileWords: Codable, Sendable {
    var howToEdit = "Choose a field to edit it. It saves by itself."
    var howToEditAndSave = "Edit a field, then save it."
    var details = "Profile Details"
    var personal = "Personal Information"
    var employment = "Employment Information"
    var closedFields = "Fields with a lock are looked after by your administrator."
    var save = "Save"
    var saveField: Sentence = "Save {}"
    var saving = "Saving"
    var saved = "Saved"
    var notSaved = "Not saved: the portal could not be reached. What you typed is still here; save again in a moment."
    var add = "Add"
    var notSet = "Not set"
    var notKnown = "Cannot be shown just now"
    var editField: Sentence = "Edit {}"
    var backToProfile = "Back to Profile"

    var username = "Username"
    var companyEmail = "Company Email"
    var firstName = "First Name"
    var lastName = "Last Name"
    var alternateEmail = "Alternate Email"
    var workCell = "Work Cell"
    var workPhone = "Work Phone"
    var workFax = "Work Fax"
    var personalCell = "Personal Cell"
    var homePhone = "Home Phone"
    var homeStreetAddress = "Home Street Address"
    var workStreetAddress = "Work Street Address"
    var poBox = "PO Box"
    var city = "City"
    var state = "State"
    var zipCode = "Zip Code"
    var country = "Country"
    var employeeID = "Employee ID"
    var jobTitle = "Job Title"
    var department = "Department"
    var costCenter = "Cost Center"
    var company = "Company"
    var employeeType = "Employee Type"
    var location = "Location"

    /// What a field is called.
    func label(of field: ProfileField) -> String {
        switch field {
        case .firstName: firstName
        case .lastName: lastName
        case .alternateEmail: alternateEmail
        case .workCell: workCell
        case .workPhone: workPhone
        case .workFax: workFax
        case .personalCell: personalCell
        case .homePhone: homePhone
        case .homeStreetAddress: homeStreetAddress
        case .workStreetAddress: workStreetAddress
        case .homePOBox, .workPOBox: poBox
        case .homeCity, .workCity: city
        case .homeState, .workState: state
        case .homeZipCode, .workZipCode: zipCode
        case .homeCountry, .workCountry: country
        case .employeeID: employeeID
        case .jobTitle: jobTitle
        case .department: department
        case .costCenter: costCenter
        case .company: company
        case .employeeType: employeeType
        case .location: location
        }
    }
}
