@testable import AdministratorCommand

/// The file that an administrator hands over.
let files: [FuzzedParser] = [
    FuzzedParser("organization") { bytes in
        let organization: Organization
        do {
            organization = try OrganizationFile.parse(bytes)
        } catch let problems as OrganizationProblems {
            let sentences = problems.sentences
            try must(!sentences.isEmpty && sentences.allSatisfy { $0.hasSuffix(".") }, "no sentence: \(sentences)")
            return
        }
        try must(organization.problems.isEmpty, "it is taken with its problems")
        for application in organization.applications { _ = application.requirement.words }
    }
]
