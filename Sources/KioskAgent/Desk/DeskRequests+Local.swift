// Which handler answers which request.

extension AddAccount: LocalRequest {
    func answer(in work: DeskWork) async throws -> Recorded { try await work.addAccount(self) }
}
extension EditAccount: LocalRequest {
    func answer(in work: DeskWork) async throws -> Recorded { try await work.editAccount(self) }
}
extension ListAccounts: LocalRequest {
    func answer(in work: DeskWork) async throws -> Answer { try await work.listAccounts(self) }
}
extension ShowAccount: LocalRequest {
    func answer(in work: DeskWork) async throws -> Answer { try await work.showAccount(self) }
}

extension NewDossier: LocalRequest {
    func answer(in work: DeskWork) async throws -> Recorded { try await work.newDossier(self) }
}
extension EditDossier: LocalRequest {
    func answer(in work: DeskWork) async throws -> Recorded { try await work.editDossier(self) }
}
extension DetachFiles: LocalRequest {
    func answer(in work: DeskWork) async throws -> Recorded { try await work.detachFiles(self) }
}
extension SubmitDossier: LocalRequest {
    func answer(in work: DeskWork) async throws -> Recorded { try await work.submitDossier(self) }
}
extension SupplementDossier: LocalRequest {
    func answer(in work: DeskWork) async throws -> Recorded { try await work.supplementDossier(self) }
}
extension WithdrawDossier: LocalRequest {
    func answer(in work: DeskWork) async throws -> Recorded { try await work.withdrawDossier(self) }
}
extension ListDossiers: LocalRequest {
    func answer(in work: DeskWork) async throws -> Answer { try await work.listDossiers(self) }
}
extension ShowDossier: LocalRequest {
    func answer(in work: DeskWork) async throws -> Answer { try await work.showDossier(self) }
}
extension DossierSlip: LocalRequest {
    func answer(in work: DeskWork) async throws -> Answer { try await work.dossierSlip(self) }
}

extension SearchProcedures: LocalRequest {
    func answer(in work: DeskWork) async throws -> Answer { try await work.searchProcedures(self) }
}
extension ShowProcedure: LocalRequest {
    func answer(in work: DeskWork) async throws -> Answer { try await work.showProcedure(self) }
}
extension UpdateProcedures: LocalRequest {
    func answer(in work: DeskWork) async throws -> Answer { try await work.updateCatalogue() }
}

extension ListQueue: LocalRequest {
    func answer(in work: DeskWork) async throws -> Answer { try await work.listQueue(self) }
}
extension OperateQueue: LocalRequest {
    func answer(in work: DeskWork) async throws -> Answer { try await work.operateQueue(self) }
}
extension ExplainOperation: LocalRequest {
    func answer(in work: DeskWork) async throws -> Answer { try await work.explainOperation(self) }
}
extension ListJournal: LocalRequest {
    func answer(in work: DeskWork) async throws -> Answer { try await work.listJournal(self) }
}

extension ListConflicts: LocalRequest {
    func answer(in work: DeskWork) async throws -> Answer { try await work.listConflicts(self) }
}
extension ShowConflict: LocalRequest {
    func answer(in work: DeskWork) async throws -> Answer { try await work.showConflict(self) }
}
extension ResolveConflict: LocalRequest {
    func answer(in work: DeskWork) async throws -> Answer { try await work.resolveConflict(self) }
}
extension UndoConflict: LocalRequest {
    func answer(in work: DeskWork) async throws -> Answer { try await work.undoConflict(self) }
}

extension Enrol: LocalRequest {
    func answer(in work: DeskWork) async throws -> Answer { try await work.sync.enrol(self) }
}
extension ShowStatus: LocalRequest {
    func answer(in work: DeskWork) async throws -> Answer { try await work.status() }
}
extension RunDoctor: LocalRequest {
    func answer(in work: DeskWork) async throws -> Answer { try await work.doctor() }
}
