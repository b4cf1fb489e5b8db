/// A port of 127.0.0.1 that nobody has at this moment.
public enum FreePort {
    /// Finds one among those that the kernel does not hand out by itself, so that no connection takes it meanwhile.
    public static func find() async throws -> Int {
        for _ in 0..<50 {
            let port = Int.random(in: 12_000..<32_000)
            if (try? await runCommand("/bin/bash", ["-c", "exec 3<>/dev/tcp/127.0.0.1/\(port)"])) == nil {
                return port
            }
        }
        throw CommandFailed(command: "free port", status: 1, output: "No free port was found.")
    }
}
