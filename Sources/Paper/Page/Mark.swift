/// Something drawn, its place counted from the left top corner of its strip, in points.
enum Mark {
    case text(TextBlock, line: Int, x: Double, baseline: Double)
    case rule(x: Double, y: Double, width: Double, thickness: Double)
    case upright(x: Double, y: Double, height: Double, thickness: Double)
    /// A dotted line to write on.
    case dots(x: Double, y: Double, width: Double)
    case frame(x: Double, y: Double, width: Double, height: Double)
    /// A filled rectangle; `grey` is 0 for black and 1 for white.
    case bar(x: Double, y: Double, width: Double, height: Double, grey: Double)
    /// A barcode or QR code with modules of `module` points, each of its rows `rowHeight` points high.
    case code(CodeSymbol, x: Double, y: Double, module: Double, rowHeight: Double)

    func moved(down distance: Double) -> Mark { moved(right: 0, down: distance) }

    func moved(right across: Double, down: Double) -> Mark {
        switch self {
        case .text(let block, let line, let x, let baseline):
            .text(block, line: line, x: x + across, baseline: baseline + down)
        case .rule(let x, let y, let width, let thickness):
            .rule(x: x + across, y: y + down, width: width, thickness: thickness)
        case .upright(let x, let y, let height, let thickness):
            .upright(x: x + across, y: y + down, height: height, thickness: thickness)
        case .dots(let x, let y, let width): .dots(x: x + across, y: y + down, width: width)
        case .frame(let x, let y, let width, let height):
            .frame(x: x + across, y: y + down, width: width, height: height)
        case .bar(let x, let y, let width, let height, let grey):
            .bar(x: x + across, y: y + down, width: width, height: height, grey: grey)
        case .code(let symbol, let x, let y, let module, let rowHeight):
            .code(symbol, x: x + across, y: y + down, module: module, rowHeight: rowHeight)
        }
    }
}
