import BigInt
import BrineCore

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What a type becomes, besides what its `encode(to:)` makes of it.
enum TypeKind {
  /// Nothing more.
  case ordinary
  /// A type with a Python counterpart, or an array or dictionary of plain values: `encode(to:)` is not asked.
  case direct
  /// A set rather than a list.
  case set
  /// A dict whose keys are data, not names of fields.
  case dictionary(hasIntKeys: Bool)
  /// An instance of a Python class.
  case instance(PickleName)

  init(_ type: any Any.Type, _ strategy: PickleEncoder.ObjectStrategy) {
    if case .instances(let name) = strategy, let name = name(type) {
      self = .instance(name)
    } else if Self.directTypes.contains(ObjectIdentifier(type)) {
      self = .direct
    } else if type is any AnySet.Type {
      self = .set
    } else if let dictionary = type as? any AnyDictionary.Type {
      self = .dictionary(hasIntKeys: dictionary.hasIntKeys)
    } else {
      self = .ordinary
    }
  }

  private static let directTypes: Set<ObjectIdentifier> = Set(
    [
      Int.self, String.self, Double.self, BigInt.self, Data.self, Date.self, UUID.self, Decimal.self,
      Duration.self, URL.self, PickleComplex.self, PickleBuffer.self, NDArray.self, Range<Int>.self,
      ClosedRange<Int>.self,
      [Int].self, [Double].self, [String].self, [Bool].self, [String: Int].self, [String: Double].self,
      [String: String].self,
    ].map { (type: any Any.Type) in ObjectIdentifier(type) })
}

private protocol AnySet {}
extension Set: AnySet {}

private protocol AnyDictionary {
  static var hasIntKeys: Bool { get }
}
extension Dictionary: AnyDictionary {
  static var hasIntKeys: Bool { Key.self == Int.self }
}

// MARK: Types with a Python counterpart

extension EncodingState {
  /// The word of a value of a direct type; `nil` when it can't be had.
  @inline(never)
  func direct(_ value: Any, depth: Int) throws -> Word {
    switch value {
    case let value as Int: return now.pointee.builder.int(value)
    case let value as String: return now.pointee.builder.string(value)
    case let value as Double: return now.pointee.builder.double(value)
    case let value as [Int]: return list(value) { now.pointee.builder.int($0) }
    case let value as [Double]: return list(value) { now.pointee.builder.double($0) }
    case let value as [String]: return list(value) { now.pointee.builder.string($0) }
    case let value as [Bool]: return list(value) { .bool($0) }
    case let value as [String: Int]: return dict(value) { now.pointee.builder.int($0) }
    case let value as [String: Double]: return dict(value) { now.pointee.builder.double($0) }
    case let value as [String: String]: return dict(value) { now.pointee.builder.string($0) }
    default: return try counterpart(value, depth: depth)
    }
  }

  private func list<T>(_ values: [T], _ word: (T) -> Word) -> Word {
    let words = values.map(word)
    return now.pointee.builder.list(words)
  }

  private func dict<T>(_ values: [String: T], _ word: (T) -> Word) -> Word {
    let dict = now.pointee.builder.container(.dict)
    for (key, value) in values {
      let key = now.pointee.builder.string(key)
      let value = word(value)
      now.pointee.builder.set(key, value, in: dict)
    }
    return dict
  }

  private func counterpart(_ value: Any, depth: Int) throws -> Word {
    switch value {
    case let value as BigInt: return now.pointee.builder.integer(value)
    case let value as Data: return value.withUnsafeBytes { now.pointee.builder.bytes($0) }
    case let value as UUID: return now.pointee.builder.uuid(value)
    case let value as URL: return now.pointee.builder.string(value.absoluteString)
    case let value as PickleComplex: return now.pointee.builder.complex(value.real, value.imaginary)
    case let value as NDArray: return try now.pointee.builder.array(value, &now.pointee.arrays)
    case let value as PickleBuffer: return now.pointee.builder.buffer(value)
    case let value as Range<Int>: return now.pointee.builder.range(value.lowerBound, value.upperBound)
    case let value as ClosedRange<Int>:
      guard value.upperBound < .max else { throw failure(value, "the range ends too far out", depth: depth) }
      return now.pointee.builder.range(value.lowerBound, value.upperBound + 1)
    case let value as Decimal: return now.pointee.builder.decimal(value.description)
    case let value as Date: return try date(value, depth: depth)
    case let value as Duration:
      guard let word = now.pointee.builder.duration(value) else {
        throw failure(value, "a timedelta can't be that long", depth: depth)
      }
      return word
    default: throw failure(value, "\(type(of: value)) has no Python counterpart", depth: depth)
    }
  }

  private func date(_ value: Date, depth: Int) throws -> Word {
    if now.pointee.utc == .absent { now.pointee.utc = now.pointee.builder.utc() }
    let utc = now.pointee.utc
    guard let word = now.pointee.builder.instant(value, utc: utc) else {
      // Foundation can't describe a date that is not a number.
      throw failure(
        value.timeIntervalSince1970, "a datetime must be in the years 1 to 9999", depth: depth)
    }
    return word
  }
}
