extension OpenAPI {
    /// The routes.
    static let paths = #"""
        openapi: 3.1.0
        info:
          title: Kiosk Sync Protocol
          version: "1"
          summary: The contract between a kiosk and a portal.
          description: |
            A kiosk records accounts and dossiers offline and delivers them exactly once. Every answer, good or bad, carries
            `Kiosk-Protocol: 1`; an answer without it did not come from the portal and nothing in it counts. JSON is I-JSON (RFC 7493) in
            UTF-8 and NFC with `snake_case` members; unknown members are ignored by both sides. Times are RFC 3339 in UTC, dates
            `YYYY-MM-DD`, money whole đồng. Request bodies may be sent with `Content-Encoding: gzip`; inflated they may be no larger than
            `limits.max_batch_bytes`. Answers are compressed for `Accept-Encoding: gzip`. Errors are RFC 9457 problems of the closed table
            `ProblemType`; tus's own errors carry them too.
          license:
            name: MIT
            identifier: MIT
        servers:
          - url: /
        tags:
          - name: portal
            description: What this portal is.
          - name: access
            description: Enrolment and tokens.
          - name: sync
            description: Push and pull in one exchange.
          - name: files
            description: Uploads by tus 1.0.0, with creation, creation-with-upload, expiration, checksum and termination.
          - name: results
            description: The files of results, for the kiosks of the units that a dossier belongs to.
          - name: pages
            description: Pages for people.
        security:
          - bearer: []
        paths:
          /kiosk/v1/:
            get:
              operationId: discover
              tags: [portal]
              summary: What this portal is
              security: []
              responses:
                "200":
                  description: The portal's name, limits and addresses.
                  headers: {Kiosk-Protocol: {$ref: "#/components/headers/KioskProtocol"}, Date: {$ref: "#/components/headers/Date"}}
                  content: {application/json: {schema: {$ref: "#/components/schemas/Discovery"}}}
                default: {$ref: "#/components/responses/Problem"}
          /kiosk/v1/openapi.yaml:
            get:
              operationId: readContract
              tags: [portal]
              summary: This document
              security: []
              responses:
                "200":
                  description: The document.
                  headers: {Kiosk-Protocol: {$ref: "#/components/headers/KioskProtocol"}}
                  content: {application/yaml: {schema: {type: string}}}
                default: {$ref: "#/components/responses/Problem"}
          /kiosk/v1/enrolments:
            post:
              operationId: enrol
              tags: [access]
              summary: Enrol a kiosk with a one-time code
              description: >-
                The code is read without regard to case, dashes and spaces. Wrong, used and old codes are refused alike; guesses are slowed
                down, then refused with 429. The same key enrolled again keeps its `kiosk_id`. While a code lives, the same code with the
                same key is answered with 201 again, as the first answer may have been lost.
              security: []
              requestBody:
                required: true
                content: {application/json: {schema: {$ref: "#/components/schemas/EnrolmentRequest"}}}
              responses:
                "201":
                  description: Enrolled.
                  headers: {Kiosk-Protocol: {$ref: "#/components/headers/KioskProtocol"}, Date: {$ref: "#/components/headers/Date"}}
                  content: {application/json: {schema: {$ref: "#/components/schemas/EnrolmentAnswer"}}}
                "400": {$ref: "#/components/responses/Problem"}
                "403": {$ref: "#/components/responses/Problem"}
                "429": {$ref: "#/components/responses/Wait"}
                default: {$ref: "#/components/responses/Problem"}
          /oauth2/token:
            post:
              operationId: fetchToken
              tags: [access]
              summary: Exchange a signed assertion for an access token
              description: >-
                RFC 6749 client credentials with an RFC 7523 assertion: `alg` is `EdDSA` or `ES256`, `iss` and `sub` the kiosk's id, `aud`
                the `token_url` of the discovery document, `exp` at most 5 minutes ahead, `jti` used once. Every refusal is 400 but that of
                a revoked kiosk, which is 401.
              security: []
              requestBody:
                required: true
                content:
                  application/x-www-form-urlencoded:
                    schema: {$ref: "#/components/schemas/TokenRequest"}
              responses:
                "200":
                  description: A token.
                  headers:
                    Kiosk-Protocol: {$ref: "#/components/headers/KioskProtocol"}
                    Date: {$ref: "#/components/headers/Date"}
                    Cache-Control: {schema: {const: no-store}}
                  content: {application/json: {schema: {$ref: "#/components/schemas/TokenAnswer"}}}
                "400": {$ref: "#/components/responses/TokenError"}
                "401": {$ref: "#/components/responses/TokenError"}
                "429": {$ref: "#/components/responses/Wait"}
                default: {$ref: "#/components/responses/Problem"}
          /kiosk/v1/sync:
            post:
              operationId: sync
              tags: [sync]
              summary: Push operations and pull changes
              description: >-
                JSON Lines: a `SyncRequestHeader`, then as many `Operation` lines as it says, a line break after each. The answer: a
                `SyncAnswerHeader`; one `Verdict` for each operation line, in their order; `Resync` where the cursor is not known; `Change`
                lines; an `End`. A body whose lines are not as many as its header says, or whose last line has no line break, was cut: 400,
                and nothing is applied. An answer without its end line was cut: its whole verdicts count, its cursor does not.
              parameters:
                - {name: Accept-Encoding, in: header, schema: {type: string}, description: With gzip the answer may be compressed.}
                - {name: Content-Encoding, in: header, schema: {enum: [gzip, identity]}, description: How the body is encoded.}
              requestBody:
                required: true
                content:
                  application/jsonl:
                    schema:
                      type: string
                      description: Lines of SyncRequestHeader and Operation.
                    example: |
                      {"sync":1,"kiosk":"019a9f00-0000-7000-8000-00000000000a","agent":"kiosk/0.1.0","cursor":null,"max_changes":200,"lines":0}
              responses:
                "200":
                  description: Lines of SyncAnswerHeader, Verdict, Resync, Change and End.
                  headers: {Kiosk-Protocol: {$ref: "#/components/headers/KioskProtocol"}, Date: {$ref: "#/components/headers/Date"}}
                  content:
                    application/jsonl:
                      schema: {type: string}
                      example: |
                        {"sync":1,"time":"2026-11-24T02:00:00Z","portal":"Cổng dịch vụ công (mẫu)"}
                        {"end":true,"cursor":"k3x9-0","more":false}
                "400": {$ref: "#/components/responses/Problem"}
                "401": {$ref: "#/components/responses/Problem"}
                "403": {$ref: "#/components/responses/Problem"}
                "413": {$ref: "#/components/responses/Problem"}
                "415": {$ref: "#/components/responses/Problem"}
                "429": {$ref: "#/components/responses/Wait"}
                "503": {$ref: "#/components/responses/Wait"}
                default: {$ref: "#/components/responses/Problem"}
          /kiosk/v1/catalogue:
            get:
              operationId: readCatalogue
              tags: [portal]
              summary: The units and procedures
              parameters:
                - {name: If-None-Match, in: header, schema: {type: string}, description: The ETag of the catalogue that the kiosk has.}
              responses:
                "200":
                  description: The catalogue.
                  headers:
                    Kiosk-Protocol: {$ref: "#/components/headers/KioskProtocol"}
                    ETag: {required: true, schema: {type: string}}
                  content: {application/json: {schema: {$ref: "#/components/schemas/Catalogue"}}}
                "304":
                  description: The kiosk's copy is the present one.
                  headers: {Kiosk-Protocol: {$ref: "#/components/headers/KioskProtocol"}, ETag: {schema: {type: string}}}
                "401": {$ref: "#/components/responses/Problem"}
                default: {$ref: "#/components/responses/Problem"}
          /kiosk/v1/files:
            options:
              operationId: askUploads
              tags: [files]
              summary: What uploads this portal takes
              security: []
              responses:
                "204":
                  description: Versions, extensions and limits.
                  headers:
                    Kiosk-Protocol: {$ref: "#/components/headers/KioskProtocol"}
                    Tus-Resumable: {$ref: "#/components/headers/TusResumable"}
                    Tus-Version: {schema: {const: "1.0.0"}}
                    Tus-Extension: {schema: {type: string}}
                    Tus-Max-Size: {schema: {type: integer}}
                    Tus-Checksum-Algorithm: {schema: {type: string}}
            post:
              operationId: createUpload
              tags: [files]
              summary: Begin an upload, with its first bytes where there are any
              description: >-
                `Upload-Length` counts the encoded bytes. `Upload-Metadata` has `sha256` and `size` of the file itself, `encoding` (`gzip` or
                `identity`), `filename`, `filetype` and `dossier`; without them the upload is plain bytes whose digest the portal computes.
                A digest that the portal already has from the same unit is born complete.
              parameters:
                - {$ref: "#/components/parameters/TusResumable"}
                - {name: Upload-Length, in: header, required: true, schema: {type: integer, minimum: 0}, description: Encoded bytes in all.}
                - {name: Upload-Metadata, in: header, schema: {type: string}, description: "Pairs of a key and base64, commas between (tus 1.0.0)."}
                - {name: Upload-Checksum, in: header, schema: {type: string}, description: "`sha1` or `sha256`, a space, and base64, of the bytes in this request."}
              requestBody:
                required: false
                content: {application/offset+octet-stream: {schema: {type: string, format: binary}}}
              responses:
                "201":
                  description: The upload is there.
                  headers:
                    Kiosk-Protocol: {$ref: "#/components/headers/KioskProtocol"}
                    Tus-Resumable: {$ref: "#/components/headers/TusResumable"}
                    Location: {required: true, schema: {type: string, format: uri-reference}}
                    Upload-Offset: {schema: {type: integer}}
                    Upload-Expires: {$ref: "#/components/headers/UploadExpires"}
                "400": {$ref: "#/components/responses/Problem"}
                "401": {$ref: "#/components/responses/Problem"}
                "412": {$ref: "#/components/responses/Problem"}
                "413": {$ref: "#/components/responses/Problem"}
                "415": {$ref: "#/components/responses/Problem"}
                "422": {$ref: "#/components/responses/Problem"}
                "460": {$ref: "#/components/responses/Problem"}
                default: {$ref: "#/components/responses/Problem"}
          /kiosk/v1/files/{upload}:
            parameters:
              - {name: upload, in: path, required: true, schema: {type: string}, description: As Location named it.}
              - {$ref: "#/components/parameters/TusResumable"}
            head:
              operationId: askOffset
              tags: [files]
              summary: How much of an upload the portal has
              responses:
                "200":
                  description: The offset.
                  headers:
                    Kiosk-Protocol: {$ref: "#/components/headers/KioskProtocol"}
                    Tus-Resumable: {$ref: "#/components/headers/TusResumable"}
                    Upload-Offset: {required: true, schema: {type: integer}}
                    Upload-Length: {required: true, schema: {type: integer}}
                    Upload-Metadata: {schema: {type: string}}
                    Upload-Expires: {$ref: "#/components/headers/UploadExpires"}
                    Cache-Control: {schema: {const: no-store}}
                "404": {$ref: "#/components/responses/NoBody"}
                "410": {$ref: "#/components/responses/NoBody"}
                default: {$ref: "#/components/responses/NoBody"}
            patch:
              operationId: continueUpload
              tags: [files]
              summary: Send the next bytes of an upload
              description: >-
                With the last byte the portal decodes the file, never past its declared `size`, and checks its digest before it answers 204. A
                digest that differs is 422 and the upload is gone; a wrong `Upload-Checksum` is 460 and only this chunk is gone.
              parameters:
                - {name: Upload-Offset, in: header, required: true, schema: {type: integer, minimum: 0}, description: Where these bytes begin.}
                - {name: Upload-Checksum, in: header, schema: {type: string}, description: "`sha1` or `sha256`, a space, and base64, of the bytes in this request."}
              requestBody:
                required: true
                content: {application/offset+octet-stream: {schema: {type: string, format: binary}}}
              responses:
                "204":
                  description: The bytes are stored.
                  headers:
                    Kiosk-Protocol: {$ref: "#/components/headers/KioskProtocol"}
                    Tus-Resumable: {$ref: "#/components/headers/TusResumable"}
                    Upload-Offset: {required: true, schema: {type: integer}}
                    Upload-Expires: {$ref: "#/components/headers/UploadExpires"}
                "404": {$ref: "#/components/responses/Problem"}
                "409": {$ref: "#/components/responses/Problem"}
                "410": {$ref: "#/components/responses/Problem"}
                "413": {$ref: "#/components/responses/Problem"}
                "415": {$ref: "#/components/responses/Problem"}
                "422": {$ref: "#/components/responses/Problem"}
                "423": {$ref: "#/components/responses/Problem"}
                "460": {$ref: "#/components/responses/Problem"}
                default: {$ref: "#/components/responses/Problem"}
            delete:
              operationId: endUpload
              tags: [files]
              summary: Give an upload up
              responses:
                "204":
                  description: It is gone.
                  headers:
                    Kiosk-Protocol: {$ref: "#/components/headers/KioskProtocol"}
                    Tus-Resumable: {$ref: "#/components/headers/TusResumable"}
                "404": {$ref: "#/components/responses/Problem"}
                "410": {$ref: "#/components/responses/Problem"}
                default: {$ref: "#/components/responses/Problem"}
          /kiosk/v1/results/{sha256}:
            parameters:
              - {name: sha256, in: path, required: true, schema: {$ref: "#/components/schemas/Sha256"}, description: The digest that the dossier's `results` name.}
            get:
              operationId: fetchResult
              tags: [results]
              summary: The file of a result, or a part of it
              description: >-
                For kiosks of the units that are a party to a dossier whose `results` name the digest; all others get 404, whether or not
                there is such a file. The bytes are never compressed on the way, so that `Range` counts bytes of the file itself
                (RFC 9110, section 14). One range of `bytes` is served; several, and ranges that cannot be read, are answered with the
                whole file. `ETag` is the digest in quotes and strong; with an `If-Range` that is not it, all of the file is sent.
                A kiosk keeps what came of a broken answer and asks for the rest.
              parameters:
                - {name: Range, in: header, required: false, schema: {type: string}, description: "Such as `bytes=65536-`."}
                - {name: If-Range, in: header, required: false, schema: {type: string}, description: The ETag of what is there already.}
                - {name: If-None-Match, in: header, required: false, schema: {type: string}}
                - {name: If-Match, in: header, required: false, schema: {type: string}}
              responses:
                "200":
                  description: All of the file.
                  headers:
                    Kiosk-Protocol: {$ref: "#/components/headers/KioskProtocol"}
                    Date: {$ref: "#/components/headers/Date"}
                    ETag: {required: true, schema: {type: string}}
                    Accept-Ranges: {required: true, schema: {const: bytes}}
                    Content-Length: {required: true, schema: {type: integer}}
                    Repr-Digest: {required: true, schema: {type: string}, description: RFC 9530.}
                  content: {"*/*": {schema: {type: string, format: binary}}}
                "206":
                  description: The part that was asked for.
                  headers:
                    Kiosk-Protocol: {$ref: "#/components/headers/KioskProtocol"}
                    Date: {$ref: "#/components/headers/Date"}
                    ETag: {required: true, schema: {type: string}}
                    Content-Range: {required: true, schema: {type: string}}
                    Content-Length: {required: true, schema: {type: integer}}
                  content: {"*/*": {schema: {type: string, format: binary}}}
                "304": {$ref: "#/components/responses/NoBody"}
                "401": {$ref: "#/components/responses/Problem"}
                "404": {$ref: "#/components/responses/Problem"}
                "412": {$ref: "#/components/responses/Problem"}
                "416":
                  description: Nothing of the range is there; `Content-Range` tells the size.
                  headers:
                    Kiosk-Protocol: {$ref: "#/components/headers/KioskProtocol"}
                    Content-Range: {required: true, schema: {type: string}}
                  content: {application/problem+json: {schema: {$ref: "#/components/schemas/Problem"}}}
                default: {$ref: "#/components/responses/Problem"}
          /:
            get:
              operationId: showFrontDoor
              tags: [pages]
              summary: What this portal is, for people
              security: []
              parameters:
                - {$ref: "#/components/parameters/Language"}
              responses:
                "200": {$ref: "#/components/responses/Page"}
          /track/{code}:
            get:
              operationId: trackDossier
              tags: [pages]
              summary: How far a dossier is; nothing personal is on it
              security: []
              parameters:
                - {name: code, in: path, required: true, schema: {type: string}, description: The dossier's official code.}
                - {$ref: "#/components/parameters/Language"}
              responses:
                "200": {$ref: "#/components/responses/Page"}
                "404": {$ref: "#/components/responses/Page"}
          /pay/{payment}:
            get:
              operationId: showPayment
              tags: [pages]
              summary: What is to be paid, and to whom
              security: []
              parameters:
                - {name: payment, in: path, required: true, schema: {type: string}, description: The payment's id.}
                - {$ref: "#/components/parameters/Language"}
              responses:
                "200": {$ref: "#/components/responses/Page"}
                "404": {$ref: "#/components/responses/Page"}
          /confirm/{code}:
            get:
              operationId: confirmAddress
              tags: [pages]
              summary: The link of a confirmation mail
              description: >-
                A client whose `Accept` names `text/html`, as a browser's does, is shown a page with a button that posts here: mail scanners
                and previews follow links, and must not confirm an address in its owner's place. HEAD never confirms either. Any
                other client that gets the link means it, and the address is confirmed.
              security: []
              parameters:
                - {name: code, in: path, required: true, schema: {type: string}, description: The code of the mail.}
                - {$ref: "#/components/parameters/Language"}
              responses:
                "200": {$ref: "#/components/responses/Page"}
                "404": {$ref: "#/components/responses/Page"}
                "410": {$ref: "#/components/responses/Page"}
            post:
              operationId: confirmAddressByButton
              tags: [pages]
              summary: The button of the page of a confirmation mail
              description: Confirms the address that the code was sent to. Sent twice, it answers the same. No body is needed.
              security: []
              parameters:
                - {name: code, in: path, required: true, schema: {type: string}, description: The code of the mail.}
                - {$ref: "#/components/parameters/Language"}
              responses:
                "200": {$ref: "#/components/responses/Page"}
                "404": {$ref: "#/components/responses/Page"}
                "410": {$ref: "#/components/responses/Page"}

        """#
}
