import CurlHTTP
package import SyncProtocol

extension PortalClient {
    /// Throws `.clientRefused(enrolment-refused)` for a wrong, used or old code, all alike.
    package func enrol(
        code: String, name: String?, unit: String?, key: KioskKey
    ) async throws(PortalFailure) -> EnrolmentAnswer {
        let request = EnrolmentRequest(
            code: code, kiosk: EnrolmentRequest.Kiosk(name: name, unit: unit), jwk: key.publicJWK)
        guard let body = try? JSONValue(encoding: request).encoded else {
            throw .local(detail: "cannot spell the request")
        }
        let answer = try await line.exchange(
            CurlRequest(
                "POST", address.endpoint("/enrolments"),
                headers: [("Content-Type", "application/json"), ("Accept", "application/json")], body: .bytes(body)))
        guard answer.status == 201 || answer.status == 200 else {
            if answer.status == 403, answer.problem == nil {
                throw .clientRefused(Problem(.enrolmentRefused, status: 403))
            }
            throw answer.failure
        }
        if let cut = answer.cutBy { throw cut }
        guard let enrolled = try? answer.json?.decode(as: EnrolmentAnswer.self), !enrolled.kioskID.isEmpty else {
            throw .badAnswer(detail: "an enrolment without a kiosk id")
        }
        return enrolled
    }
}
