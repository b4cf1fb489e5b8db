import Postgres
import ServiceRuntime
import Support
import XCTest

final class NotificationsTests: XCTestCase {
    func testAListenerHearsWhatIsCommitted() async throws {
        try await withPool { pool in
            var wakes = pool.notifications(on: "news").makeAsyncIterator()
            let first = await wakes.next()
            XCTAssertEqual(first, .listening)
            try await pool.run("SELECT pg_notify('news', \("hello"))")
            let second = await wakes.next()
            XCTAssertEqual(second, .notified(payload: "hello"))
        }
    }

    func testAListenerThatWasCutOffSaysSoWhenItIsBack() async throws {
        try await withPool { pool in
            var wakes = pool.notifications(on: "news").makeAsyncIterator()
            _ = await wakes.next()
            try await PostgresCluster.shared.runSQL(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND pid <> pg_backend_pid()"
            )
            // Nobody can have been heard meanwhile, so this is the signal to look.
            let again = await wakes.next()
            XCTAssertEqual(again, .listening)
            try await pool.run("SELECT pg_notify('news', \("again"))")
            let heard = await wakes.next()
            XCTAssertEqual(heard, .notified(payload: "again"))
        }
    }

    func testListeningEndsWithItsTask() async throws {
        try await withPool { pool in
            let listening = Task {
                var count = 0
                for await _ in pool.notifications(on: "news") { count += 1 }
                return count
            }
            try await Task.sleep(for: .milliseconds(500))
            listening.cancel()
            let count = await listening.value
            XCTAssertEqual(count, 1)
        }
    }
}
