import ArgumentParser
import CommandWords
import Foundation
import Portal
import Status
import SyncProtocol

/// One run of the program: reads the arguments, runs the command, and turns however it ends into text and an exit code.
struct Invocation: Sendable {
    let arguments: [String]
    let environment: [String: String]
    let now: @Sendable () -> Timestamp

    func run() async -> Int32 {
        let ordered = ArgumentOrder.portal.commonLast(arguments)
        let language = CommandLanguage.choose(option: ArgumentOrder.value(of: "--lang", in: ordered), environment: environment)
        let output = Output(language: language, json: ArgumentOrder.contains("--json", in: ordered))
        return await CommandLanguage.$current.withValue(language) { await run(ordered, output) }
    }

    private func run(_ arguments: [String], _ output: Output) async -> Int32 {
        do {
            guard !arguments.contains(where: { $0.contains("\u{FFFD}") }) else {
                throw PortalError(.invalidValue, vi: "đối số không phải UTF-8", en: "an argument is not UTF-8")
            }
            var command = try ArgumentOrder.portal.parse(KioskPortal.self, arguments)
            if let command = command as? any OfficeCommand {
                try await command.run(in: desk(command.common, output))
            } else if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            return 0
        } catch {
            return end(error, output)
        }
    }

    private func desk(_ common: CommonOptions, _ output: Output) throws -> OfficeDesk {
        let home = common.folder(environment)
        let settings = try PortalSettings.load(option: common.config, home: home, environment: environment)
        return OfficeDesk(output: output, settings: settings, office: Office(home: home, settings: settings, now: now))
    }

    /// Says what went wrong and with which code the program ends.
    private func end(_ error: any Error, _ output: Output) -> Int32 {
        switch error {
        case is Output.Closed: return 0
        case is CancellationError: return 130
        case let problem as PortalError: return end(problem, output)
        default: break
        }
        let code = KioskPortal.exitCode(for: error)
        if code == .success {
            // Help, the version, a completion script: facts that were asked for.
            let text = ParserWords.help(KioskPortal.fullMessage(for: error), output.language, program: "kiosk-portal")
            do { try output.write(text + "\n") } catch { return 0 }
            return 0
        }
        guard code.rawValue == 64 else {
            // The type says more to an engineer than nothing, and the text could hold personal data.
            let type = String(describing: type(of: error))
            return end(
                PortalError(.defect, vi: "lỗi của chương trình (\(type))", en: "a defect of the program (\(type))"), output)
        }
        let message = KioskPortal.message(for: error)
        func told(_ language: Language) -> String {
            let detail = ParserWords.usage(message, language)
            return detail.isEmpty ? "" : ": " + detail
        }
        return end(PortalError(.wrongUsage, vi: "sai cách dùng" + told(.vi), en: "wrong usage" + told(.en)), output)
    }

    private func end(_ problem: PortalError, _ output: Output) -> Int32 {
        output.problem(problem)
        return problem.exitCode
    }
}
