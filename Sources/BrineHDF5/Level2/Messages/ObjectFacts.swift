import BrineCore

/// The small messages about an object as a whole.
///
/// Source: HDF5 File Format Specification 3.0, sections IV.A.2.n, o, s and w.
enum ObjectFacts {
  /// What somebody remarked about the object.
  static func comment(_ reader: MetadataReader) throws(HDF5Error) -> HDF5Name {
    var reader = reader
    return try reader.text(reader.remaining)
  }

  /// How many hard links lead to the object.
  static func referenceCount(_ reader: MetadataReader) throws(HDF5Error) -> Int {
    var reader = reader
    let version = try reader.uint8()
    guard version == 0 else {
      throw reader.error(.unsupportedVersion, "object reference count version \(version)")
    }
    return Int(try reader.uint32())
  }

  /// When the object was changed, in seconds since 1970.
  static func modificationTime(_ reader: MetadataReader) throws(HDF5Error) -> Int {
    var reader = reader
    let version = try reader.uint8()
    guard version == 1 else {
      throw reader.error(.unsupportedVersion, "object modification time version \(version)")
    }
    try reader.skip(3)
    return Int(try reader.uint32())
  }

  /// The same as it was written before HDF5 1.6: fourteen digits, from the year to the second, UTC.
  static func oldModificationTime(_ reader: MetadataReader) throws(HDF5Error) -> Int {
    var reader = reader
    var fields: [Int] = []
    for width in [4, 2, 2, 2, 2, 2] {
      var value = 0
      for digit in try reader.bytes(width) {
        guard 0x30...0x39 ~= digit else { throw reader.error(.badStructure, "a time that is no number") }
        value = value * 10 + Int(digit - 0x30)
      }
      fields.append(value)
    }
    guard 1...12 ~= fields[1], 1...31 ~= fields[2], fields[3] < 24, fields[4] < 60, fields[5] <= 60 else {
      throw reader.error(.badStructure, "a time that can't be")
    }
    return days(year: fields[0], month: fields[1], day: fields[2]) * 86_400
      + fields[3] * 3600 + fields[4] * 60 + fields[5]
  }

  /// Days since 1 January 1970 in the Gregorian calendar, with years that begin in March.
  private static func days(year: Int, month: Int, day: Int) -> Int {
    let year = month <= 2 ? year - 1 : year
    let era = (year >= 0 ? year : year - 399) / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }
}
