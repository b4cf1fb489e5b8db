import Foundation
import Support
import XCTest

/// `docs/operate.md` has every setting and every metric of the programs, and no other.
final class OperatingDocumentTests: XCTestCase {
    func testEachProgramsSettingsAreThoseOfTheDocument() async throws {
        let document = try OperatingDocument()
        for service in OperatingDocument.services.sorted() {
            let told = ToldSetting.all(in: try await help(of: "portico-\(service)"))
            XCTAssertGreaterThan(told.count, 5, "--help of \(service) was not understood")
            let documented = document.settings.filter { $0.programs.contains(service) }
                .map { ToldSetting(name: $0.name, isSecret: $0.isSecret, isRequired: $0.isRequired) }
            XCTAssertEqual(Set(told).subtracting(documented), [], "\(service): not in the document, or not so")
            XCTAssertEqual(Set(documented).subtracting(told), [], "\(service): in the document only, or not so")
        }
    }

    func testTheAdministratorsCommandHasTheSettingsOfTheDocument() async throws {
        let text = try await help(of: "portico")
        let told = text.matches(of: /\n {2}(PORTICO_[A-Z_]+)\s/).map { String($0.1) }
        let documented = try OperatingDocument().settings.filter { $0.programs.contains("portico") }.map(\.name)
        XCTAssertGreaterThan(told.count, 5)
        XCTAssertEqual(told.sorted(), documented.sorted())
    }

    func testEveryMetricIsInTheDocumentAndNoOther() throws {
        let names = try SourceFile.all(under: ["Shared", "Services"])
            .flatMap { $0.text.matches(of: /"((?:portico|process)_[a-z_]+)"/).map { String($0.1) } }
        let documented = try OperatingDocument().metrics
        XCTAssertGreaterThan(names.count, 20, "the sources were not found, or are written otherwise now")
        XCTAssertEqual(Set(names).subtracting(documented), [], "not in the document")
        XCTAssertEqual(documented.subtracting(names), [], "in the document only")
    }

    private func help(of program: String) async throws -> String {
        try await withTimeLimit(.seconds(30)) {
            try await runCommand(Package.program(program), ["--help"])
        }
    }
}
