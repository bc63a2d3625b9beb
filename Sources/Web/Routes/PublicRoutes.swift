import Hummingbird
import UseCases

/// What is open to anybody: the front page, the test, the support page, the static files.
struct PublicRoutes: Sendable {
    let site: Site

    func add(to router: Router<Visitor>) {
        router.get("/") { request, _ in
            let clinics = try await site.acts.publicClinics()
            let signedIn = try await site.signedIn(request)
            return try site.show(HomePage(clinics: clinics), request, signedIn: signedIn)
        }
        router.get("/test") { request, _ in
            try site.show(TestPage(), request, signedIn: try await site.signedIn(request))
        }
        router.get("/support") { request, _ in
            let clinics = try await site.acts.publicClinics()
            return try site.show(SupportPage(clinics: clinics), request, signedIn: try await site.signedIn(request))
        }
        router.get("\(Addresses.files)**") { request, _ in try site.files.answer(request) }
        // Browsers ask for it whatever the page says.
        router.get("/favicon.ico") { _, _ in Answer.goTo(site.files.base + "/icon.svg") }
        // For whoever watches whether the server is up; says nothing else.
        router.get("/health") { _, _ in Answer.text("ok\n", type: "text/plain") }
    }
}
