import Foundation
import Support

/// Does to a portal what a fault says, and undoes it.
struct Saboteur: Sendable {
    let portal: FivePrograms
    let disk: SmallDisk?

    /// Makes it go wrong.
    func begin(_ fault: Mishap) async throws {
        switch fault.kind {
        case .kill(let program): try await portal.program(program).kill()
        case .pause(let program): try portal.program(program).pause()
        case .killPostgres: try await portal.postgres.kill()
        case .stopPostgres: try await portal.postgres.stop()
        case .pausePostgres: try await portal.postgres.pause()
        case .cut(let link): portal.links[link]?.become(.cut)
        case .hold(let link): portal.links[link]?.become(.held)
        case .slow(let link, let delay): portal.links[link]?.become(.slow(delay))
        case .fillDisk: try disk?.fill()
        case .moveClock(let programs, let seconds): try move(programs, by: seconds)
        }
    }

    /// Puts it right again, and gives the moment from which recovery counts: that of a program's start, but that of
    /// PostgreSQL's being ready, whose own start is its own affair.
    func end(_ fault: Mishap) async throws -> ContinuousClock.Instant {
        let begun = ContinuousClock.now
        switch fault.kind {
        case .kill(let program): try portal.program(program).start()
        case .pause(let program): try portal.program(program).resume()
        case .killPostgres, .stopPostgres: try await portal.postgres.start()
        case .pausePostgres: try await portal.postgres.resume()
        case .cut(let link), .hold(let link), .slow(let link, _): portal.links[link]?.become(.open)
        case .fillDisk: disk?.makeRoom()
        case .moveClock(let programs, _): try move(programs, by: 0)
        }
        switch fault.kind {
        case .killPostgres, .stopPostgres: return .now
        default: return begun
        }
    }

    /// Starts PostgreSQL again if a full disk made it end, as whoever keeps it alive would; says whether it had to.
    func revivePostgres() async throws -> Bool {
        guard await !portal.postgres.isRunning else { return false }
        try await portal.postgres.start()
        return true
    }

    private func move(_ programs: [PortalProgram.Name], by seconds: Int) throws {
        for program in programs { try portal.clocks[program]?.move(by: seconds) }
    }
}
