import KioskAgent
import Status
import SyncProtocol

/// Records accounts one by one in this process, as a command does where no agent runs, and prints how many a second.
///
/// usage: record-rate HOME COUNT
@main enum RecordRate {
    struct Usage: Error {}

    nonisolated static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 3, let count = Int(arguments[2]), count > 0 else { throw Usage() }
        let rate = try await DeskConnector.withDesk(DeskOptions(home: arguments[1]), reading: false) { @Sendable desk in
            // The first ones open what the others find open.
            for number in 0..<20 { try await record(number, desk) }
            let time = try await ContinuousClock().measure {
                for number in 20..<20 + count { try await record(number, desk) }
            }
            return Double(count) / (time / .seconds(1))
        }
        print(rate)
    }

    private static func record(_ number: Int, _ desk: any Desk) async throws {
        let digits = String(number)
        let identity = "062090" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
        let fields: JSONObject = [
            "kind": "citizen", "full_name": "Nguyễn Văn Bình", "identity": ["kind": "cccd", "number": .string(identity)],
            "birth": ["year": 1990], "address": ["text": "Thôn 1, xã Sa Thầy, tỉnh Quảng Ngãi"],
        ]
        _ = try await desk.perform(AddAccount(fields: fields), context: DeskContext(language: .en))
    }
}
