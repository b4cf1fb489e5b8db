public import HTTP
public import Messaging
public import Network
public import ServiceRuntime

/// Everything that the gateway can be told.
public struct GatewaySettings: Settings {
    static let listen = Setting<HostPort>.hostPort(
        "PORTICO_LISTEN",
        "Where the portal listens, host:port.",
        default: HostPort(host: "127.0.0.1", port: 8080)
    )
    static let publicURL = Setting<PublicAddress>(
        "PORTICO_PUBLIC_URL",
        "The address under which people reach the portal, https://host; by default http://localhost and the port."
    ) { try PublicAddress(parsing: $0) }.optional
    static let certificate = Setting<String>.file(
        "PORTICO_TLS_CERTIFICATE",
        "The file with the portal's certificate in PEM, those that lead to its authority after it; turns TLS on."
    ).optional
    static let key = Setting<String>.file(
        "PORTICO_TLS_KEY",
        "The file with the private key of PORTICO_TLS_CERTIFICATE in PEM, readable by its owner alone."
    ).optional
    static let trustedProxies = Setting<TrustedProxies>(
        "PORTICO_TRUSTED_PROXIES",
        "The addresses of the proxies whose X-Forwarded-For is believed: 10.0.0.5, 10.1.0.0/16, fd00::/8, by commas.",
        default: .nobody,
        defaultText: "none"
    ) { text in
        guard let proxies = TrustedProxies(text) else {
            throw SettingProblem("must be addresses or ranges such as 10.1.0.0/16, separated by commas")
        }
        return proxies
    }
    static let organization = Setting<String>.string(
        "PORTICO_ORGANIZATION",
        "The organisation's name, which stands on every page.",
        default: "Portico",
        longest: 100
    )
    static let helpContact = Setting<String>.string(
        "PORTICO_HELP_CONTACT",
        "Whom people turn to when they cannot go on.",
        default: "Ask your administrator.",
        longest: 300
    )
    static let operatorCommand = Setting<String>.string(
        "PORTICO_OPERATOR_COMMAND",
        "How whoever runs the portal calls the administrator's command here, as an empty portal tells it.",
        default: "portico",
        longest: 1000
    )

    /// All of them.
    public static let all: [any AnySetting] = [
        listen, publicURL, certificate, key, trustedProxies, organization, helpContact, operatorCommand,
        BusSettings.key, BusSettings.peers, BusSettings.auth, BusSettings.mfa, BusSettings.profile, BusSettings.apps,
    ]

    /// Where the portal listens.
    public let listen: HostPort
    /// The address under which people reach it.
    public let address: PublicAddress
    /// What the portal encrypts with by itself; nil where a proxy does, or where nothing leaves this machine.
    public let tls: TLSServer?
    /// Where its certificate and key are.
    public let tlsFiles: TLSFiles?
    /// The proxies that are believed when they say from where a request came.
    public let trustedProxies: TrustedProxies
    /// The organisation's name, which stands on every page.
    public let organization: String
    /// Whom people turn to when they cannot go on.
    public let helpContact: String
    /// How whoever runs the portal calls the administrator's command.
    public let operatorCommand: String
    /// The gateway's key on the bus, and everybody's public keys.
    public let bus: (key: BusKeyPair, peers: BusPeers)
    /// Where the four services answer.
    public let services: ServiceEndpoints

    /// Takes the values.
    public init(_ values: SettingValues) throws {
        let listen = try values[Self.listen]
        self.listen = listen
        tlsFiles = try Self.tlsFiles(values)
        tls = try tlsFiles.map(Self.server)
        address =
            try values[Self.publicURL] ?? PublicAddress(localhostPort: listen.port, isSecure: tlsFiles != nil)
        guard tls == nil || address.isSecure else {
            throw SettingProblems([
                "\(Self.publicURL.name) must begin with https:// where \(Self.certificate.name) is set."
            ])
        }
        trustedProxies = try values[Self.trustedProxies]
        organization = try values[Self.organization]
        helpContact = try values[Self.helpContact]
        operatorCommand = try values[Self.operatorCommand]
        bus = (try values[BusSettings.key], try values[BusSettings.peers])
        services = ServiceEndpoints(
            auth: try values[BusSettings.auth],
            mfa: try values[BusSettings.mfa],
            profile: try values[BusSettings.profile],
            apps: try values[BusSettings.apps]
        )
    }

    private static func tlsFiles(_ values: SettingValues) throws -> TLSFiles? {
        switch (try values[certificate], try values[key]) {
        case (nil, nil): return nil
        case (let certificate?, let key?): return TLSFiles(certificate: certificate, key: key)
        case (_?, nil): throw SettingProblems(["\(key.name) must be set where \(certificate.name) is."])
        case (nil, _?): throw SettingProblems(["\(certificate.name) must be set where \(key.name) is."])
        }
    }

    private static func server(_ files: TLSFiles) throws -> TLSServer {
        do {
            return try TLSServer(files)
        } catch let problem as TLSFilesProblem {
            let setting = problem.file == .key ? key.name : certificate.name
            throw SettingProblems(["\(setting) \(problem.reason)."])
        }
    }
}

/// Where the four services answer on the bus.
public struct ServiceEndpoints: Sendable {
    public var auth: [BusEndpoint]
    public var mfa: [BusEndpoint]
    public var profile: [BusEndpoint]
    public var apps: [BusEndpoint]

    public init(auth: [BusEndpoint], mfa: [BusEndpoint], profile: [BusEndpoint], apps: [BusEndpoint]) {
        self.auth = auth
        self.mfa = mfa
        self.profile = profile
        self.apps = apps
    }
}
