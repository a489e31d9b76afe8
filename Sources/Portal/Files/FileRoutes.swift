import HTTPTypes
import Hummingbird
import SyncProtocol

/// Where files are asked for.
enum FileRoutes {
    /// Adds the routes of tus.
    /// - Parameters:
    ///   - open: takes requests without a token: what the server speaks is no secret.
    ///   - closed: takes requests whose caller is known.
    ///   - caller: who the caller is; throws when nobody is.
    static func add<Open: RequestContext, Closed: RequestContext>(
        open: some RouterMethods<Open>, closed: some RouterMethods<Closed>, uploads: UploadStore,
        caller: @escaping @Sendable (Closed) throws -> FileCaller
    ) {
        let answers = TusAnswers(uploads)
        let collection = RouterPath(ProtocolVersion.basePath + "/files")
        let item = RouterPath(ProtocolVersion.basePath + "/files/{upload}")
        open.on(collection, method: .options) { _, _ in answers.options() }
        open.on(item, method: .options) { _, _ in answers.options() }
        closed.on(collection, method: .post) { request, context in
            await answers.create(request, try caller(context), context.logger)
        }
        for method in [HTTPRequest.Method.get, .head, .put, .patch, .delete] {
            closed.on(collection, method: method) { _, _ in answers.methodNotAllowed() }
        }
        for method in [HTTPRequest.Method.head, .patch, .delete, .post, .get, .put] {
            closed.on(item, method: method) { request, context in
                await answers.answer(request, id: context.parameters.get("upload") ?? "", try caller(context), context.logger)
            }
        }
    }
}
