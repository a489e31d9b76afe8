import Foundation
import KioskAgent
import Status
import Testing

private func mode(_ path: String) throws -> Int {
    try #require(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
}

@Suite(.timeLimit(.minutes(1))) struct SocketFileTests {
    @Test func `only the owner and the group may connect, and nothing is left behind`() async throws {
        try await withShortFolder { folder async throws in
            try await withSocket(FakeDesk(), path: folder + "/run/kiosk.sock") { socket async throws in
                #expect(try mode(socket.path) == 0o660)
                #expect(try mode(folder + "/run") == 0o750)
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/run") == [])
        }
    }

    @Test func `the socket of a dead agent is replaced`() async throws {
        try await withShortFolder { folder async throws in
            let path = folder + "/kiosk.sock"
            try await DeadSocket.make(at: path)
            #expect(FileManager.default.fileExists(atPath: path))
            #expect(try await RemoteDesk.reach(path) == nil)
            try await withSocket(FakeDesk(), path: path) { socket async throws in
                #expect(try await RemoteDesk.reach(socket.path) != nil)
            }
        }
    }

    @Test func `a file that is no socket is left alone`() async throws {
        try await withShortFolder { folder async throws in
            let path = folder + "/kiosk.sock"
            try Data("mine".utf8).write(to: URL(filePath: path))
            let error = await #expect(throws: KioskProblem.self) {
                try await withSocket(FakeDesk(), path: path) { _ in }
            }
            #expect(error?.kind == .storeNotAllowed)
            #expect(try Data(contentsOf: URL(filePath: path)) == Data("mine".utf8))
        }
    }

    @Test func `without an agent there is no desk`() async throws {
        try await withShortFolder { folder async throws in
            #expect(try await RemoteDesk.reach(folder + "/none.sock") == nil)
            #expect(try await RemoteDesk.reach(folder + "/no/folder.sock") == nil)
            #expect(try await RemoteDesk.reach("/" + String(repeating: "x", count: 200)) == nil)
        }
    }

    @Test func `a path that is too long for the system is told clearly`() {
        let error = #expect(throws: KioskProblem.self) {
            try SocketFile(path: "/tmp/" + String(repeating: "x", count: 99))
        }
        #expect(error?.kind == .configInvalid)
        #expect(error?.field == "agent.socket")
        #expect(error?.parameters["limit"] == "103")
    }
}
