/// How a clinic settles: what its service codes depend on, and what it has decided where the agreements are silent.
public struct SettlementProfile: Sendable, Hashable, Codable {
    /// Two digits; 80 is general practice, 51 and 62 are physiotherapy.
    public var specialty: String
    /// Six digits, leading zeros kept.
    public var ydernummer: String
    /// An agreement is on file and transport is encrypted.
    public var dataProtectionConfirmed: Bool
    /// A commenced module of a conference counts as one; otherwise only completed modules do.
    public var countsCommencedModules: Bool

    public init(
        specialty: String, ydernummer: String, dataProtectionConfirmed: Bool = false,
        countsCommencedModules: Bool = false
    ) {
        self.specialty = specialty
        self.ydernummer = ydernummer
        self.dataProtectionConfirmed = dataProtectionConfirmed
        self.countsCommencedModules = countsCommencedModules
    }
}
