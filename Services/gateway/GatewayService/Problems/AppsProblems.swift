import AppsContract

// How every no of apps' looks.

extension LaunchApplication.Refusal {
    var problem: ProblemPage.Problem {
        switch self {
        case .noSuchApplication: .notFound
        }
    }
}
