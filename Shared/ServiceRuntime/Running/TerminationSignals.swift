// Dispatch's sources are not marked Sendable on Linux. Each is made, resumed and cancelled once, and Dispatch itself
// allows that from any thread.
@preconcurrency import Dispatch
import Glibc

/// SIGTERM and SIGINT, by name, each time the program receives one.
///
/// From the call on, neither ends the program by itself. That also makes them reach a program that is the first of its
/// container, for which the kernel would otherwise ignore them. It is to be called on the main thread.
func terminationSignals() -> AsyncStream<String> {
    AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
        let sources = [(SIGTERM, "SIGTERM"), (SIGINT, "SIGINT")].map { number, name in
            // Dispatch begins to listen a moment later. A signal that is blocked waits for that; one that is ignored is lost,
            // and the program would go on running.
            var blocked = sigset_t()
            sigemptyset(&blocked)
            sigaddset(&blocked, number)
            pthread_sigmask(SIG_BLOCK, &blocked, nil)
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
