/// The contract of protocol.md as an OpenAPI 3.1 document, served at `/kiosk/v1/openapi.yaml`.
package enum OpenAPI {
    package static let mediaType = "application/yaml"

    /// The document.
    package static let document = paths + components + schemas
}
