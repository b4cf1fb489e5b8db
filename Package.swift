// swift-tools-version: 6.2
import PackageDescription

// Every target and every allowed arrow, and nothing else. Arrows point down only: a service never
// imports another service's library, and only its wrapper imports a C module.

let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

/// A C library: a module map and a shim.
func cLibrary(_ name: String) -> Target {
    .systemLibrary(name: name, path: "Shared/\(name)")
}

/// A library that knows nothing of portals.
func shared(_ name: String, over dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, path: "Shared/\(name)", swiftSettings: strict)
}

/// What a service can be asked, one small file per request.
func contract(_ name: String, over dependencies: [Target.Dependency] = []) -> Target {
    .target(
        name: "\(name)Contract",
        dependencies: ["Messaging", "ServiceRuntime"] + dependencies,
        path: "Shared/Contracts/\(name)",
        swiftSettings: strict
    )
}

/// A service's library, with its migrations (the gateway: what browsers load beside the pages) in the binary.
func service(_ name: String, in folder: String, over dependencies: [Target.Dependency]) -> Target {
    .target(
        name: "\(name)Service",
        dependencies: dependencies,
        path: "Services/\(folder)/\(name)Service",
        resources: [.embedInCode(folder == "gateway" ? "Assets" : "Migrations")],
        swiftSettings: strict
    )
}

/// A program: its `main.swift` and the service that it runs.
func program(_ name: String, in folder: String, over dependencies: [Target.Dependency]) -> Target {
    .executableTarget(
        name: "portico-\(folder)",
        dependencies: dependencies,
        path: "Services/\(folder)",
        exclude: ["README.md", "\(name)Service"],
        sources: ["main.swift"],
        swiftSettings: strict
    )
}

func tests(_ name: String, of dependencies: [Target.Dependency]) -> Target {
    .testTarget(
        name: "\(name)Tests",
        dependencies: dependencies + ["Support"],
        path: "Tests/\(name)Tests",
        swiftSettings: strict
    )
}

let everyContract: [Target.Dependency] = [
    "IdentityContract", "AuthContract", "MFAContract", "ProfileContract", "AppsContract",
]

/// What each of the four services that keep facts stands on.
let serviceFoundation: [Target.Dependency] = [
    "IdentityContract", "Messaging", "Outbox", "Postgres", "Cryptography", "ServiceRuntime",
]

/// What each of their programs adds to its service: settings, the database, the bus and a metrics port.
let programFoundation: [Target.Dependency] = serviceFoundation + ["HTTP"]

let package = Package(
    name: "portico",
    products: [
        .executable(name: "portico-auth", targets: ["portico-auth"]),
        .executable(name: "portico-mfa", targets: ["portico-mfa"]),
        .executable(name: "portico-profile", targets: ["portico-profile"]),
        .executable(name: "portico-apps", targets: ["portico-apps"]),
        .executable(name: "portico-gateway", targets: ["portico-gateway"]),
        .executable(name: "portico", targets: ["portico"]),
    ],
    targets: [
        cLibrary("CZeroMQ"), cLibrary("CPostgres"), cLibrary("CSodium"), cLibrary("COpenSSL"), cLibrary("CLinux"),

        shared("ServiceRuntime"),
        shared("Cryptography", over: ["CSodium", "COpenSSL", "ServiceRuntime"]),
        shared("QRCode"),
        shared("Markup"),
        shared("Network", over: ["CLinux", "COpenSSL", "ServiceRuntime"]),
        shared("HTTP", over: ["Network", "ServiceRuntime"]),
        shared("ZeroMQ", over: ["CZeroMQ", "CLinux", "ServiceRuntime"]),
        shared("Messaging", over: ["ZeroMQ", "Network", "Cryptography", "ServiceRuntime"]),
        shared("Postgres", over: ["CPostgres", "Network", "ServiceRuntime"]),
        shared("Outbox", over: ["Messaging", "Postgres", "Cryptography", "ServiceRuntime"]),

        contract("Identity", over: ["Cryptography"]),
        contract("Auth", over: ["IdentityContract"]),
        contract("MFA", over: ["IdentityContract"]),
        contract("Profile", over: ["IdentityContract"]),
        contract("Apps", over: ["IdentityContract"]),

        service("Auth", in: "auth", over: serviceFoundation + ["AuthContract", "MFAContract"]),
        service("MFA", in: "mfa", over: serviceFoundation + ["MFAContract", "AuthContract", "ProfileContract"]),
        service("Profile", in: "profile", over: serviceFoundation + ["ProfileContract", "AuthContract"]),
        service("Apps", in: "apps", over: serviceFoundation + ["AppsContract", "AuthContract", "ProfileContract"]),
        service(
            "Gateway",
            in: "gateway",
            over: everyContract + [
                "Messaging", "HTTP", "Network", "Markup", "QRCode", "Cryptography", "ServiceRuntime",
            ]
        ),

        program("Auth", in: "auth", over: programFoundation + ["AuthService"]),
        program("MFA", in: "mfa", over: programFoundation + ["MFAService"]),
        program("Profile", in: "profile", over: programFoundation + ["ProfileService"]),
        program("Apps", in: "apps", over: programFoundation + ["AppsService"]),
        program("Gateway", in: "gateway", over: ["GatewayService", "HTTP", "Messaging", "ServiceRuntime"]),

        .target(
            name: "AdministratorCommand",
            dependencies: everyContract + ["Messaging", "Cryptography", "ServiceRuntime"],
            path: "CLI/AdministratorCommand",
            swiftSettings: strict
        ),
        .executableTarget(
            name: "portico",
            dependencies: ["AdministratorCommand"],
            path: "CLI",
            exclude: ["README.md", "AdministratorCommand"],
            sources: ["main.swift"],
            swiftSettings: strict
        ),

        .target(
            name: "Support",
            dependencies: [
                "IdentityContract", "Postgres", "Network", "HTTP", "Cryptography", "Messaging", "ServiceRuntime",
            ],
            path: "Tests/Support",
            swiftSettings: strict
        ),
        tests("Support", of: ["ServiceRuntime"]),
        tests("ServiceRuntime", of: ["ServiceRuntime"]),
        tests("Cryptography", of: ["Cryptography", "ServiceRuntime"]),
        tests("QRCode", of: ["QRCode"]),
        tests("Markup", of: ["Markup"]),
        tests("Network", of: ["Network"]),
        tests("HTTP", of: ["HTTP", "Network", "ServiceRuntime"]),
        tests("ZeroMQ", of: ["ZeroMQ", "ServiceRuntime"]),
        tests("Messaging", of: ["Messaging", "ZeroMQ", "Cryptography", "ServiceRuntime"]),
        tests("Postgres", of: ["Postgres", "ServiceRuntime"]),
        tests("Outbox", of: ["Outbox", "Messaging", "Postgres", "Cryptography", "ServiceRuntime"]),
        tests("Identity", of: ["IdentityContract", "Messaging", "Cryptography", "ServiceRuntime"]),
        tests("AuthService", of: serviceFoundation + ["AuthService", "AuthContract", "MFAContract"]),
        tests("MFAService", of: serviceFoundation + ["MFAService", "MFAContract", "AuthContract", "ProfileContract"]),
        tests("ProfileService", of: serviceFoundation + ["ProfileService", "ProfileContract", "AuthContract"]),
        tests(
            "AppsService",
            of: serviceFoundation + ["AppsService", "AppsContract", "AuthContract", "ProfileContract"]
        ),
        tests(
            "GatewayService",
            of: everyContract + [
                "GatewayService", "HTTP", "Network", "Markup", "Messaging", "Cryptography", "ServiceRuntime",
            ]
        ),
        tests(
            "AdministratorCommand",
            of: everyContract + ["AdministratorCommand", "Messaging", "Cryptography", "ServiceRuntime"]
        ),
        tests(
            "System",
            of: everyContract + ["Messaging", "HTTP", "Network", "Postgres", "Cryptography", "ServiceRuntime"]
        ),
        tests(
            "Fuzz",
            of: everyContract + [
                "HTTP", "Network", "Messaging", "Cryptography", "Markup", "ServiceRuntime", "AuthService",
                "ProfileService", "GatewayService", "AdministratorCommand",
            ]
        ),
        tests("Journeys", of: ["HTTP", "ServiceRuntime", "Cryptography"]),
    ],
    swiftLanguageModes: [.v6]
)
