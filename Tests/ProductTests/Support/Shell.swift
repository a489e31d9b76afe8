import Glibc
import Subprocess

/// Scripts for what a test cannot do in its own process.
enum Shell {
    static func run(_ script: String, _ arguments: [String]) async throws -> Outcome {
        try await start("sh", ["-c", script, "sh"] + arguments)
    }

    /// In a mount namespace of its own, so that what the script mounts ends with it.
    static func unshared(_ script: String, _ arguments: [String]) async throws -> Outcome {
        try await start("unshare", ["-m", "sh", "-c", script, "sh"] + arguments)
    }

    private static func start(_ program: String, _ arguments: [String]) async throws -> Outcome {
        let result = try await Subprocess.run(
            .name(program), arguments: Arguments(arguments), environment: Program.environment(home: "/tmp"),
            output: .bytes(limit: 1 << 20), error: .bytes(limit: 1 << 20))
        return Outcome(status: result.terminationStatus, facts: result.standardOutput, messages: result.standardError)
    }

    /// Whether `unshared` can work here: root, and a kernel or container that lets it.
    static func canMount() async throws -> Bool {
        guard geteuid() == 0 else { return false }
        return try await unshared("mount -t tmpfs -o size=1m none /mnt", []).code == 0
    }

    /// Whether a file system in a file can be mounted, too.
    static func canMountImages() async throws -> Bool {
        try await unshared(
            """
            image=$(mktemp) && truncate -s 8M "$image" && /usr/sbin/mkfs.ext4 -q -F "$image" && mount -o loop "$image" /mnt
            code=$?; rm -f "$image"; exit $code
            """, []
        ).code == 0
    }
}
