import Foundation

/// What Prometheus expects every process to tell of itself.
enum ProcessMetrics {
    static func register(in metrics: Metrics, now: Date) {
        metrics.gauge("process_start_time_seconds", "When the process started, in seconds since 1970.")
            .set(now.timeIntervalSince1970)
        metrics.gauge("process_resident_memory_bytes", "Memory held by the process, in bytes.") { residentBytes() }
        metrics.gauge("process_open_fds", "Open files and connections.") {
            Double((try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0)
        }
        metrics.gauge("portico_build_info", "Which release is running.", ["version": Release.version]).set(1)
    }

    /// The second number of /proc/self/statm, in pages (proc(5)).
    private static func residentBytes() -> Double {
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return 0 }
        let numbers = text.split(separator: " ")
        guard numbers.count > 1, let pages = Double(numbers[1]) else { return 0 }
        return pages * Double(sysconf(Int32(_SC_PAGESIZE)))
    }
}
