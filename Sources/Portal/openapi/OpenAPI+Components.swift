extension OpenAPI {
    /// What answers share.
    static let components = #"""
        components:
          securitySchemes:
            bearer:
              type: http
              scheme: bearer
              description: A token of /oauth2/token. After a 401 the kiosk fetches one new token and tries once more.
          headers:
            KioskProtocol:
              description: Marks an answer of the portal; on every answer.
              required: true
              schema: {const: "1"}
            Date:
              description: The portal's clock (RFC 9110), by which a kiosk knows how wrong its own is.
              required: true
              schema: {type: string}
            RetryAfter:
              description: Seconds, or an HTTP date; the kiosk waits between 1 second and 6 hours.
              schema: {type: string}
            TusResumable:
              description: The version of tus.
              schema: {const: "1.0.0"}
            UploadExpires:
              description: When an unfinished upload is removed (HTTP date).
              schema: {type: string}
          parameters:
            TusResumable:
              name: Tus-Resumable
              in: header
              required: true
              description: The version of tus that the client speaks.
              schema: {const: "1.0.0"}
            Language:
              name: lang
              in: query
              required: false
              description: The page's language.
              schema: {enum: [vi, en], default: vi}
          responses:
            Problem:
              description: What is wrong.
              headers: {Kiosk-Protocol: {$ref: "#/components/headers/KioskProtocol"}, Date: {$ref: "#/components/headers/Date"}}
              content: {application/problem+json: {schema: {$ref: "#/components/schemas/Problem"}}}
            Wait:
              description: Not now.
              headers:
                Kiosk-Protocol: {$ref: "#/components/headers/KioskProtocol"}
                Date: {$ref: "#/components/headers/Date"}
                Retry-After: {$ref: "#/components/headers/RetryAfter"}
              content: {application/problem+json: {schema: {$ref: "#/components/schemas/Problem"}}}
            TokenError:
              description: RFC 6749's error, with `type` and `status` of a problem.
              headers: {Kiosk-Protocol: {$ref: "#/components/headers/KioskProtocol"}, Date: {$ref: "#/components/headers/Date"}}
              content: {application/json: {schema: {$ref: "#/components/schemas/TokenError"}}}
            NoBody:
              description: The answer to HEAD has no body.
              headers: {Kiosk-Protocol: {$ref: "#/components/headers/KioskProtocol"}}
            Page:
              description: A page for people.
              headers: {Kiosk-Protocol: {$ref: "#/components/headers/KioskProtocol"}}
              content: {text/html: {schema: {type: string}}}

        """#
}
