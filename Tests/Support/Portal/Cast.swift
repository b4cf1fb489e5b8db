/// Who of `Examples/organization.json` plays which part in the tests, so that none is in another's way.
///
/// A raw value is the part of the address before the @. Whoever enrols a factor or gets another password is nobody else.
public enum Cast: String, Sendable, CaseIterable {
    /// Walks the whole guide on a desktop; a second factor is required of this person's group.
    case deskGuide = "wren.okafor"
    /// The same on a phone.
    case phoneGuide = "piet.vermeer"
    /// Begins to enrol, puts it off, and never finishes.
    case postponer = "sunniva.rao"
    /// Enrols from the security page, types wrong codes and old ones.
    case fumbler = "tomasz.bielak"
    /// Enrols on the way to an application that needs it.
    case latecomer = "ines.carvalho"
    /// Signs in and out, and changes nothing.
    case plain = "leila.haddad"
    /// Has a browser without JavaScript.
    case scriptless = "dafydd.pugh"
    /// Edits the profile.
    case editor = "jun.nakagawa"
    /// Gets another password in one browser while signed in with another.
    case mover = "kofi.mensah"
    /// Somebody whose password strangers guess.
    case guessed = "aoife.brennan"
    /// Is suspended and let in again.
    case suspended = "beatriz.solano"
    /// Signs in over the bus, with the gateway's own key.
    case busRider = "nell.ashby"
    case administrator = "marit.halvorsen"
}

/// What the example's people find at the portal.
public enum Example {
    /// An application that everyone may open.
    public static let plain = (name: "Garden Notebook", target: "https://notebook.saltmarsh.example/")
    /// One that everyone may open who gives a second factor.
    public static let protected = (
        name: "Pay and Leave", target: "https://pay.saltmarsh.example/", host: "pay.saltmarsh.example"
    )
}
