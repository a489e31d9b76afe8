import CScans

/// Writes a PDF (ISO 32000-1) whose pages are one JPEG each. Nothing in it is of the moment or the machine: the same pages are the
/// same bytes. A page is on disk before the next one begins, so that memory does not grow with the paper.
struct PDFWriter {
    private let file: ScratchFile
    /// Bytes so far.
    private(set) var size: Int64 = 0
    /// Where each object begins, by its number less one. The first two, the catalogue and the list of pages, come last.
    private var places: [Int64] = [0, 0]
    private var pages: [Int] = []

    init(_ file: ScratchFile) throws(ScanFault) {
        self.file = file
        try write("%PDF-1.4\n%âãÏÓ\n")
    }

    /// Adds a page. `rows` is called for each row of it, from the top.
    mutating func add(
        _ page: ScanPage, quality: Int, rows: (UnsafeMutableBufferPointer<UInt8>) throws(ScanFault) -> Void
    ) throws(ScanFault) {
        let (width, height) = page.size
        let placing = page.placing.map(Self.number).joined(separator: " ")
        let drawing = "q \(placing) cm /I Do Q\n"
        let content = try begin("<< /Length \(drawing.utf8.count) >>\nstream\n\(drawing)endstream")
        let length = places.count + 2
        let image = try begin(
            """
            << /Type /XObject /Subtype /Image /Width \(page.width) /Height \(page.height) \
            /ColorSpace /Device\(page.components == 1 ? "Gray" : "RGB") /BitsPerComponent 8 /Filter /DCTDecode \
            /Length \(length) 0 R >>
            stream

            """, isOpen: true)
        let bytes = try draw(page, quality, rows)
        size += bytes
        try write("\nendstream\nendobj\n")
        _ = try begin("\(bytes)")
        pages.append(
            try begin(
                """
                << /Type /Page /Parent 2 0 R /MediaBox [0 0 \(Self.number(width)) \(Self.number(height))] \
                /Resources << /XObject << /I \(image) 0 R >> >> /Contents \(content) 0 R >>
                """))
    }

    private func draw(
        _ page: ScanPage, _ quality: Int, _ rows: (UnsafeMutableBufferPointer<UInt8>) throws(ScanFault) -> Void
    ) throws(ScanFault) -> Int64 {
        let row = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: page.width * page.components)
        row.initialize(repeating: 0)
        defer { row.deallocate() }
        var raw = page.raw
        guard let jpeg = cscans_jpeg_start(file.descriptor, &raw, Int32(quality)) else { throw .unwritable }
        for _ in 0..<page.height {
            do {
                try rows(row)
            } catch {
                cscans_jpeg_cancel(jpeg)
                throw error
            }
            guard cscans_jpeg_row(jpeg, row.baseAddress) else {
                cscans_jpeg_cancel(jpeg)
                throw .unwritable
            }
        }
        let bytes = cscans_jpeg_finish(jpeg)
        guard bytes > 0 else { throw .unwritable }
        return bytes
    }

    /// The lists at the end.
    mutating func finish() throws(ScanFault) {
        places[0] = size
        try write("1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n")
        places[1] = size
        let kids = pages.map { "\($0) 0 R" }.joined(separator: " ")
        try write("2 0 obj\n<< /Type /Pages /Count \(pages.count) /Kids [\(kids)] >>\nendobj\n")
        let table = size
        var list = "xref\n0 \(places.count + 1)\n0000000000 65535 f \n"
        for place in places {
            let digits = String(place)
            list += String(repeating: "0", count: max(0, 10 - digits.count)) + digits + " 00000 n \n"
        }
        try write(list + "trailer\n<< /Size \(places.count + 1) /Root 1 0 R >>\nstartxref\n\(table)\n%%EOF\n")
    }

    /// Begins the next object and answers its number.
    private mutating func begin(_ body: String, isOpen: Bool = false) throws(ScanFault) -> Int {
        places.append(size)
        let number = places.count
        try write("\(number) 0 obj\n\(body)" + (isOpen ? "" : "\nendobj\n"))
        return number
    }

    private mutating func write(_ text: String) throws(ScanFault) { size += try file.write(text) }

    /// With three decimals: 0.0005 mm.
    private static func number(_ value: Double) -> String {
        let thousandths = Int64((value * 1000).rounded())
        let rest = String(thousandths.magnitude % 1000)
        let sign = thousandths < 0 ? "-" : ""
        return "\(sign)\(thousandths.magnitude / 1000)." + String(repeating: "0", count: 3 - rest.count) + rest
    }
}
