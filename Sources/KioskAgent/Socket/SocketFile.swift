import Foundation
package import Status
import SystemdNotify

/// The file of the agent's socket: its folder, its permissions and its end.
///
/// Only the owner of the store's lock may make one: a file that is there already is then certainly a dead agent's.
package struct SocketFile: Sendable, Hashable {
    /// Where clients connect.
    package let path: String
    /// The group that may use the socket besides its owner; `nil` for the process's own.
    package let group: String?

    /// Throws `KioskProblem` `config-invalid` when `path` is longer than the system takes.
    package init(path: String, group: String? = nil) throws(KioskProblem) {
        // The socket is made under a name that is a little longer, see `temporaryPath`.
        let limit = UnixAddress.maximumLength - Self.suffix.utf8.count
        guard path.utf8.count <= limit else {
            throw KioskProblem(
                .configInvalid, field: "agent.socket",
                [
                    "key": "agent.socket", "limit": "\(limit)",
                    "detail":
                        "the socket's path has \(path.utf8.count) bytes, and the system takes \(limit); set a shorter one",
                    "detail_vi":
                        "đường dẫn của socket dài \(path.utf8.count) byte, hệ thống chỉ nhận \(limit); hãy đặt đường dẫn ngắn hơn",
                ])
        }
        self.path = path
        self.group = group
    }

    private static let suffix = ".new"

    /// Where the socket is made, to be moved to `path` once its permissions are right. The move is atomic and replaces
    /// what a dead agent left, so at no moment is there a socket that is open to the wrong people.
    var temporaryPath: String { path + Self.suffix }

    private var folder: String { (path as NSString).deletingLastPathComponent }

    /// Makes the folder, mode 0750, when it is not there, and clears the temporary name.
    func prepare() throws(KioskProblem) {
        do {
            if !FileManager.default.fileExists(atPath: folder) {
                try FileManager.default.createDirectory(
                    atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o750])
                try FileManager.default.setAttributes([.posixPermissions: 0o750], ofItemAtPath: folder)
                try share(folder)
            }
            try remove(temporaryPath)
        } catch {
            throw problem(error)
        }
    }

    /// Sets mode 0660 and the group, and moves the listening socket to its name. Throws when something that is not a
    /// socket stands there: that is not ours to replace.
    func publish() throws(KioskProblem) {
        do {
            try FileManager.default.setAttributes([.posixPermissions: 0o660], ofItemAtPath: temporaryPath)
            try share(temporaryPath)
            try remove(path)
            try FileManager.default.moveItem(atPath: temporaryPath, toPath: path)
        } catch {
            throw problem(error)
        }
    }

    /// Takes the socket away at the agent's end.
    func withdraw() throws(KioskProblem) {
        do {
            try remove(path)
            try remove(temporaryPath)
        } catch {
            throw problem(error)
        }
    }

    private func share(_ path: String) throws {
        guard let group else { return }
        try FileManager.default.setAttributes([.groupOwnerAccountName: group], ofItemAtPath: path)
    }

    /// Removes a socket; nothing when there is none.
    private func remove(_ path: String) throws {
        do {
            let type = try FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
            guard type == .typeSocket else { throw CocoaError(.fileWriteFileExists) }
            try FileManager.default.removeItem(atPath: path)
        } catch let error as CocoaError where error.code == .fileReadNoSuchFile || error.code == .fileNoSuchFile {
            return
        }
    }

    private func problem(_ error: any Error) -> KioskProblem {
        let kind: KioskProblem.Kind =
            switch (error as? CocoaError)?.code {
            case .fileWriteOutOfSpace?: .diskFull
            case .fileWriteVolumeReadOnly?: .storeReadOnly
            default: .storeNotAllowed
            }
        return KioskProblem(kind, field: "agent.socket", ["path": path])
    }
}
