import Foundation

/// What a disk holds when the power fails: of each file what was synced, and of what was written since nothing, or some of it and a torn
/// write; of each folder the names that it had when it was synced, or those of now.
struct PoweredDisk {
    private struct Node {
        var durable: [UInt8] = []
        var now: [UInt8] = []
        var pending: [Change] = []
    }

    private enum Change {
        case write(offset: Int, bytes: [UInt8])
        case cut(length: Int)
    }

    /// What becomes of that which was not synced.
    enum Loss: CaseIterable {
        case all
        /// Names are kept; of the writes the first half, and of the next one half its bytes.
        case torn
    }

    private let root: String
    private var nodes: [Node] = []
    private var names: [String: Int] = [:]
    private var durableNames: [String: Int] = [:]

    /// - Parameter root: the folder that is looked at.
    init(root: String) { self.root = root }

    /// The log's index is made anew by whoever opens it, and locks and sockets mean nothing after a restart.
    private func isLookedAt(_ path: String) -> Bool {
        path.hasPrefix(root + "/") && !path.hasSuffix("-shm") && !path.hasSuffix(".lock") && !path.hasPrefix(root + "/run")
    }

    mutating func happened(_ call: SystemCall) {
        switch call {
        case .opened(let path, let truncates):
            guard isLookedAt(path) else { return }
            if names[path] == nil {
                nodes.append(Node())
                names[path] = nodes.count - 1
            } else if truncates {
                change(path, .cut(length: 0))
            }
        case .wrote(let path, let offset, let bytes):
            guard let node = names[path] else { return }
            change(path, .write(offset: offset ?? nodes[node].now.count, bytes: bytes))
        case .truncated(let path, let length): change(path, .cut(length: length))
        case .synced(let path):
            if let node = names[path] {
                nodes[node].durable = nodes[node].now
                nodes[node].pending = []
            } else {
                sync(folder: path)
            }
        case .renamed(let from, let to):
            guard let node = names.removeValue(forKey: from), isLookedAt(to) else { return }
            names[to] = node
        case .removed(let path): names[path] = nil
        case .said: break
        }
    }

    private mutating func change(_ path: String, _ change: Change) {
        guard let node = names[path] else { return }
        nodes[node].pending.append(change)
        Self.apply(change, to: &nodes[node].now)
    }

    private static func apply(_ change: Change, to bytes: inout [UInt8]) {
        switch change {
        case .write(let offset, let new):
            if bytes.count < offset + new.count { bytes += [UInt8](repeating: 0, count: offset + new.count - bytes.count) }
            bytes.replaceSubrange(offset..<offset + new.count, with: new)
        case .cut(let length):
            if length < bytes.count { bytes.removeLast(bytes.count - length) } else { bytes += [UInt8](repeating: 0, count: length - bytes.count) }
        }
    }

    private mutating func sync(folder: String) {
        func isIn(_ path: String) -> Bool { path.hasPrefix(folder + "/") && !path.dropFirst(folder.count + 1).contains("/") }
        durableNames = durableNames.filter { !isIn($0.key) }.merging(names.filter { isIn($0.key) }) { $1 }
    }

    /// The files after a power cut now, by their path below the root.
    func files(losing loss: Loss) -> [String: [UInt8]] {
        let present = loss == .all ? durableNames : names
        return Dictionary(
            uniqueKeysWithValues: present.map { path, node in
                (String(path.dropFirst(root.count + 1)), contents(nodes[node], losing: loss))
            })
    }

    private func contents(_ node: Node, losing loss: Loss) -> [UInt8] {
        guard loss == .torn else { return node.durable }
        var bytes = node.durable
        let kept = node.pending.count / 2
        for change in node.pending.prefix(kept) { Self.apply(change, to: &bytes) }
        if node.pending.indices.contains(kept), case .write(let offset, let whole) = node.pending[kept] {
            Self.apply(.write(offset: offset, bytes: Array(whole.prefix(whole.count / 2))), to: &bytes)
        }
        return bytes
    }
}
