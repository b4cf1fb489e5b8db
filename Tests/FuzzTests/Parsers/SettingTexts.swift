import Foundation
import Network

@testable import GatewayService
@testable import Messaging
@testable import ServiceRuntime

/// What programs are told by their environment.
let settings: [FuzzedParser] = [
    FuzzedParser(text: "duration") { text in
        guard let duration = DurationText.read(text) else { return }
        try must(DurationText.read(DurationText.write(duration)) == duration, "the time is read back as another")
        try must(duration >= .zero, "the time is negative")
    },
    FuzzedParser(text: "host-port") { text in
        guard let place = HostPort(text) else { return }
        try must(HostPort(place.description) == place, "\(place) is read back as another")
        try must((0...65535).contains(place.port), "\(place) has no port")
    },
    FuzzedParser(text: "socket-address") { text in
        guard let address = SocketAddress(text) else { return }
        try must(SocketAddress(address.description) == address, "\(address) is read back as another")
    },
    FuzzedParser(text: "bus-endpoint") { text in
        if let endpoint = BusEndpoint(text) {
            try must(BusEndpoint(endpoint.description) == endpoint, "\(endpoint) is read back as another")
        }
        if let key = BusPublicKey(text) { try must(key.description == text, "the key has two spellings") }
        if let subject = Subject(text) { try must(subject.description == text, "the subject is another") }
        if let key = IdempotencyKey(text) { try must(key.description == text.lowercased(), "the key is another") }
    },
    FuzzedParser(text: "identifier") { text in
        guard let identifier = Identifier<Int>(text) else { return }
        try must(identifier.description == text.lowercased(), "\(identifier) is another")
    },
    FuzzedParser(text: "public-address") { text in
        guard let address = try? PublicAddress(parsing: text) else { return }
        try must(try PublicAddress(parsing: address.origin) == address, "\(address) is read back as another")
        try must(address.isSecure || address.origin.hasPrefix("http://localhost"), "\(address) is not safe")
    },
    FuzzedParser(text: "setting") { text in
        let settings: [any AnySetting] = [
            Setting<Duration>.duration("A", "", in: .zero ... .seconds(86_400)), Setting<Int>.int("A", "", in: 0...9),
            Setting<URL>.url("A", ""), Setting<Bool>.flag("A", ""), Setting<HostPort>.hostPort("A", ""),
            Setting<String>.string("A", "", longest: 100),
        ]
        for setting in settings {
            do {
                _ = try setting.value(from: text)
            } catch {
                // What is wrong is said without what was given, which may be a secret in the wrong place.
                let usual = "must be an address that begins with https:// or http:// and names a host"
                let isTold = text.utf8.count >= 8 && "\(error)".contains(text) && !usual.contains(text)
                try must(!isTold, "the value is told: \(error)")
            }
        }
    },
]
