import MediaServer

// The module has a type of its own name, and the domain has types of the same names; so these stand apart.
typealias MediaServer_News = MediaNews
typealias MediaServer_Line = LineReport
