import Testing

/// The built programs as people and other programs use them. One after the other: each test runs several processes, and
/// two of them at once would only take the machine's cores from each other.
@Suite(.serialized)
struct Product {}
