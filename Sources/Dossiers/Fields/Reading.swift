/// How strictly a record's members are read.
package enum Reading: Sendable {
    /// As a person gives them at a desk: unknown members are refused with the nearest right name, since they are typing errors;
    /// dates, identities and addresses may be given as plain text.
    case desk
    /// As they travel: unknown members are ignored (protocol.md, section 1), shapes are those of section 6.
    case wire
}
