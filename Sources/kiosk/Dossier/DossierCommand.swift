import ArgumentParser
import Status

struct DossierCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        about(
            "dossier", "Hồ sơ: lập, đính kèm, nộp, bổ sung, rút.", "Dossiers: make, attach, submit, supplement, withdraw.",
            examples: [
                "kiosk dossier new --procedure 1.001193 --owner 01934b5e-1c2d",
                "kiosk dossier attach 01934b60-22aa to-khai.pdf --component to-khai",
                "kiosk dossier submit 01934b60-22aa",
                "kiosk dossier slip 01934b60-22aa --output phieu-tam.pdf",
            ],
            subcommands: [
                NewDossierCommand.self, EditDossierCommand.self, AttachCommand.self, DetachCommand.self, SubmitCommand.self,
                SupplementCommand.self, WithdrawCommand.self, ListDossiersCommand.self, ShowDossierCommand.self,
                SlipCommand.self, PrintCommand.self, RegisterCommand.self, TrackCommand.self, ResultCommand.self,
                CopyDossierCommand.self, DeleteDraftCommand.self,
            ])
    }
}
