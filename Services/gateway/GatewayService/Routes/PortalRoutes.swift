import HTTP

extension Gateway {
    /// Every address of the portal.
    ///
    /// A form reaches its route only once it has been checked; the page to go back to stands beside it.
    func routes() -> Router {
        let assets = AssetRoute()
        var portal = PortalRouter(gateway: self)

        // Signing in
        portal.page("/login", SignInRoutes.showLogin)
        portal.doorForm("/login", SignInRoutes.begin, back: "/login")
        portal.page("/login/password", SignInRoutes.showPassword)
        portal.doorForm("/login/password", SignInRoutes.checkPassword, back: "/login/password")
        portal.page("/login/change", SignInRoutes.change)
        portal.page("/reset", SignInRoutes.showReset)

        // First Administrator
        portal.page("/first-administrator/:secret", FirstAdministratorRoutes.keepSecret)
        portal.page("/first-administrator", FirstAdministratorRoutes.show)
        portal.doorForm("/first-administrator", FirstAdministratorRoutes.accept, back: "/first-administrator")

        // Verify Your Identity
        portal.page("/verify", VerificationRoutes.show)
        portal.page("/verify/code", VerificationRoutes.showCode)
        portal.form("/verify/code", VerificationRoutes.checkCode, back: "/verify/code")
        portal.page("/confirm", VerificationRoutes.showConfirm)
        portal.form("/confirm", VerificationRoutes.confirm, back: "/confirm")

        // Set Up Multi-Factor Authentication
        portal.page("/enrol", EnrolmentRoutes.showModal)
        portal.form("/enrol/later", EnrolmentRoutes.postpone, back: "/enrol")
        portal.page("/enrol/app", EnrolmentRoutes.showDownload)
        portal.form("/enrol/app/key", EnrolmentRoutes.beginApp, back: "/enrol/app")
        portal.page("/enrol/app/key", EnrolmentRoutes.showKey)
        portal.page("/enrol/app/code", EnrolmentRoutes.showCode)
        portal.form("/enrol/app/code", EnrolmentRoutes.confirmApp, back: "/enrol/app")
        portal.page("/enrol/app/done", EnrolmentRoutes.showDone)

        // Applications
        portal.page("/", ApplicationRoutes.showHome)
        portal.page("/applications", ApplicationRoutes.show)
        portal.page("/applications/:id/open", ApplicationRoutes.open)

        // Profile and Security
        portal.page("/profile", ProfileRoutes.show)
        portal.page("/profile/:field", ProfileRoutes.showField)
        portal.form("/profile/:field", ProfileRoutes.edit, back: "/profile")
        portal.page("/security", SecurityRoutes.show)
        portal.page("/security/password", SecurityRoutes.showPassword)
        portal.form("/security/password", SecurityRoutes.changePassword, back: "/security/password")
        portal.form("/security/factors/:id/remove", SecurityRoutes.removeFactor, back: "/security")

        // Out
        portal.form("/logout", LogOutRoute.logOut, back: "/applications")

        // For everybody
        portal.plain("/assets/:file") { try assets.show($0) }
        portal.plain("/health") { _ in .text("ok\n").with("Cache-Control", "no-store") }
        return portal.router
    }
}
