import Foundation
import Support

/// A portal under load to which one thing after another happens, and what came of it.
struct FaultRun: Sendable {
    /// How long whatever was away may take to be back, of which tests are sure; what is promised is two seconds.
    static let recoveryLimit: Duration = .seconds(30)
    /// How long everybody is left in peace before the next fault.
    private static let calm = 200...600
    /// How long the portal may take to be at rest after the last visitor has left.
    private static let settling: Duration = .seconds(30)
    /// A small disk: the cluster takes about half of it.
    private static let diskMegabytes = 224

    let portal: FivePrograms
    let seed: UInt64
    private let saboteur: Saboteur
    private let schedule: Schedule
    private let residents: [Resident]
    private let sentinelAccount: DemoAccount
    private let weather: Weather
    private let tally: Tally
    private let ledger: Ledger
    private let dice: Dice

    /// Starts a portal with the example's people.
    static func prepared(faults: Int, seed: UInt64) async throws -> FaultRun {
        print("faults: PORTICO_SEED=\(seed) repeats this run")
        let disk = try await SmallDisk.mounted(megabytes: diskMegabytes)
        if disk == nil { print("faults: no disk can be mounted here (that takes root), so none is filled") }
        let movesClocks = MovedClock.isPossible
        if !movesClocks { print("faults: Debian's package faketime is not installed, so no clock is moved") }
        let portal = try await FivePrograms.start(on: disk, movesClocks: movesClocks)
        let accounts = try await portal.apply("\(Package.folder)/Examples/organization.json")
        return FaultRun(portal, disk, accounts, faults: faults, seed: seed)
    }

    private init(_ portal: FivePrograms, _ disk: SmallDisk?, _ accounts: [DemoAccount], faults: Int, seed: UInt64) {
        let dice = Dice(seed: seed)
        let weather = Weather()
        let tally = Tally(weather)
        let ledger = Ledger()
        self.portal = portal
        self.seed = seed
        (self.dice, self.weather, self.tally, self.ledger) = (dice, weather, tally, ledger)
        saboteur = Saboteur(portal: portal, disk: disk)
        schedule = Schedule(faults, dice: dice, hasSmallDisk: disk != nil, hasClocks: !portal.clocks.isEmpty)
        // A second factor is required of the group Seed Bank.
        let bank = [Cast.deskGuide, .postponer, .phoneGuide].map(\.rawValue)
        let people = accounts.filter { account in !bank.contains { account.email.hasPrefix($0) } }
        sentinelAccount = people[0]
        let names = people.dropFirst().map { String($0.email.prefix { $0 != "@" }) }
        residents = people.dropFirst().enumerated().map { index, account in
            let mark = names[index].replacing(".", with: "-")
            return Resident(
                account: account,
                mark: mark,
                otherMarks: names.filter { $0 != names[index] }.map { $0.replacing(".", with: "-") + "-" },
                portal: portal,
                ledger: ledger,
                tally: tally,
                dice: Dice(seed: seed &+ UInt64(index) &+ 1)
            )
        }
    }

    /// Lets everything happen, and compares at the end what was acknowledged with what is there.
    func carryOut() async throws -> FaultReport {
        let reckoning = Reckoning(portal: portal, ledger: ledger, tally: tally)
        try await reckoning.begin(residents)
        let sentinel = try await Sentinel.posted(sentinelAccount, at: portal, tally)
        var report = FaultReport(seed: seed)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for resident in residents { group.addTask { await resident.live() } }
            group.addTask { await sentinel.watch() }
            // What a portal holds at rest is measured once it has been used.
            try await Task.sleep(for: .seconds(3))
            report.usageBefore = try await Usage.measured(of: portal)
            for fault in schedule.faults {
                try await suffer(fault, sentinel, &report)
                try await Task.sleep(for: dice.milliseconds(Self.calm))
                checkNobodyElseEnded(after: fault)
            }
            group.cancelAll()
        }
        try await reckoning.compare(residents)
        report.usageAfter = try await Usage.settled(of: portal, near: report.usageBefore, within: Self.settling)
        report.counts = tally.counts
        report.ledger = ledger.everybody
        return report
    }

    private func suffer(_ fault: Mishap, _ sentinel: Sentinel, _ report: inout FaultReport) async throws {
        weather.turnsBad(by: fault)
        try await saboteur.begin(fault)
        try await Task.sleep(for: fault.duration)
        let back = try await saboteur.end(fault)
        var revived = false
        do {
            _ = try await sentinel.waitForRecovery(within: Self.recoveryLimit) {
                if case .fillDisk = fault.kind, try await saboteur.revivePostgres() { revived = true }
            }
        } catch let error as NotInTime {
            tally.violated("after \(fault): \(error)")
        }
        weather.clears()
        report.note(fault, recovery: back.duration(to: .now), neededRestart: revived)
    }

    /// No program ends because another is away.
    private func checkNobodyElseEnded(after fault: Mishap) {
        for (name, program) in portal.programs where !program.isRunning {
            tally.violated("\(name) ended by itself after \(fault): \(program.output.suffix(600))")
            try? program.start()
        }
    }
}
