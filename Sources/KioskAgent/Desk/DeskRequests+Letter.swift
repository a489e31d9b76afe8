// Which handler answers which request: payments, notices, and the other steps of a citizen's way.

extension ListPayments: LocalRequest {
    func answer(in work: DeskWork) async throws -> Answer { try await work.listPayments(self) }
}
extension ShowPayment: LocalRequest {
    func answer(in work: DeskWork) async throws -> Answer { try await work.showPayment(self) }
}
extension StartPayment: LocalRequest {
    func answer(in work: DeskWork) async throws -> Answer { try await work.startPayment(self) }
}
extension ListNotices: LocalRequest {
    func answer(in work: DeskWork) async throws -> Answer { try await work.listNotices(self) }
}
extension ShowNotice: LocalRequest {
    func answer(in work: DeskWork) async throws -> Answer { try await work.showNotice(self) }
}
extension ReadNotices: LocalRequest {
    func answer(in work: DeskWork) async throws -> Answer { try await work.readNotices(self) }
}
extension ConfirmAccount: LocalRequest {
    func answer(in work: DeskWork) async throws -> Answer { try await work.confirmAccount(self) }
}
extension TrackDossier: LocalRequest {
    func answer(in work: DeskWork) async throws -> Answer { try await work.trackDossier(self) }
}
extension ReadResult: LocalRequest {
    func answer(in work: DeskWork) async throws -> Answer { try await work.readResult(self) }
}
extension CopyDossier: LocalRequest {
    func answer(in work: DeskWork) async throws -> Answer { try await work.copyDossier(self) }
}
extension DeleteDraft: LocalRequest {
    func answer(in work: DeskWork) async throws -> Answer { try await work.deleteDraft(self) }
}
extension ListUnits: LocalRequest {
    func answer(in work: DeskWork) async throws -> Answer { try await work.listUnits(self) }
}
extension ListFields: LocalRequest {
    func answer(in work: DeskWork) async throws -> Answer { try await work.listFields(self) }
}
extension ListProcedures: LocalRequest {
    func answer(in work: DeskWork) async throws -> Answer { try await work.listProcedures(self) }
}
extension ListRegister: LocalRequest {
    func answer(in work: DeskWork) async throws -> Answer { try await work.listRegister(self) }
}
extension MakeReport: LocalRequest {
    func answer(in work: DeskWork) async throws -> Answer { try await work.makeReport(self) }
}
