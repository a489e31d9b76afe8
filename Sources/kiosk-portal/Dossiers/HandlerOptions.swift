import ArgumentParser

/// Who takes a step of a dossier.
struct HandlerOptions: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: help(
            "Người hoặc phòng xử lý bước này; nếu không có thì là tên của cổng.",
            "Who handles this step, a person or an office; else the portal's name stands there.", value: "name"))
    var by: String?
}
