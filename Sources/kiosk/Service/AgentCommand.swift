import ArgumentParser
import KioskAgent
import Paper
import Status
import SyncProtocol

struct AgentCommand: KioskCommand {
    static var configuration: CommandConfiguration {
        about(
            "agent", "Dịch vụ kiosk, chạy ở tiền cảnh (systemd gọi lệnh này).",
            "The service itself, in the foreground (systemd runs this).",
            examples: ["kiosk agent --home /var/lib/kiosk"])
    }

    @OptionGroup var common: CommonOptions

    func run(in session: Session) async throws -> ExitCode {
        try await AgentRunner.run(session.options)
        return .done
    }
}

struct ConfigCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        about(
            "config", "Cấu hình của máy này.", "This machine's configuration.", examples: ["kiosk config check"],
            subcommands: [CheckConfigCommand.self])
    }
}

struct CheckConfigCommand: KioskCommand {
    static var configuration: CommandConfiguration {
        about(
            "check", "Kiểm tra tệp cấu hình và nói mọi chỗ sai.", "Checks the configuration and names everything that is wrong.",
            examples: ["kiosk config check --config kiosk.toml"])
    }

    @OptionGroup var common: CommonOptions

    private struct Answer: Encodable {
        struct Finding: Encodable {
            var path: String
            var field: String?
            var text: String
        }
        var files: [String]
        var problems: [Finding]
    }

    func run(in session: Session) async throws -> ExitCode {
        var (files, findings) = ConfigCheck.check(session.options)
        if findings.isEmpty { findings += Self.formFindings(session.options) }
        let answer = Answer(
            files: files,
            problems: findings.map { .init(path: $0.path, field: $0.problem.field, text: $0.problem.text(in: session.language)) })
        try session.show(answer) { screen in
            for problem in answer.problems {
                screen.paragraph(Printable.clean("\(problem.path): \(problem.text)"), indent: 2, first: "✗ ")
            }
            if answer.problems.isEmpty {
                screen.line(Text(vi: "Cấu hình đúng.", en: "The configuration is right."))
                for file in files { screen.line("  " + Printable.clean(file)) }
            }
        }
        return answer.problems.isEmpty ? .done : .configuration
    }

    /// What is wrong with the templates of this desk's forms.
    private static func formFindings(_ options: DeskOptions) -> [ConfigCheck.Finding] {
        do throws(KioskProblem) {
            let folder = try options.formsPlace().folder
            return FormKind.allCases.compactMap { kind -> ConfigCheck.Finding? in
                do throws(KioskProblem) {
                    _ = try FormTemplate.ofDesk(kind, in: folder)
                    return nil
                } catch {
                    return ConfigCheck.Finding(path: folder + "/" + kind.fileName, problem: error)
                }
            }
        } catch {
            return [ConfigCheck.Finding(path: "", problem: error)]
        }
    }
}
