import Foundation
import Support
import XCTest

/// How the pages look, as far as a machine can tell; with `PORTICO_PICTURES`, a folder, it also draws them for people.
final class LookJourneyTests: XCTestCase {
    func testEveryPageFitsEveryScreenAndKeepsToItsOwnPolicy() async throws {
        try await withTimeLimit(.seconds(240)) {
            let portal = try await DemoPortal.shared.running()
            let person = try portal.person(.plain)
            try await Browser.with { browser in
                for path in ["/login", "/reset", "/nowhere"] { try await look(at: path, of: portal, in: browser) }
                try await browser.logIn(as: person, at: portal)
                try await browser.waitForHeading("Applications")
                for path in ["/applications", "/profile", "/security", "/security/password", "/enrol/app"] {
                    try await look(at: path, of: portal, in: browser)
                }
            }
        }
    }

    private func look(at path: String, of portal: RunningPortal, in browser: Browser) async throws {
        for screen in Browser.Screen.allCases {
            for dark in [false, true] {
                try await browser.show(on: screen, dark: dark)
                try await browser.open("\(portal.address)\(path)")
                let what = "\(path) on a \(screen), \(dark ? "dark" : "light")"
                let isTooWide = try await browser.isTooWide
                XCTAssertFalse(isTooWide, "\(what) is wider than the screen")
                let background = try await browser.run("return getComputedStyle(document.body).backgroundColor").text
                XCTAssertEqual(Self.isDark(background ?? ""), dark, "\(what) has the colour \(background ?? "?")")
                // A page that is not there is an error to the browser, and a page like any other to people.
                let complaints = try await browser.complaints.filter { !$0.contains("404") }
                XCTAssertEqual(complaints, [], what)
                try await drawPicture(of: path, screen, dark: dark, in: browser)
            }
        }
    }

    /// Whether `rgb(18, 21, 27)` is nearer to black than to white.
    private static func isDark(_ colour: String) -> Bool {
        let parts = colour.split { !$0.isNumber && $0 != "." }.prefix(3).compactMap { Double($0) }
        return parts.reduce(0, +) < 3 * 128
    }

    private func drawPicture(of path: String, _ screen: Browser.Screen, dark: Bool, in browser: Browser) async throws {
        guard let folder = ProcessInfo.processInfo.environment["PORTICO_PICTURES"] else { return }
        let name = path.dropFirst().replacingOccurrences(of: "/", with: "-")
        try await browser.drawPicture(into: "\(folder)/\(name)-\(screen)-\(dark ? "dark" : "light").png")
    }
}
