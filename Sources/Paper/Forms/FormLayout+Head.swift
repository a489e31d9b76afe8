extension FormLayout {
    /// Quốc hiệu and Tiêu ngữ, as NĐ 30/2020/NĐ-CP, Phụ lục I, writes them.
    private static let motto = (
        nation: "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", words: "Độc lập - Tự do - Hạnh phúc"
    )
    /// A barcode's height and the width of its modules, in points: wider is no easier to scan, narrower is not printed
    /// cleanly by a desk's printer.
    private static let barcodeHeight = 9 * Sheet.millimetre
    private static let widestModule = 0.33 * Sheet.millimetre

    func head() throws(FormError) -> [Strip] {
        let head = template.head
        let left = width * (head.hasMotto ? 0.44 : 0.6)
        var beneath = try barcode(left - 6)
        if let text = head.left, !text.isBlank(values) {
            let block = try line(text.filled(values), style(size - 0.5, isBold: true, mostLines: 3), left - 6)
            beneath += (beneath.isEmpty ? [] : [.space(1.5)]) + Strip.rows([(block, 0)])
        }
        var date: [Strip] = []
        if let text = head.right, !text.isBlank(values) {
            let style = style(
                head.hasMotto ? size : size - 0.5, isItalic: true, align: head.hasMotto ? .centre : .right, mostLines: 4
            )
            date = Strip.rows([(try block(text.filled(values), style, width - left), 0)])
        }
        // The date stands below the motto, or beside the unit where there is none.
        guard head.hasMotto else { return [.beside(try unit(left - 6) + [.space(3)] + beneath, date, at: left)] }
        return [
            .beside(try unit(left - 6), try motto(width - left), at: left), .space(5), .beside(beneath, date, at: left),
        ]
    }

    /// In capitals, as the names of agencies stand at the head of a document.
    private func unit(_ width: Double) throws(FormError) -> [Strip] {
        let align: FormTemplate.Align = template.head.hasMotto ? .centre : .left
        var strips: [Strip] = []
        for text in template.head.agency where !text.isBlank(values) {
            strips += Strip.rows([
                (try block(text.filled(values).uppercased(), style(size - 1, align: align, mostLines: 3), width), 0)
            ])
        }
        for text in template.head.office where !text.isBlank(values) {
            strips += Strip.rows([
                (
                    try block(
                        text.filled(values).uppercased(), style(size - 1, isBold: true, align: align, mostLines: 3),
                        width), 0
                )
            ])
        }
        if template.head.hasMotto, !strips.isEmpty {
            strips.append(Strip(height: 4, marks: [.rule(x: width / 3, y: 2.5, width: width / 3, thickness: 0.6)]))
        }
        return strips
    }

    private func motto(_ width: Double) throws(FormError) -> [Strip] {
        let nation = try line(Self.motto.nation, style(size - 1, isBold: true, align: .centre), width)
        let words = try line(Self.motto.words, style(size, isBold: true, align: .centre), width)
        let drawn = words.lines.first?.width ?? 0
        return Strip.rows([(nation, 0)]) + [.space(1)] + Strip.rows([(words, 0)])
            + [Strip(height: 4, marks: [.rule(x: (width - drawn) / 2, y: 2.5, width: drawn, thickness: 0.6)])]
    }

    /// At the left margin, which is its quiet zone at that side; nothing when there is nothing to show.
    private func barcode(_ width: Double) throws(FormError) -> [Strip] {
        guard let text = template.head.barcode, !text.isBlank(values) else { return [] }
        let symbol = try FormError.whileEncoding { () throws(CodeError) in try CodeSymbol.barcode(text.filled(values)) }
        let modules = Double(symbol.width + CodeSymbol.barcodeQuietZone)
        let module = min(Self.widestModule, width / modules)
        let height = Self.barcodeHeight
        return [Strip(height: height, marks: [.code(symbol, x: 0, y: 0, module: module, rowHeight: height)])]
    }
}
