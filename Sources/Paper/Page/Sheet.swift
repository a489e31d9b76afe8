/// A page's measures in points (1/72 inch).
struct Sheet: Sendable, Hashable {
    let width: Double
    let height: Double
    /// The margin at the left and at the right.
    let side: Double
    let top: Double
    /// Where the page's foot begins.
    let footTop: Double

    /// Between the side margins.
    var bodyWidth: Double { width - 2 * side }
    /// Between the top margin and the foot.
    var bodyHeight: Double { footTop - top - 6 }

    /// - Parameters:
    ///   - width: in millimetres, as is `height`.
    init(width: Double, height: Double, side: Double = 34, top: Double = 30, foot: Double = 36) {
        self.width = width * Self.millimetre
        self.height = height * Self.millimetre
        self.side = side
        self.top = top
        footTop = self.height - foot
    }

    static let millimetre = 72 / 25.4
    /// ISO 216.
    static let a5 = Sheet(width: 148, height: 210)
}
