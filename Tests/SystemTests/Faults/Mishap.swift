import Support

/// One thing that goes wrong for a while.
struct Mishap: Sendable, CustomStringConvertible {
    typealias Program = PortalProgram.Name

    enum Kind: Sendable, Hashable {
        case kill(Program)
        case pause(Program)
        case killPostgres
        case stopPostgres
        case pausePostgres
        case cut(FivePrograms.LinkName)
        case hold(FivePrograms.LinkName)
        case slow(FivePrograms.LinkName, Duration)
        case fillDisk
        case moveClock(of: [Program], seconds: Int)
    }

    let kind: Kind
    let duration: Duration

    /// The programs of which nothing can be had meanwhile, or not all.
    var away: Set<Program> {
        switch kind {
        case .kill(let program), .pause(let program): [program]
        case .killPostgres, .stopPostgres, .pausePostgres, .fillDisk: Set(Program.services)
        case .cut(let link), .hold(let link):
            if let callee = link.callee {
                // What the services tell each other may be late: no page waits for it.
                link.caller == .gateway ? [callee] : []
            } else {
                [link.caller]
            }
        case .slow: []
        // Whoever believes nobody's deadlines and passports is as good as away.
        case .moveClock: Set(Program.services)
        }
    }

    /// What it is, for counting.
    var name: String {
        switch kind {
        case .kill: "a program killed"
        case .pause: "a program held up"
        case .killPostgres: "PostgreSQL killed"
        case .stopPostgres: "PostgreSQL stopped"
        case .pausePostgres: "PostgreSQL held up"
        case .cut: "a link cut"
        case .hold: "a link held up"
        case .slow: "a link slow"
        case .fillDisk: "the disk full"
        case .moveClock: "a clock moved"
        }
    }

    var description: String {
        let what =
            switch kind {
            case .kill(let program): "\(program) killed"
            case .pause(let program): "\(program) held up"
            case .killPostgres, .stopPostgres, .pausePostgres, .fillDisk: name
            case .cut(let link): "\(link) cut"
            case .hold(let link): "\(link) held up"
            case .slow(let link, let delay): "\(link) slower by \(delay.inSeconds)"
            case .moveClock(let programs, let seconds):
                "clock of \(programs.map(\.rawValue).joined(separator: " and ")) moved by \(seconds) s"
            }
        return "\(what) for \(duration.inSeconds)"
    }
}

/// Which faults come, in which order: each kind in each round, everything else as the dice fall.
struct Schedule: Sendable {
    let faults: [Mishap]

    /// Draws so many; a disk is filled and clocks are moved only where there are any.
    init(_ count: Int, dice: Dice, hasSmallDisk: Bool, hasClocks: Bool) {
        var faults: [Mishap] = []
        while faults.count < count {
            faults += dice.shuffled(Self.round(dice, hasSmallDisk: hasSmallDisk, hasClocks: hasClocks))
        }
        self.faults = Array(faults.prefix(count))
    }

    /// Twenty faults, or nearly.
    private static func round(_ dice: Dice, hasSmallDisk: Bool, hasClocks: Bool) -> [Mishap] {
        let links = FivePrograms.LinkName.all
        var kinds: [Mishap.Kind] = Mishap.Program.allCases.flatMap { [.kill($0), .pause($0)] }
        kinds += [.killPostgres, dice.pick([.stopPostgres, .pausePostgres])]
        kinds += [.cut(dice.pick(links)), .cut(dice.pick(links)), .hold(dice.pick(links)), .hold(dice.pick(links))]
        kinds += [
            .slow(dice.pick(links), dice.milliseconds(20...200)), .slow(dice.pick(links), dice.milliseconds(20...200)),
        ]
        if hasSmallDisk { kinds.append(.fillDisk) }
        if hasClocks {
            let seconds = dice.pick([-90, -20, -5, 5, 20, 90])
            kinds.append(
                .moveClock(
                    of: dice.pick(Mishap.Program.allCases.map { [$0] } + [Mishap.Program.allCases]),
                    seconds: seconds
                )
            )
        }
        return kinds.map { Mishap(kind: $0, duration: dice.milliseconds(600...1900)) }
    }
}
