import ArgumentParser
import Portal

struct FileCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        about(
            "file", "Tệp ở cổng.", "The portal's files.",
            examples: ["kiosk-portal file get 9f86d081 --output giay-chung-sinh.pdf"],
            subcommands: [GetFileCommand.self])
    }
}

struct GetFileCommand: OfficeCommand {
    static var configuration: CommandConfiguration {
        about(
            "get", "Chép một tệp ra, nguyên vẹn từng byte.", "Copies a file out, byte for byte.",
            examples: ["kiosk-portal file get 9f86d081 --output giay-chung-sinh.pdf"])
    }

    @Argument(help: help("SHA-256 của tệp, có thể viết tắt.", "The file's SHA-256; a unique beginning will do."))
    var sha256: String
    @Option(
        parsing: .unconditional, help: help("Tệp ra; - là stdout.", "Where to write it; - for standard output.", value: "file"))
    var output: String
    @Flag(help: help("Ghi đè tệp đã có.", "Replace a file that is there."))
    var force = false
    @OptionGroup var common: CommonOptions

    func run(in desk: OfficeDesk) async throws {
        let copy = StoredFileCopy(digest: sha256, output: output, force: force)
        let answer = try copy.run(home: desk.office.home, try await desk.office.read { try copy.find(in: $0) })
        if output != "-" { try desk.output.show(answer) }
    }
}
