/// How a form looks and what stands where, as its template says. `kiosk-config/forms/README.md` describes the format.
package struct FormTemplate: Sendable, Hashable {
    package let kind: FormKind

    enum Paper: String, CaseIterable {
        case a5 = "A5"
        case a4 = "A4"
    }

    enum Orientation: String, CaseIterable { case portrait, landscape }

    enum Align: String, CaseIterable { case left, centre, right }

    enum Font: String, CaseIterable { case sans, serif }

    /// What stands above the title: the unit at the left, the national motto at the right, and one line below each.
    struct Head: Sendable, Hashable {
        /// The agency above the unit, in plain letters.
        var agency: [FormText] = []
        /// The unit and its desk, bold.
        var office: [FormText] = []
        /// Quốc hiệu and Tiêu ngữ.
        var hasMotto = false
        var barcode: FormText?
        var left: FormText?
        /// Usually the place and the date, in italics.
        var right: FormText?
    }

    struct Field: Sendable, Hashable {
        var label: FormText
        var value: FormText
        var isStrong: Bool
    }

    struct Words: Sendable, Hashable {
        var text: FormText
        var isBold: Bool
        var isItalic: Bool
        var align: Align
        /// Of the whole paragraph, in millimetres.
        var indent: Double
        /// Stays on the page of what follows it.
        var isHeading: Bool
    }

    struct Column: Sendable, Hashable {
        var title: FormText
        var value: FormText
        /// Its part of the table's width, in relation to those of the others.
        var share: Double
        var align: Align
    }

    struct Table: Sendable, Hashable {
        var list: FormList
        var columns: [Column]
        /// How many empty rows an empty list has, to be filled in by hand.
        var blankRows: Int
    }

    struct QR: Sendable, Hashable {
        var value: FormText
        var text: FormText
        /// In millimetres.
        var size: Double
    }

    struct Signature: Sendable, Hashable {
        var role: FormText
        var hint: FormText
        /// Below the place for the signature.
        var name: FormText
    }

    struct Block: Sendable, Hashable {
        enum Content: Sendable, Hashable {
            /// Side by side.
            case fields([Field])
            case words(Words)
            case table(Table)
            case qr(QR)
            /// With the height of the place to sign, in millimetres.
            case signatures([Signature], space: Double)
            /// In millimetres.
            case space(Double)
        }

        var content: Content
        /// Left out when none of its placeholders has a value.
        var isOptional: Bool
    }

    var paper = Paper.a5
    var orientation = Orientation.portrait
    var font = Font.serif
    /// In points; headings are larger, tables a little smaller.
    var textSize = 9.0
    var title: FormText
    /// Below the title, such as the year of a register.
    var subtitle: FormText?
    /// Each is printed once, with these words below the title.
    var copies: [FormText] = []
    var foot: FormText?
    var head = Head()
    var blocks: [Block] = []

    /// In points.
    var sheet: Sheet {
        let (short, long): (Double, Double) = paper == .a5 ? (148, 210) : (210, 297)
        let side = paper == .a5 ? 28.0 : 42.0
        return orientation == .portrait
            ? Sheet(width: short, height: long, side: side, top: 26, foot: 32)
            : Sheet(width: long, height: short, side: side, top: 34, foot: 32)
    }
}
