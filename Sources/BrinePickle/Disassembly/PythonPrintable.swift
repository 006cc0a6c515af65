extension Unicode.Scalar {
  /// Whether `repr` of Python 3.11 shows this character as it is: by the Unicode 14 that it knows.
  package var isPrintableInPython: Bool {
    switch value {
    case 0x20...0x7E, 0xA1...0xAC, 0xAE...0x377, 0x400...0x52F, 0x4E00...0x9FFF, 0xAC00...0xD7A3: return true
    case 0...0xFF: return false
    default: break
    }
    switch properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator,
      .spaceSeparator:
      return false
    default:
      guard let age = properties.age else { return false }
      return age.major <= 14
    }
  }
}
