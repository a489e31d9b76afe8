import Foundation
import FuzzSupport
import Scans
import Testing

/// What a scanner, or somebody who calls a file a scan, may leave for the desk to turn.
enum ScanFuzzTarget: String, CaseIterable, Sendable {
    case tiffScan, bitmapScan

    var samples: [[UInt8]] {
        switch self {
        case .tiffScan:
            var tiled = TIFFSample.Page.colour()
            tiled.tile = 16
            var packed = TIFFSample.Page.bilevel()
            packed.isPacked = true
            return [
                TIFFSample(pages: [.grey(), packed]).bytes, TIFFSample(isBigEndian: true, pages: [.colour()]).bytes,
                TIFFSample(pages: [tiled]).bytes,
            ]
        case .bitmapScan:
            return [BitmapSample.colour, .wide, .grey, .bilevel].map(\.bytes)
        }
    }
}

@Suite(.serialized, .timeLimit(.minutes(60))) struct FuzzTests {
    @Test(arguments: ScanFuzzTarget.allCases)
    func `no scan ends the program, or takes longer than its length explains`(_ target: ScanFuzzTarget) async throws {
        try await withFolder { folder async throws in
            try await FuzzRun(target.rawValue, bytes: target.samples).run { input in
                do { _ = try turn(input, in: folder) } catch is ScanFault { return false }
                return true
            }
        }
    }
}
