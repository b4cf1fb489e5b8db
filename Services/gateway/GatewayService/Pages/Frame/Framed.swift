import Markup

extension Surroundings {
    /// A card in the frame that fits where it is shown.
    func card(
        in portal: Portal,
        heading: String,
        room: Room? = nil,
        leadsOnTo: WebAddress? = nil,
        @HTMLBuilder content: () -> HTML
    ) -> HTML {
        switch self {
        case .door:
            DoorFrame(portal: portal, heading: heading, leadsOnTo: leadsOnTo).html {
                section(.class("card")) { content() }
            }
        case .room(let visitor):
            RoomFrame(portal: portal, visitor: visitor, room: room, heading: heading, leadsOnTo: leadsOnTo).html {
                section(.class("card")) { content() }
            }
        }
    }
}
