import Markup

/// Drawings of one line, in the colour of the words beside them, which say the same.
enum Icons {
    /// The portal's mark: a gate.
    static let mark = HTML(
        unescaped: """
            <svg class="mark" viewBox="0 0 28 28" fill="none" stroke="currentColor" stroke-width="2.2" \
            stroke-linecap="round" aria-hidden="true">\
            <path d="M3 24h22M5 24V13a9 9 0 0 1 18 0v11M10.5 24V14a3.5 3.5 0 0 1 7 0v10"/></svg>
            """
    )

    /// The gate again, far away and large: it stands behind the card at the door.
    static let arches = HTML(
        unescaped: """
            <svg class="arches" viewBox="0 0 1200 900" preserveAspectRatio="xMidYMax slice" fill="none" \
            stroke="currentColor" stroke-width="1.5" aria-hidden="true">\
            <path d="M300 900V400a300 300 0 0 1 600 0v500M200 900V400a400 400 0 0 1 800 0v500M100 900V400a500 500 0 0 1 \
            1000 0v500M0 900V400a600 600 0 0 1 1200 0v500M-100 900V400a700 700 0 0 1 1400 0v500"/></svg>
            """
    )

    static let applications = HTML(
        unescaped: """
            <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8" aria-hidden="true">\
            <rect x="4" y="4" width="6.5" height="6.5" rx="1.5"/><rect x="13.5" y="4" width="6.5" height="6.5" rx="1.5"/>\
            <rect x="4" y="13.5" width="6.5" height="6.5" rx="1.5"/>\
            <rect x="13.5" y="13.5" width="6.5" height="6.5" rx="1.5"/></svg>
            """
    )

    static let person = HTML(
        unescaped: """
            <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" \
            aria-hidden="true"><circle cx="12" cy="8.5" r="4"/>\
            <path d="M4.5 20.500c1-4 4-5.5 7.5-5.500s6.5 1.5 7.5 5.5"/></svg>
            """
    )

    static let shield = HTML(
        unescaped: """
            <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linejoin="round" \
            aria-hidden="true"><path d="M12 3l7.5 3v6c0 4.5-3 7.6-7.5 9-4.5-1.4-7.5-4.5-7.5-9V6z"/></svg>
            """
    )

    /// A code that changes with time.
    static let clock = HTML(
        unescaped: """
            <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" \
            aria-hidden="true"><circle cx="12" cy="12" r="8.5"/><path d="M12 7.5V12l3 2"/></svg>
            """
    )

    static let lock = HTML(
        unescaped: """
            <svg class="lock" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8" \
            stroke-linecap="round" aria-hidden="true"><rect x="5" y="11" width="14" height="9" rx="2"/>\
            <path d="M8 11V8a4 4 0 0 1 8 0v3"/></svg>
            """
    )

    static let search = HTML(
        unescaped: """
            <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" \
            aria-hidden="true"><circle cx="11" cy="11" r="6.5"/><path d="M16 16l4.5 4.5"/></svg>
            """
    )

    /// Opens elsewhere.
    static let away = HTML(
        unescaped: """
            <svg class="away" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8" \
            stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="M8 16l8-8M9.5 8H16v6.5"/></svg>
            """
    )

    static let next = HTML(
        unescaped: """
            <svg class="next" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8" \
            stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="M9.5 6l6 6-6 6"/></svg>
            """
    )

    static let done = HTML(
        unescaped: """
            <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" \
            stroke-linejoin="round" aria-hidden="true"><circle cx="12" cy="12" r="9"/><path d="M8 12.500l2.8 2.800L16 9.5"/></svg>
            """
    )

    static let warning = HTML(
        unescaped: """
            <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" \
            aria-hidden="true"><circle cx="12" cy="12" r="9"/><path d="M12 7.500v5.500M12 16.500v.01"/></svg>
            """
    )

    static let information = HTML(
        unescaped: """
            <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" \
            aria-hidden="true"><circle cx="12" cy="12" r="9"/><path d="M12 11v5.500M12 7.500v.01"/></svg>
            """
    )

    static let eye = HTML(
        unescaped: """
            <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" \
            stroke-linejoin="round" aria-hidden="true"><path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 \
            2.5 12 2.5 12z"/><circle cx="12" cy="12" r="2.8"/></svg>
            """
    )
}
