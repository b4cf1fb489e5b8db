public import IdentityContract
public import Messaging

/// Lists the applications that the asking person may open.
///
/// No target is told: opening asks for that.
public struct ListTiles: Request {
    public static let subject: Subject = "apps.list-tiles.v1"
    public static let effect = Effect.reads

    public init() {}

    public struct Reply: Codable, Sendable, Hashable {
        /// By name.
        public var tiles: [Tile]

        public init(tiles: [Tile]) {
            self.tiles = tiles
        }
    }

    public typealias Refusal = Never
}

/// An application as a person sees it.
public struct Tile: Codable, Sendable, Hashable {
    public var id: ApplicationID
    public var name: String
    public var description: String
    public var colour: TileColour
    /// What opening it asks for.
    public var requirement: Requirement

    public init(
        id: ApplicationID,
        name: String,
        description: String,
        colour: TileColour,
        requirement: Requirement
    ) {
        self.id = id
        self.name = name
        self.description = description
        self.colour = colour
        self.requirement = requirement
    }
}

/// The colour behind an application's initial.
public enum TileColour: String, Codable, Sendable, Hashable, CaseIterable {
    case green, violet, slate, orange, blue, red, teal, gold, pink, indigo
}
