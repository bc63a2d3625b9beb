extension Tariffs {
    /// The file that is built into the program, `shipped-tariffs.csv`.
    public static var shippedFile: [UInt8] { PackageResources.shipped_tariffs_csv }

    /// What the shipped file says. A test reads it; a fault here would be ours.
    public static func shipped() throws(FileFault) -> Tariffs { try TariffFile.read(shippedFile) }
}
