/// Whether a change was asked for by a page of the portal, as the browser tells it.
///
/// Every browser in use says so with every form; who says nothing at all is refused too.
struct OriginCheck: Sendable {
    let address: PublicAddress

    /// Judges by the first of `Origin`, `Sec-Fetch-Site` and `Referer` that there is.
    func accepts(origin: String?, fetchSite: String?, referer: String?) -> Bool {
        // A sandboxed frame, or a page under `no-referrer`, says `null`: that is nobody of ours.
        if let origin { return origin == address.origin }
        if let fetchSite { return fetchSite == "same-origin" }
        if let referer { return referer == address.origin || referer.hasPrefix("\(address.origin)/") }
        return false
    }
}
