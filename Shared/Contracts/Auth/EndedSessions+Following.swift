public import IdentityContract
public import Messaging
public import ServiceRuntime

extension Follower where News == AuthAnnouncement {
    /// Takes note in `ended` of the sessions that auth announces as ended: every replica for itself, in memory.
    ///
    /// What was missed while the line was down needs no mending: a passport's own short life bounds it.
    public convenience init(noting ended: EndedSessions, of auth: MessageClient, log: Log) {
        self.init(of: auth, log: log) { announcements in
            ended.insert(announcements.flatMap(\.endedSessions))
        } interrupted: {
        }
    }
}
