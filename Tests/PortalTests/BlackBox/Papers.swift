import SyncProtocol

/// Valid bodies of operations; tests change what they are about.
enum Papers {
    /// A citizen whose card number nobody else in this run has.
    static func account(_ number: Int, name: String = "Nguyễn Văn An", _ more: JSONObject = [:]) -> JSONObject {
        // Province 062, born 1990, male; the last six digits are free.
        let digits = String(number)
        let serial = String(repeating: "0", count: 6 - digits.count) + digits
        let body: JSONObject = [
            "kind": "citizen", "full_name": .string(name), "identity": ["kind": "cccd", "number": .string("062090" + serial)],
            "birth": ["date": "1990-02-28"], "gender": "male",
            "consent": ["at": "2026-03-01T02:03:04Z", "text_version": "1"],
        ]
        return body.merging(more) { $1 }
    }

    static let procedure = "1.001193"

    static func dossier(
        owner: String, unit: String = "23527", files: [[UInt8]] = [], form: JSONObject = ["ho_ten_con": "Nguyễn Thị Bình"]
    ) -> JSONObject {
        [
            "procedure": .string(procedure), "catalogue": "1", "unit": .string(unit), "owner": .string(owner),
            "submitter": .string(owner), "authority": "present", "form": .object(form),
            "components": [
                [
                    "code": "to-khai", "title": "Tờ khai", "originals": 1, "copies": 0,
                    "files": .array(
                        files.map {
                            [
                                "sha256": .string(Digest.sha256($0)), "size": .integer(Int64($0.count)),
                                "media_type": "application/pdf", "name": "to-khai.pdf",
                            ]
                        }),
                ]
            ],
            "delivery": ["hand_in": "counter", "result": "counter"], "recorded_at": "2026-03-01T02:03:04Z",
        ]
    }
}
