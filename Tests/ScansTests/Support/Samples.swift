/// Scans made in code: small, and of each kind that scanners leave.
enum Samples {
    static let width = 64
    static let height = 48

    /// A picture whose left top quarter is dark, so that it shows how it was turned.
    static func row(_ y: Int, components: Int) -> [UInt8] {
        (0..<width).flatMap { x -> [UInt8] in
            let isDark = x < width / 2 && y < height / 2
            return components == 1 ? [isDark ? 20 : 235] : (isDark ? [200, 10, 10] : [240, 240, 230])
        }
    }

    static func rows(components: Int) -> [[UInt8]] { (0..<height).map { row($0, components: components) } }

    /// One bit a pixel, eight a byte.
    static var bits: [[UInt8]] {
        rows(components: 1).map { row in
            stride(from: 0, to: row.count, by: 8).map { start in
                row[start..<start + 8].reduce(0) { $0 << 1 | ($1 > 127 ? 1 : 0) }
            }
        }
    }
}

/// A TIFF (revision 6.0) with what the samples need.
struct TIFFSample {
    struct Page {
        var rows: [[UInt8]]
        var width = Samples.width
        var height = Samples.height
        var bits = 8
        var samples = 1
        /// 0 white is zero, 1 black is zero, 2 red-green-blue.
        var photometric = 1
        var rowsInStrip = 16
        var resolution: UInt32? = 200
        var orientation: UInt16?
        /// PackBits, in literal runs.
        var isPacked = false
        /// Tiles of that many pixels square instead of strips.
        var tile: Int?

        static func grey() -> Page { Page(rows: Samples.rows(components: 1)) }
        static func colour() -> Page { Page(rows: Samples.rows(components: 3), samples: 3, photometric: 2) }
        static func bilevel() -> Page { Page(rows: Samples.bits, bits: 1) }
    }

    var isBigEndian = false
    var pages: [Page]

    private func short(_ value: Int) -> [UInt8] {
        let (high, low) = (UInt8(value >> 8 & 255), UInt8(value & 255))
        return isBigEndian ? [high, low] : [low, high]
    }

    private func long(_ value: Int) -> [UInt8] {
        let (high, low) = (short(value >> 16 & 0xFFFF), short(value & 0xFFFF))
        return isBigEndian ? high + low : low + high
    }

    var bytes: [UInt8] {
        var bytes: [UInt8] = isBigEndian ? [0x4D, 0x4D] : [0x49, 0x49]
        bytes += short(42)
        bytes += long(0)
        var link = 4
        for page in pages {
            var places: [Int] = []
            var counts: [Int] = []
            for piece in pieces(of: page) {
                places.append(bytes.count)
                counts.append(piece.count)
                bytes += piece + (piece.count % 2 == 0 ? [] : [0])
            }
            var tags: [(tag: Int, type: Int, values: [Int])] = [
                (256, 4, [page.width]), (257, 4, [page.height]), (258, 3, Array(repeating: page.bits, count: page.samples)),
                (259, 3, [page.isPacked ? 32773 : 1]), (262, 3, [page.photometric]), (277, 3, [page.samples]),
            ]
            if let tile = page.tile {
                tags += [(322, 4, [tile]), (323, 4, [tile]), (324, 4, places), (325, 4, counts)]
            } else {
                tags += [(273, 4, places), (278, 4, [page.rowsInStrip]), (279, 4, counts)]
            }
            if let resolution = page.resolution {
                tags += [(282, 5, [Int(resolution), 1]), (283, 5, [Int(resolution), 1]), (296, 3, [2])]
            }
            if let orientation = page.orientation { tags.append((274, 3, [Int(orientation)])) }
            tags.sort { $0.tag < $1.tag }
            let place = bytes.count
            var list = short(tags.count)
            var rest: [UInt8] = []
            let restPlace = place + 2 + 12 * tags.count + 4
            for (tag, type, values) in tags {
                let content = values.flatMap { type == 3 ? short($0) : long($0) }
                list += short(tag)
                list += short(type)
                list += long(type == 5 ? values.count / 2 : values.count)
                if content.count <= 4 {
                    list += content + Array(repeating: 0, count: 4 - content.count)
                } else {
                    list += long(restPlace + rest.count)
                    rest += content + (content.count % 2 == 0 ? [] : [0])
                }
            }
            bytes.replaceSubrange(link..<link + 4, with: long(place))
            link = place + list.count
            bytes += list + long(0) + rest
        }
        return bytes
    }

    private func pieces(of page: Page) -> [[UInt8]] {
        if let tile = page.tile {
            return stride(from: 0, to: page.height, by: tile).flatMap { top in
                stride(from: 0, to: page.width, by: tile).map { Self.tile(of: page, size: tile, top: top, left: $0) }
            }
        }
        return stride(from: 0, to: page.rows.count, by: page.rowsInStrip).map { start in
            let rows = page.rows[start..<min(start + page.rowsInStrip, page.rows.count)]
            return page.isPacked ? rows.flatMap(Self.packed) : rows.flatMap { $0 }
        }
    }

    private static func tile(of page: Page, size: Int, top: Int, left: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        for y in top..<top + size {
            let row = y < page.rows.count ? page.rows[y].dropFirst(left * page.samples).prefix(size * page.samples) : []
            bytes += row
            bytes += [UInt8](repeating: 0, count: size * page.samples - row.count)
        }
        return bytes
    }

    private static func packed(_ row: [UInt8]) -> [UInt8] {
        stride(from: 0, to: row.count, by: 128).flatMap { start -> [UInt8] in
            let run = row[start..<min(start + 128, row.count)]
            return [UInt8(run.count - 1)] + run
        }
    }
}

/// A bitmap that is not compressed.
struct BitmapSample {
    var bits: Int
    var rows: [[UInt8]]
    /// Blue, green, red and nothing, each.
    var palette: [[UInt8]] = []
    var isTopDown = false

    static var colour: BitmapSample { BitmapSample(bits: 24, rows: blueFirst(filler: [])) }
    static var wide: BitmapSample { BitmapSample(bits: 32, rows: blueFirst(filler: [0]), isTopDown: true) }
    static var grey: BitmapSample {
        BitmapSample(bits: 8, rows: Samples.rows(components: 1), palette: (0...255).map { [$0, $0, $0, 0] })
    }
    static var bilevel: BitmapSample {
        BitmapSample(bits: 1, rows: Samples.bits, palette: [[0, 0, 0, 0], [255, 255, 255, 0]])
    }

    private static func blueFirst(filler: [UInt8]) -> [[UInt8]] {
        Samples.rows(components: 3).map { row in
            var turned: [UInt8] = []
            for start in stride(from: 0, to: row.count, by: 3) { turned += row[start..<start + 3].reversed() + filler }
            return turned
        }
    }

    var bytes: [UInt8] {
        func short(_ value: Int) -> [UInt8] { [UInt8(value & 255), UInt8(value >> 8 & 255)] }
        func long(_ value: Int) -> [UInt8] { short(value & 0xFFFF) + short(value >> 16 & 0xFFFF) }
        let stride = (Samples.width * bits + 31) / 32 * 4
        var data: [UInt8] = []
        for row in isTopDown ? rows : rows.reversed() { data += row + [UInt8](repeating: 0, count: stride - row.count) }
        let start = 54 + 4 * palette.count
        let height = isTopDown ? -Samples.height : Samples.height
        var bytes: [UInt8] = [0x42, 0x4D]
        for value in [start + data.count, 0, start, 40, Samples.width, height] { bytes += long(value) }
        bytes += short(1)
        bytes += short(bits)
        // 7874 dots a metre: 200 an inch.
        for value in [0, data.count, 7874, 7874, palette.count, 0] { bytes += long(value) }
        for colour in palette { bytes += colour }
        return bytes + data
    }
}
