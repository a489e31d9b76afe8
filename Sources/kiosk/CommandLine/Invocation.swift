import ArgumentParser
import CommandWords
import Foundation
import KioskAgent
import Status
import SyncProtocol

/// One run of the program: reads the arguments, runs the command, and turns however it ends into text and an exit code.
struct Invocation: Sendable {
    let arguments: [String]
    let environment: [String: String]
    let isTerminal: (output: Bool, messages: Bool, input: Bool)
    let columns: Int
    let sink: any Sink
    let now: @Sendable () -> Timestamp
    /// The desk for the options given.
    let desk: @Sendable (DeskOptions) -> any DeskSource

    func run() async -> Int32 {
        let ordered = ArgumentOrder.kiosk.commonLast(arguments)
        let language = CommandLanguage.choose(option: ArgumentOrder.value(of: "--lang", in: ordered), environment: environment)
        let json = ArgumentOrder.contains("--json", in: ordered)
        // A person at a terminal that would show boxes; whoever reads the output from a file or pipe knows what it is.
        let isPlain = (isTerminal.output || isTerminal.messages) && !LocaleCharset.isUTF8(environment: environment)
        let console = Console(
            language: language, json: json,
            withoutDiacritics: ArgumentOrder.contains("--khong-dau", in: ordered)
                || ArgumentOrder.contains("--ascii", in: ordered) || (isPlain && !json),
            isTerminal: isTerminal,
            colour: isTerminal.output && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb",
            columns: columns, sink: sink)
        return await CommandLanguage.$current.withValue(language) { await run(ordered, console) }
    }

    private func run(_ arguments: [String], _ console: Console) async -> Int32 {
        do {
            // The system hands on bytes; what is no UTF-8 among them comes here with the replacement character.
            guard !arguments.contains(where: { $0.contains("\u{FFFD}") }) else { throw KioskProblem(.legacyEncoding) }
            let command = try ArgumentOrder.kiosk.parse(Kiosk.self, arguments)
            guard let command = command as? any KioskCommand else {
                var other = command
                try other.run()
                return 0
            }
            return try await command.run(in: session(command.common, console)).rawValue
        } catch {
            return end(error, console)
        }
    }

    private func session(_ common: CommonOptions, _ console: Console) -> Session {
        func set(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        let options = DeskOptions(home: common.home ?? set("KIOSK_HOME"), config: common.config ?? set("KIOSK_CONFIG"))
        let context = DeskContext(language: console.language, officer: common.officer ?? set("KIOSK_OFFICER"))
        return Session(console: console, desk: desk(options), context: context, options: options, now: now)
    }

    /// Says what went wrong and with which code the program ends.
    private func end(_ error: any Error, _ console: Console) -> Int32 {
        switch error {
        case is OutputClosed: return 0
        case is CancellationError, is Conversation.Stopped: return 130
        case let problem as KioskProblem:
            console.problem(problem)
            return problem.exitCode.rawValue
        default: break
        }
        if Kiosk.exitCode(for: error) == .success {
            // Help, the version, a completion script: facts that were asked for.
            let text = ParserWords.help(Kiosk.fullMessage(for: error), console.language, program: "kiosk")
            do {
                try console.sink.facts(console.plain(text) + "\n")
                return 0
            } catch {
                return error is OutputClosed ? 0 : ExitCode.cannotStore.rawValue
            }
        }
        guard Kiosk.exitCode(for: error).rawValue == 64 else {
            // What the desk threw besides problems is a defect; its type says more to an engineer than nothing, and its
            // text could hold personal data.
            let problem = KioskProblem(.defect, ["detail": String(describing: type(of: error))])
            console.problem(problem)
            return problem.exitCode.rawValue
        }
        let detail = ParserWords.usage(Kiosk.message(for: error), console.language)
        console.problem(KioskProblem(.wrongUsage, detail.isEmpty ? [:] : ["detail": detail]))
        return ExitCode.usage.rawValue
    }
}
