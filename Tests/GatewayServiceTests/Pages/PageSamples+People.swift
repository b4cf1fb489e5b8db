import AppsContract
import Foundation
import IdentityContract
import MFAContract
import ProfileContract
import ServiceRuntime
import Support

@testable import GatewayService

extension PageSamples {
    /// Somebody with a name and an address like most.
    static let ordinary = PageSamples(
        portal: Portal(organization: "Northwind", helpContact: "Ask your IT team at ext. 4400."),
        visitor: Visitor(
            name: "Cheyenne Brooks",
            email: "cheyenne.brooks@northwind.example",
            logOutToken: token
        ),
        profile: Profile(
            fields: [
                .firstName: "Cheyenne", .lastName: "Brooks", .workCell: "+1 555 010 9999", .homeCity: "Lisbon",
                .homeCountry: "Portugal", .employeeID: "10423", .jobTitle: "Analyst", .department: "Finance",
                .company: "Northwind", .location: "Lisbon",
            ],
            version: 4
        ),
        tiles: tiles(
            named: [
                ("Calendar", "Meetings and rooms", .blue), ("Expenses", "Claims and receipts", .red),
                ("Learning", "Courses and certificates", .gold), ("Payroll", "Payslips and tax forms", .green),
                ("Source", "Repositories and reviews", .slate), ("Status", "Are our services up?", .teal),
                ("Tickets", "Ask for help", .orange), ("Wiki", "Handbook and how-tos", .violet),
                ("Travel", "", .pink), ("Video", "Meetings with sound", .indigo),
            ]
        ),
        factors: factors(named: ["Pixel 9", "Spare phone"])
    )

    /// Somebody whose every word tries to be markup, or is far too long.
    static let hostile = PageSamples(
        portal: Portal(organization: "</title><script>alert(1)</script>\"'&", helpContact: "<b onclick='x'>Ask</b>"),
        visitor: Visitor(
            name: "<img src=x onerror=alert(1)>\u{202E}\u{0} \"Ada\" O'Neil",
            email: "\"><script src=//evil.example></script>@example.com",
            logOutToken: "\"><input name=token>"
        ),
        profile: Profile(
            fields: Dictionary(
                uniqueKeysWithValues: ProfileField.allCases.map { ($0, "\" autofocus onfocus=\"alert('\($0)')\u{7}") }
            ),
            version: 1
        ),
        tiles: tiles(
            named: (0..<6).map { ("<svg/onload=alert(\($0))>", "</p><style>*{}</style>", TileColour.allCases[$0]) }
        ),
        factors: factors(named: ["<script>alert(2)</script>", "'\"&<>"])
    )

    /// Somebody with long names that run from right to left.
    static let long = PageSamples(
        portal: Portal(
            organization: "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft & Söhne",
            helpContact: "Ask your administrator, or write to helpdesk-for-everyone@donaudampfschifffahrt.example."
        ),
        visitor: Visitor(
            name: "محمد عبد الرحمن بن عبد الله آل سعود الحسيني",
            email: String(repeating: "averylongname.", count: 8) + "end@donaudampfschifffahrtsgesellschaft.example",
            logOutToken: token
        ),
        profile: Profile(
            fields: Dictionary(
                uniqueKeysWithValues: ProfileField.allCases.map {
                    ($0, $0 == .firstName ? "محمد عبد الرحمن بن عبد الله" : String(repeating: "long value ", count: 18))
                }
            ),
            version: 1
        ),
        tiles: tiles(
            named: [
                ("تطبيق الموارد البشرية", "كل ما يخص الموظفين", .blue),
                (String(repeating: "Unbreakable", count: 8), String(repeating: "description ", count: 21), .green),
                ("A", "", .violet), ("9 to 5", "Time sheets", .gold), ("🚀 Launch", "With a rocket", .pink),
            ]
        ),
        factors: factors(named: [String(repeating: "Telefon", count: 8), "هاتفي"])
    )

    static let everybody = [ordinary, hostile, long]

    private static func tiles(named names: [(String, String, TileColour)]) -> [Tile] {
        let random = SeededRandom(seed: 1)
        return names.enumerated().map { index, tile in
            Tile(
                id: ApplicationID(at: now, random: random),
                name: tile.0,
                description: tile.1,
                colour: tile.2,
                requirement: Requirement(strength: index % 3 == 1 ? .mfa : .none)
            )
        }
    }

    private static func factors(named names: [String]) -> [FactorSummary] {
        let random = SeededRandom(seed: 2)
        return names.enumerated().map { index, name in
            FactorSummary(
                id: FactorID(at: now, random: random),
                method: .oneTimeCode,
                name: name,
                addedAt: now.addingTimeInterval(-200 * 86_400),
                lastUsedAt: index == 0 ? now : nil
            )
        }
    }
}
