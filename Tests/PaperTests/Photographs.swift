import Foundation
import Testing

/// JPEGs of 48 by 32 pixels: red and green above, blue and white below.
enum Photographs {
    static let baseline =
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABQODxIPDRQSEBIXFRQYHjIhHhwcHj0sLiQySUBMS0dARkVQWnNiUFVtVkVGZIhlbXd7gYKBTmCNl4"
        + "x9lnN+gXz/2wBDARUXFx4aHjshITt8U0ZTfHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHz/wAARCAAg"
        + "ADADAREAAhEBAxEB/8QAFwABAQEBAAAAAAAAAAAAAAAAAAUHBv/EABQQAQAAAAAAAAAAAAAAAAAAAAD/xAAYAQEAAwEAAAAAAAAAAAAAAAAABQ"
        + "YHBP/EABQRAQAAAAAAAAAAAAAAAAAAAAD/2gAMAwEAAhEDEQA/AJSPXAABeR7JgAEFINZAAXkeyYABxzUFhAAa2p7oAAZIuDnAAa2p7oAAf//Z"
    static let progressive =
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABQODxIPDRQSEBIXFRQYHjIhHhwcHj0sLiQySUBMS0dARkVQWnNiUFVtVkVGZIhlbXd7gYKBTmCNl4"
        + "x9lnN+gXz/2wBDARUXFx4aHjshITt8U0ZTfHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHz/wgARCAAg"
        + "ADADASIAAhEBAxEB/8QAFwABAQEBAAAAAAAAAAAAAAAAAAQGBf/EABgBAAMBAQAAAAAAAAAAAAAAAAIEBQMG/9oADAMBAAIQAxAAAAGQL2F8F+"
        + "ckM5HHHUUWtyWtTIEy/8QAFBABAAAAAAAAAAAAAAAAAAAAQP/aAAgBAQABBQJH/8QAGREAAQUAAAAAAAAAAAAAAAAAEAABBUKB/9oACAEDAQE/"
        + "AVJV0sP/xAAYEQACAwAAAAAAAAAAAAAAAAAAEAIEQf/aAAgBAgEBPwEm7WL/xAAUEAEAAAAAAAAAAAAAAAAAAABA/9oACAEBAAY/Akf/xAAUEA"
        + "EAAAAAAAAAAAAAAAAAAABA/9oACAEBAAE/IUf/2gAMAwEAAgADAAAAEPPPQFPP/8QAFxEAAwEAAAAAAAAAAAAAAAAAACCB8P/aAAgBAwEBPxA2"
        + "i//EABcRAAMBAAAAAAAAAAAAAAAAAAAQwUH/2gAIAQIBAT8QMOsX/8QAFBABAAAAAAAAAAAAAAAAAAAAQP/aAAgBAQABPxBH/9k="
    static let grey =
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABQODxIPDRQSEBIXFRQYHjIhHhwcHj0sLiQySUBMS0dARkVQWnNiUFVtVkVGZIhlbXd7gYKBTmCNl4"
        + "x9lnN+gXz/wAALCAAgADABAREA/8QAFwABAQEBAAAAAAAAAAAAAAAAAAcGBf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8A4INoDFg2"
        + "gJ6CvgkAK+D/2Q=="
    static let forPrinting =
        "/9j/7gAOQWRvYmUAZAAAAAAC/9sAQwAUDg8SDw0UEhASFxUUGB4yIR4cHB49LC4kMklATEtHQEZFUFpzYlBVbVZFRmSIZW13e4GCgU5gjZeMfZ"
        + "ZzfoF8/9sAQwEVFxceGh47ISE7fFNGU3x8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8/8AAFAgAIAAw"
        + "BAEiAAIRAQMRAQQiAP/EABcAAQEBAQAAAAAAAAAAAAAAAAAFBwb/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAGAEAAwEBAAAAAAAAAAAAAAAAAw"
        + "UGBAf/xAAeEQEAAAUFAAAAAAAAAAAAAAAAAgMFBsFBQkOBgv/aAA4EAQACEQMRBAAAPwCoAYI52YAhLqE0SdVbbXL5yAADQrQB2ADlyeABkrWm"
        + "SnNL39ZDjAAA4DAH/9k="

    static func bytes(_ base64: String) throws -> [UInt8] { [UInt8](try #require(Data(base64Encoded: base64))) }

    /// The photograph with an EXIF segment that says how the camera was held.
    static func held(_ orientation: UInt8, isLittleEndian: Bool = false) throws -> [UInt8] {
        let jpeg = try bytes(baseline)
        let tiff: [UInt8] =
            isLittleEndian
            ? [0x49, 0x49, 0x2A, 0, 8, 0, 0, 0, 2, 0]
                + [0x0F, 0x01, 2, 0, 4, 0, 0, 0, 0x61, 0x62, 0x63, 0]
                + [0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0] + [0, 0, 0, 0]
            : [0x4D, 0x4D, 0, 0x2A, 0, 0, 0, 8, 0, 2]
                + [0x01, 0x0F, 0, 2, 0, 0, 0, 4, 0x61, 0x62, 0x63, 0]
                + [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0] + [0, 0, 0, 0]
        let exif = Array("Exif\u{0}\u{0}".utf8) + tiff
        return jpeg.prefix(2) + [0xFF, 0xE1, 0, UInt8(exif.count + 2)] + exif + jpeg.dropFirst(2)
    }
}
