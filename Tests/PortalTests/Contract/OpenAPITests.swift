import Foundation
import SyncProtocol
import Testing

@testable import Portal

@Suite struct OpenAPITests {
    @Test(arguments: ProblemName.allCases)
    func `the document has every problem of the table`(name: ProblemName) {
        #expect(OpenAPI.document.contains("\n        - \(name.type)\n"))
    }

    @Test func `the document has no problem that is not in the table`() {
        let named = OpenAPI.document.matches(of: /\n        - \/problems\/([a-z-]+)/).compactMap {
            ProblemName(rawValue: String($0.1))
        }
        #expect(Set(named) == Set(ProblemName.allCases) && named.count == ProblemName.allCases.count)
    }

    @Test(
        arguments: [
            "/kiosk/v1/", "/kiosk/v1/openapi.yaml", "/kiosk/v1/enrolments", "/oauth2/token", "/kiosk/v1/sync",
            "/kiosk/v1/catalogue",
            "/kiosk/v1/files", "/kiosk/v1/files/{upload}", "/kiosk/v1/results/{sha256}", "/", "/track/{code}", "/pay/{payment}", "/confirm/{code}",
        ])
    func `the document has every route`(path: String) { #expect(OpenAPI.document.contains("\n  \(path):\n")) }

    @Test(arguments: SubjectKind.allCases)
    func `every kind of change has its state`(kind: SubjectKind) {
        #expect(OpenAPI.document.contains("\n    \(kind.rawValue.capitalized):\n"))
    }

    @Test func `each reference leads to something`() {
        for match in OpenAPI.document.matches(of: /#\/components\/([A-Za-z]+)\/([A-Za-z0-9]+)"/) {
            #expect(OpenAPI.document.contains("\n    \(match.2):"), "\(match.2)")
        }
    }
}
