import Foundation

/// The file that declares an organisation.
enum OrganizationFile {
    /// A larger one declares more people than this command is made for.
    static let largestSize = 16 * 1024 * 1024

    /// Reads and checks it.
    ///
    /// - Throws: a `Complaint` that names the file and the place in it.
    static func read(_ path: String) throws(Complaint) -> Organization {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw .failure("\(path): there is no such file.")
        }
        guard !isFolder.boolValue, let data = FileManager.default.contents(atPath: path) else {
            throw .failure("\(path) is not a file that can be read.")
        }
        guard data.count <= largestSize else {
            throw .failure("\(path) is larger than \(largestSize / 1024 / 1024) MiB.")
        }
        do {
            return try parse([UInt8](data))
        } catch {
            throw .failure(error.sentences.map { "\(path): \($0)" }.joined(separator: "\n"))
        }
    }

    /// Reads what stands in such a file, and checks it.
    static func parse(_ bytes: [UInt8]) throws(OrganizationProblems) -> Organization {
        if let misfit = Misfit(notJSON: bytes) { throw OrganizationProblems([misfit.description]) }
        let organization: Organization
        do {
            organization = try JSONDecoder().decode(Organization.self, from: Data(bytes))
        } catch let misfit as Misfit {
            throw OrganizationProblems([misfit.description])
        } catch let error as DecodingError {
            throw OrganizationProblems([Misfit(error).description])
        } catch {
            throw OrganizationProblems(["this cannot be read: \(error)"])
        }
        let problems = organization.problems
        guard problems.isEmpty else { throw OrganizationProblems(problems) }
        return organization
    }
}

/// What is wrong with a declared organisation.
struct OrganizationProblems: Error, Equatable, CustomStringConvertible {
    /// A whole sentence each, beginning with the place.
    let sentences: [String]

    init(_ sentences: [String]) {
        self.sentences = sentences
    }

    var description: String { sentences.joined(separator: "\n") }
}
