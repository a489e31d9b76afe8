extension OpenAPI {
    /// The shapes of the protocol, and the closed table of problems.
    static let schemas = #"""
          schemas:
            Uuid7:
              type: string
              description: A UUID of version 7 in lower case (RFC 9562).
              pattern: "^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"
            Sha256:
              type: string
              description: A SHA-256 in lower-case hexadecimal.
              pattern: "^[0-9a-f]{64}$"
            Time: {type: string, format: date-time, description: RFC 3339 in UTC.}
            Revision: {type: string, description: An opaque name of one state of a subject at the portal.}
            ProblemType:
              type: string
              description: The closed table of problems; a kiosk shows its own text for each.
              enum:
                - /problems/malformed-line
                - /problems/malformed-request
                - /problems/unknown-type
                - /problems/operation-reused
                - /problems/after-not-applied
                - /problems/after-never
                - /problems/invalid-body
                - /problems/unknown-subject
                - /problems/unknown-procedure
                - /problems/unknown-file
                - /problems/not-yours
                - /problems/identity-elsewhere
                - /problems/not-editable
                - /problems/request-closed
                - /problems/nothing-to-pay
                - /problems/file-too-large
                - /problems/file-type
                - /problems/file-digest-mismatch
                - /problems/upload-gone
                - /problems/offset-mismatch
                - /problems/checksum-mismatch
                - /problems/upload-locked
                - /problems/tus-version
                - /problems/batch-too-large
                - /problems/assertion-time
                - /problems/invalid-client
                - /problems/unauthorized
                - /problems/too-many-requests
                - /problems/enrolment-refused
                - /problems/revoked
                - /problems/agent-too-old
                - /problems/not-found
                - /problems/method-not-allowed
                - /problems/unsupported-media-type
                - /problems/unavailable
                - /problems/internal
            Problem:
              type: object
              description: RFC 9457. `detail` is for an engineer.
              required: [type]
              properties:
                type: {$ref: "#/components/schemas/ProblemType"}
                title: {type: string}
                status: {type: integer, minimum: 400, maximum: 599}
                detail: {type: string}
                field: {type: string, format: json-pointer, description: A pointer into the operation's body.}
                retry_after: {type: integer, minimum: 0, description: Seconds.}
            Discovery:
              type: object
              required: [protocol, name, time, limits, catalogue, keys, token_url]
              properties:
                protocol: {type: array, items: {type: integer}, contains: {const: 1}}
                name: {type: string}
                time: {$ref: "#/components/schemas/Time"}
                limits:
                  type: object
                  required: [max_operations, max_batch_bytes, max_file_bytes, file_types]
                  properties:
                    max_operations: {type: integer, minimum: 1, description: Operations in one request.}
                    max_batch_bytes: {type: integer, minimum: 1, description: Bytes of one request, inflated.}
                    max_file_bytes: {type: integer, minimum: 1, description: Bytes of one file, encoded and plain alike.}
                    file_types: {type: array, items: {type: string}, description: Media types, judged by content; none means all.}
                catalogue: {type: [string, "null"], description: The ETag of the present catalogue.}
                keys: {type: array, items: {type: object}, description: Public Ed25519 keys as JWKs, for signed receipts (reserved).}
                token_url: {type: string, format: uri}
                minimum_agent: {type: [string, "null"], description: Older kiosks are asked to update.}
            EnrolmentRequest:
              type: object
              required: [code, kiosk, jwk]
              properties:
                code: {type: string, examples: [ABCD-EFGH]}
                kiosk:
                  type: object
                  required: [name]
                  properties:
                    name: {type: string, minLength: 1}
                    unit: {type: [string, "null"], description: Must be the unit of the code where it is given.}
                jwk: {type: object, description: The public key, Ed25519 (RFC 8037) or P-256 (RFC 7518)., required: [kty]}
            EnrolmentAnswer:
              type: object
              required: [kiosk_id, unit]
              properties:
                kiosk_id: {type: string}
                unit: {type: string}
            TokenRequest:
              type: object
              required: [grant_type, client_assertion_type, client_assertion]
              properties:
                grant_type: {const: client_credentials}
                client_assertion_type: {const: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"}
                client_assertion: {type: string, description: "A JWT: iss, sub, aud, exp, iat, jti."}
                client_id: {type: string}
            TokenAnswer:
              type: object
              required: [access_token, token_type, expires_in]
              properties:
                access_token: {type: string}
                token_type: {const: Bearer}
                expires_in: {type: integer, minimum: 1, description: Seconds.}
            TokenError:
              type: object
              required: [error, type, status]
              properties:
                error: {type: string, enum: [invalid_request, invalid_client, invalid_grant, unauthorized_client, unsupported_grant_type, invalid_scope]}
                error_description: {type: string}
                type: {$ref: "#/components/schemas/ProblemType"}
                status: {type: integer}
            SyncRequestHeader:
              type: object
              description: The first line of a request.
              required: [sync, kiosk, agent, cursor, lines]
              properties:
                sync: {const: 1}
                kiosk: {type: string}
                agent: {type: string, examples: [kiosk/0.1.0]}
                cursor: {type: [string, "null"], description: Of the last end line; null for everything.}
                max_changes: {type: integer, minimum: 1, default: 200}
                lines: {type: integer, minimum: 0, description: How many operation lines follow.}
            OperationType:
              type: string
              enum: [account.put, account.confirm, dossier.put, dossier.submit, dossier.supplement, dossier.withdraw, payment.start, notice.read]
            Operation:
              type: object
              description: >-
                One frozen change. Its digest is the SHA-256 of the line's bytes without the line break; every retry sends the same bytes.
              required: [id, type, subject, made_at, body]
              properties:
                id: {$ref: "#/components/schemas/Uuid7"}
                type: {type: string, description: An OperationType; any other is rejected as unknown-type.}
                subject: {$ref: "#/components/schemas/Uuid7"}
                base: {oneOf: [{$ref: "#/components/schemas/Revision"}, {type: "null"}], description: "Checked for account.put and dossier.put alone."}
                after: {type: array, items: {$ref: "#/components/schemas/Uuid7"}, description: Operations that must have been applied before.}
                made_at: {$ref: "#/components/schemas/Time"}
                officer: {type: [string, "null"], description: The officer's account.}
                body:
                  description: By the type of the operation.
                  anyOf:
                    - {$ref: "#/components/schemas/Account"}
                    - {$ref: "#/components/schemas/AccountConfirm"}
                    - {$ref: "#/components/schemas/Dossier"}
                    - {$ref: "#/components/schemas/DossierSubmit"}
                    - {$ref: "#/components/schemas/DossierSupplement"}
                    - {$ref: "#/components/schemas/DossierWithdraw"}
                    - {$ref: "#/components/schemas/PaymentStart"}
                    - {$ref: "#/components/schemas/NoticeRead"}
            AccountConfirm:
              type: object
              required: [channel, token]
              properties:
                channel: {const: email}
                token: {type: string, description: The code of the confirmation mail, as the citizen reads it out.}
            DossierSubmit:
              type: object
              required: [files]
              properties:
                files: {type: integer, minimum: 0, description: How many file entries the dossier has.}
            DossierSupplement:
              type: object
              required: [request, components]
              properties:
                request: {$ref: "#/components/schemas/Uuid7"}
                components: {type: array, items: {$ref: "#/components/schemas/Component"}}
                note: {type: [string, "null"]}
            DossierWithdraw:
              type: object
              properties:
                reason: {type: [string, "null"]}
            PaymentStart:
              type: object
              required: [method]
              properties:
                method: {enum: [bank, wallet, counter]}
                return: {type: [string, "null"], description: Where the payer goes afterwards.}
            NoticeRead: {type: object, maxProperties: 0}
            SyncAnswerHeader:
              type: object
              description: The first line of an answer.
              required: [sync, time, portal]
              properties:
                sync: {const: 1}
                time: {$ref: "#/components/schemas/Time"}
                portal: {type: string}
            Verdict:
              description: The answer to one operation line.
              oneOf:
                - {$ref: "#/components/schemas/Applied"}
                - {$ref: "#/components/schemas/Conflict"}
                - {$ref: "#/components/schemas/Rejected"}
                - {$ref: "#/components/schemas/Later"}
            Applied:
              type: object
              description: Done, once. The same id and digest get the same receipt for at least 400 days; `missing` is computed anew.
              required: [verdict, op, digest, receipt]
              properties:
                verdict: {const: applied}
                op: {$ref: "#/components/schemas/Uuid7"}
                digest: {$ref: "#/components/schemas/Sha256"}
                receipt:
                  type: object
                  required: [revision, received_at, serial]
                  properties:
                    revision: {$ref: "#/components/schemas/Revision"}
                    received_at: {$ref: "#/components/schemas/Time"}
                    serial: {type: integer, minimum: 1, description: Counts the receipts of one kiosk without a gap.}
                missing: {type: array, items: {$ref: "#/components/schemas/Sha256"}, description: For a dossier, the files that the portal does not have yet.}
            Conflict:
              type: object
              required: [verdict, op, digest, reason, revision, theirs]
              properties:
                verdict: {const: conflict}
                op: {$ref: "#/components/schemas/Uuid7"}
                digest: {$ref: "#/components/schemas/Sha256"}
                reason: {enum: [stale, identity-taken, withdrawn, closed, deleted]}
                revision: {oneOf: [{$ref: "#/components/schemas/Revision"}, {type: "null"}]}
                theirs: {type: [object, "null"], description: The portal's present state.}
                subject: {type: string, description: For identity-taken, the account that has the identity.}
            Rejected:
              type: object
              description: It can never succeed as it stands.
              required: [verdict, op, digest, problem]
              properties:
                verdict: {const: rejected}
                op: {type: [string, "null"], description: Null for a line that cannot be read.}
                digest: {$ref: "#/components/schemas/Sha256"}
                problem: {$ref: "#/components/schemas/Problem"}
            Later:
              type: object
              description: Nothing was stored; the same bytes may be sent again.
              required: [verdict, op, digest, problem]
              properties:
                verdict: {const: later}
                op: {$ref: "#/components/schemas/Uuid7"}
                digest: {$ref: "#/components/schemas/Sha256"}
                problem: {$ref: "#/components/schemas/Problem"}
                retry_after: {type: integer, minimum: 0, description: Seconds.}
            Resync:
              type: object
              description: The cursor is not known; everything is sent from the start. In each page until one says that there is no more.
              required: [resync]
              properties: {resync: {const: true}}
            Change:
              type: object
              required: [change, subject, revision, state]
              properties:
                change: {enum: [account, dossier, payment, notice]}
                subject: {type: string}
                revision: {$ref: "#/components/schemas/Revision"}
                state:
                  anyOf:
                    - {$ref: "#/components/schemas/Account"}
                    - {$ref: "#/components/schemas/Dossier"}
                    - {$ref: "#/components/schemas/Payment"}
                    - {$ref: "#/components/schemas/Notice"}
                    - {type: "null"}
                deleted: {const: true}
            End:
              type: object
              required: [end, cursor, more]
              properties:
                end: {const: true}
                cursor: {type: string}
                more: {type: boolean}
                signature: {type: string, description: Reserved for signed receipts.}
            Identity:
              type: object
              required: [kind, number]
              properties:
                kind: {enum: [cccd, cmnd, passport, tax_code]}
                number: {type: string}
            Account:
              type: object
              required: [kind, identity]
              properties:
                kind: {enum: [citizen, organisation, officer]}
                full_name: {type: string, description: Of a citizen or an officer.}
                organisation_name: {type: string}
                tax_code: {type: string}
                identity: {$ref: "#/components/schemas/Identity"}
                birth:
                  oneOf:
                    - {type: object, required: [date], properties: {date: {type: string, format: date}}}
                    - {type: object, required: [year], properties: {year: {type: integer}}}
                    - {type: "null"}
                gender: {enum: [male, female, other, null]}
                phone: {type: [string, "null"]}
                email: {type: [string, "null"]}
                address:
                  type: [object, "null"]
                  required: [text]
                  properties:
                    text: {type: string}
                    commune_code: {type: [string, "null"]}
                consent:
                  type: [object, "null"]
                  required: [at, text_version]
                  properties:
                    at: {$ref: "#/components/schemas/Time"}
                    text_version: {type: string}
                confirmation: {enum: [none, pending, confirmed], readOnly: true}
                portal_id: {type: string, readOnly: true}
            FileEntry:
              type: object
              required: [sha256, size, media_type, name]
              properties:
                sha256: {$ref: "#/components/schemas/Sha256"}
                size: {type: integer, minimum: 0}
                media_type: {type: string}
                name: {type: string}
            Component:
              type: object
              required: [code]
              properties:
                code: {type: string}
                title: {type: [string, "null"]}
                originals: {type: [integer, "null"], minimum: 0}
                copies: {type: [integer, "null"], minimum: 0}
                files: {type: array, items: {$ref: "#/components/schemas/FileEntry"}}
            Dossier:
              type: object
              required: [procedure, owner]
              properties:
                procedure: {type: string}
                catalogue: {type: [string, "null"], description: The version that the form was filled under.}
                unit: {type: [string, "null"]}
                owner: {$ref: "#/components/schemas/Uuid7"}
                submitter: {oneOf: [{$ref: "#/components/schemas/Uuid7"}, {type: "null"}]}
                authority: {enum: [present, authorised, service, null]}
                form: {type: object, additionalProperties: {type: string}}
                components: {type: array, items: {$ref: "#/components/schemas/Component"}}
                delivery:
                  type: [object, "null"]
                  properties:
                    hand_in: {enum: [counter, home]}
                    hand_in_address: {type: [string, "null"]}
                    result: {enum: [counter, home, electronic]}
                    result_address: {type: [string, "null"]}
                recorded_at: {oneOf: [{$ref: "#/components/schemas/Time"}, {type: "null"}], description: At the desk; not the day of receipt.}
                code: {type: [string, "null"], readOnly: true, description: The official code.}
                received_at: {type: [string, "null"], readOnly: true}
                due_at: {type: [string, "null"], readOnly: true}
                status: {type: [integer, "null"], minimum: 1, maximum: 10, readOnly: true, description: The national number.}
                steps: {type: array, readOnly: true, items: {$ref: "#/components/schemas/Step"}}
                fees: {type: array, readOnly: true, items: {$ref: "#/components/schemas/FeeItem"}}
                results: {type: array, readOnly: true, items: {$ref: "#/components/schemas/Result"}}
            Result:
              type: object
              description: What came of the dossier. One with a `sha256` has a file, at `/kiosk/v1/results/{sha256}`.
              required: [title, hand_out]
              properties:
                title: {type: string}
                hand_out: {enum: [electronic, counter, home], description: How people get it; a file may come beside the paper.}
                at: {$ref: "#/components/schemas/Time"}
                by: {type: string}
                sha256: {$ref: "#/components/schemas/Sha256"}
                size: {type: integer, minimum: 1}
                media_type: {type: string}
                name: {type: string}
            Step:
              type: object
              required: [status, name, at]
              properties:
                status: {type: integer, minimum: 1, maximum: 10}
                name: {type: string}
                at: {$ref: "#/components/schemas/Time"}
                by: {type: string}
                note: {type: string}
                automatic: {type: boolean, description: The portal came to it by its rules.}
            FeeItem:
              type: object
              required: [code, title, amount]
              properties:
                code: {type: string}
                title: {type: string}
                amount: {type: integer, minimum: 0, description: Đồng.}
                payment: {type: string, description: The payment that asks for it.}
            Payment:
              type: object
              required: [dossier, items, amount, state]
              properties:
                dossier: {type: string}
                items: {type: array, items: {$ref: "#/components/schemas/FeeItem"}}
                amount: {type: integer, minimum: 0, description: Đồng.}
                beneficiary:
                  type: [object, "null"]
                  properties:
                    bank: {type: [string, "null"], description: Six digits at NAPAS.}
                    account: {type: string}
                    name: {type: [string, "null"]}
                qr: {type: [string, "null"], description: An EMVCo string (VietQR).}
                pay_url: {type: [string, "null"]}
                state: {enum: [due, pending, unknown, paid, failed, waived]}
                paid_at: {type: [string, "null"]}
                method: {enum: [bank, wallet, counter], description: As payment.start asked.}
            Notice:
              type: object
              required: [kind, text, at, read]
              properties:
                kind: {enum: [supplement, refusal, appointment, mail, result, info]}
                dossier: {type: string}
                account: {type: string}
                text: {type: string}
                at: {$ref: "#/components/schemas/Time"}
                read: {type: boolean}
                components:
                  type: array
                  description: For a supplement, the papers asked for.
                  items:
                    type: object
                    required: [code, title]
                    properties:
                      code: {type: string}
                      title: {type: string}
                      note: {type: [string, "null"]}
                until: {$ref: "#/components/schemas/Time"}
                closed: {type: boolean, description: The office asks no more; an answer is refused with `request-closed`.}
                due_at: {$ref: "#/components/schemas/Time", description: Of an appointment that moved.}
                was_due_at: {type: [string, "null"], description: The appointment before.}
                answered_at: {oneOf: [{$ref: "#/components/schemas/Time"}, {type: "null"}], description: When the answer to the request was whole.}
            Catalogue:
              type: object
              required: [version, units, fields, procedures]
              properties:
                version: {type: string}
                units:
                  type: array
                  items:
                    type: object
                    required: [code, name, level]
                    properties:
                      code: {type: string}
                      name: {type: string}
                      level: {enum: [province, district, commune]}
                      parent: {type: [string, "null"]}
                      valid_from: {type: [string, "null"], format: date}
                      valid_to: {type: [string, "null"], format: date}
                fields:
                  type: array
                  items: {type: object, required: [code, name], properties: {code: {type: string}, name: {type: string}}}
                procedures: {type: array, items: {$ref: "#/components/schemas/Procedure"}}
            Procedure:
              type: object
              required: [code, name, field, units, level]
              properties:
                code: {type: string}
                name: {type: string}
                field: {type: string}
                units: {oneOf: [{const: all}, {type: array, items: {type: string}}]}
                level: {enum: [full, partial]}
                time:
                  type: [object, "null"]
                  required: [amount, unit]
                  properties:
                    amount: {type: integer, minimum: 0}
                    unit: {enum: [working_day, day, hour, same_day, immediate]}
                fees:
                  type: array
                  items:
                    type: object
                    required: [code, title, amount, per]
                    properties:
                      code: {type: string}
                      title: {type: string}
                      amount: {type: integer, minimum: 0}
                      per: {enum: [case, page, copy]}
                      first: {type: [integer, "null"]}
                      then: {type: [integer, "null"]}
                      cap: {type: [integer, "null"]}
                      exempt: {type: array, items: {type: string}}
                components:
                  type: array
                  items:
                    type: object
                    required: [code, title]
                    properties:
                      code: {type: string}
                      title: {type: string}
                      originals: {type: integer, minimum: 0}
                      copies: {type: integer, minimum: 0}
                      required: {type: boolean}
                form:
                  type: array
                  items:
                    type: object
                    required: [name, title, type]
                    properties:
                      name: {type: string}
                      title: {type: string}
                      type: {enum: [text, date, number, choice, phone, identity, address]}
                      required: {type: boolean}
                      choices: {type: array, items: {type: string}}
                valid_from: {type: [string, "null"], format: date}
                valid_to: {type: [string, "null"], format: date}
                replaced_by: {type: [string, "null"]}
                source: {type: [string, "null"]}
                certain: {type: boolean}

        """#
}
