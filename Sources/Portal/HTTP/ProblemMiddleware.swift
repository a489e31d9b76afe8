import GRDB
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOHTTP1
import SyncProtocol

/// Turns whatever a handler throws into a problem document, and an unknown method of a known path into 405.
struct ProblemMiddleware: RouterMiddleware {
    typealias Context = PortalContext

    /// Which methods a path has; filled when all routes are known.
    let methods: RouteMethods

    func handle(
        _ request: Request, context: PortalContext, next: (Request, PortalContext) async throws -> Response
    ) async throws -> Response {
        let answer = await answer(request, context, next)
        // A body behind the head of an answer to HEAD would be read as the next answer (RFC 9110, 9.3.2).
        return request.method == .head ? answer.createHeadResponse() : answer
    }

    private func answer(
        _ request: Request, _ context: PortalContext, _ next: (Request, PortalContext) async throws -> Response
    ) async -> Response {
        do {
            return try await next(request, context)
        } catch let problem as Problem {
            return Answer.problem(problem)
        } catch let error as HTTPError where error.status == .notFound {
            return notFound(request)
        } catch let error as any HTTPResponseError {
            let name: ProblemName = error.status == .contentTooLarge ? .batchTooLarge : .malformedRequest
            return Answer.problem(Problem(name, status: error.status.code))
        } catch is HTTPParserError {
            // Where the next request begins cannot be known any more.
            var answer = Answer.problem(Problem(.malformedRequest, status: 400, detail: "the body is not HTTP"))
            answer.headers[.connection] = "close"
            return answer
        } catch is CancellationError {
            return Answer.problem(Problem(.unavailable, status: 503, detail: "the portal is stopping", retryAfter: 5))
        } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY || error.resultCode == .SQLITE_FULL {
            context.logger.error("the store refused a request", metadata: ["code": "\(error.extendedResultCode.rawValue)"])
            return Answer.problem(Problem(.unavailable, status: 503, detail: "the store cannot take this now", retryAfter: 30))
        } catch {
            // The type says enough to find the place; the text could hold personal data.
            context.logger.error("a request failed", metadata: ["error": "\(type(of: error))"])
            return Answer.problem(Problem(.internalError, status: 500, detail: "\(type(of: error))"))
        }
    }

    private func notFound(_ request: Request) -> Response {
        let allowed = methods.allowed(request.uri.path)
        guard !allowed.isEmpty else { return Answer.problem(Problem(.notFound, status: 404, detail: "no such path")) }
        var answer = Answer.problem(
            Problem(.methodNotAllowed, status: 405, detail: "allowed: \(allowed.joined(separator: ", "))"))
        answer.headers[.allow] = allowed.joined(separator: ", ")
        return answer
    }
}
