// Dispatch's sources are not marked Sendable on Linux. Each is made, resumed and cancelled once, and Dispatch itself
// allows that from any thread.
@preconcurrency import Dispatch
import Glibc

/// SIGTERM and SIGINT, by name, each time the program receives one.
///
/// From the call on, neither ends the program by itself. That also makes them reach a program that is the first of its
/// container, for which the kernel would otherwise ignore them.
func terminationSignals() -> AsyncStream<String> {
    AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
        let sources = [(SIGTERM, "SIGTERM"), (SIGINT, "SIGINT")].map { number, name in
            _ = signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { continuation.yield(name) }
            source.resume()
            return source
        }
        continuation.onTermination = { _ in
            for source in sources { source.cancel() }
        }
    }
}
