import BrineCore

/// What an enumeration's numbers are called, and other facts.
extension Datatype {
  /// The names of an enumeration by their numbers; of several with one number the first. Empty for other types, and
  /// arrays and sequences of enumerations have those of their elements.
  public var enumNames: [Int64: String] {
    switch kind {
    case .array(let base, _), .sequence(let base): return base.enumNames
    case .enumeration(let base, let members):
      var names: [Int64: String] = [:]
      for member in members {
        if let value = base.integerValue(member.value), names[value] == nil { names[value] = member.name }
      }
      return names
    default: return [:]
    }
  }

  /// The names and numbers of an enumeration in the file's order; empty for other types.
  public var enumMembers: [(name: String, value: Int64)] {
    guard case .enumeration(let base, let members) = kind else { return [] }
    return members.map { ($0.name, base.integerValue($0.value) ?? 0) }
  }

  /// The same with the numbers as text, which also has unsigned ones beyond `Int64`.
  var enumNumbers: [(name: String, number: String)] {
    guard case .enumeration(let base, _) = kind, case .integer(let integer) = base.kind else { return [] }
    return enumMembers.map { ($0.name, integer.isSigned ? "\($0.value)" : "\(UInt64(bitPattern: $0.value))") }
  }

  /// The number that an integer's bytes are; unsigned ones beyond `Int64` become negative. `nil` when this is no
  /// integer of these bytes.
  func integerValue(_ bytes: [UInt8]) -> Int64? {
    guard case .integer(let integer) = kind, size <= 16, bytes.count == size else { return nil }
    let conversion = IntegerConversion(type: integer, size: size, targetSize: 8)
    return bytes.withUnsafeBytes { $0.baseAddress.map { Int64(bitPattern: conversion.value($0)) } }
  }
}
