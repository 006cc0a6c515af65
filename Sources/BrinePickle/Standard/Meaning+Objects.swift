import BrineCore
import Synchronization

/// What objects mean: plain values that were written as calls, known classes, instances, calls.
extension PickleGraph {
  func objectMeaning(_ word: Word) -> Meaning {
    let record = objects[word.objectIndex]
    if word.construction == .reduce || word.construction == .newObj,
      let value = plainValue(record, known(record.callable), isNew: word.construction == .newObj)
    {
      return value
    }
    if let array = array(word), array.isPlain { return .ndarray(array) }
    if let scalar = arrayScalar(word), scalar.isPlain { return .scalar(scalar) }
    if let name = attributeName(word) { return .global(name) }
    let instance = instance(word, record)
    if !instance.isCall, let uuid = uuid(instance) { return .uuid(uuid) }
    return .instance(instance)
  }

  /// The value that a call of a known builtin makes, when its arguments are what that takes.
  private func plainValue(_ record: ObjectRecord, _ known: KnownGlobal, isNew: Bool) -> Meaning? {
    guard known != .unknown, record.state == .absent else { return nil }
    let arguments = items(record.arguments)
    if known == .set, record.arguments.isTuple { return set(record, arguments, isFrozen: false) }
    guard record.items == .absent, !isNew else { return nil }
    switch known {
    case .frozenset: return set(record, arguments, isFrozen: true)
    case .bytes, .encode: return bytes(known, arguments).map { .bytes($0) }
    case .bytearray: return bytearray(arguments)
    case .complex: return complex(arguments)
    case .date: return bytesArgument(arguments).flatMap(PickleDate.init).map { .date($0) }
    case .time: return time(arguments)
    case .datetime: return datetime(arguments)
    case .timedelta: return timedelta(arguments)
    case .decimal: return decimal(arguments)
    case .array, .arrayReconstructor: return array(known, arguments)
    default: return nil
    }
  }

  private func set(_ record: ObjectRecord, _ arguments: UnsafeBufferPointer<Word>, isFrozen: Bool) -> Meaning?
  {
    guard arguments.count == 1, record.items == .absent, arguments[0].has(.list) || arguments[0].isTuple
    else {
      guard arguments.isEmpty, !record.items.has(.dict), !record.items.has(.parts) else { return nil }
      let items = record.items == .absent ? Word.emptyTuple : record.items
      return isFrozen ? frozenset(items) : .set(items)
    }
    return isFrozen ? frozenset(arguments[0]) : .set(arguments[0])
  }

  private func bytes(_ known: KnownGlobal, _ arguments: UnsafeBufferPointer<Word>) -> Meaning.Bytes? {
    if known == .bytes, arguments.isEmpty { return .empty }
    if known == .bytes, arguments.count == 1, arguments[0].has(.bytes) { return .word(arguments[0]) }
    guard arguments.count == 2, arguments[0].has(.string), isLatin1(arguments[0], arguments[1]) else {
      return nil
    }
    return .latin1(arguments[0])
  }

  /// Whether a string can be encoded in the codec that a string word names, and that is Latin-1.
  private func isLatin1(_ text: Word, _ codec: Word) -> Bool {
    guard codec.has(.string), ["latin1", "latin-1", "iso-8859-1"].contains(lossyString(codec).lowercased())
    else {
      return false
    }
    guard leafSize(text) > 256 else { return hasLatin1(text) }
    if let known = latin1Texts.withLock({ $0[text] }) { return known }
    let result = hasLatin1(text)
    latin1Texts.withLock { $0[text] = result }
    return result
  }

  /// Whether all characters are in Latin-1: their UTF-8 begins with no byte above C3.
  private func hasLatin1(_ text: Word) -> Bool {
    withText(text) { bytes in bytes.allSatisfy { $0 < 0xC4 } }
  }

  /// `bytes` or a string in place of bytes, as the argument of a constructor.
  private func bytesValue(_ word: Word) -> Meaning.Bytes? {
    switch word.tag {
    case .bytes: return .word(word)
    case .object:
      let record = objects[word.objectIndex]
      guard word.construction == .reduce, record.state == .absent, record.items == .absent else { return nil }
      let known = known(record.callable)
      return known == .bytes || known == .encode ? bytes(known, items(record.arguments)) : nil
    default: return nil
    }
  }

  private func bytearray(_ arguments: UnsafeBufferPointer<Word>) -> Meaning? {
    switch arguments.count {
    case 0: return .bytearray(.empty)
    case 1: return bytesValue(arguments[0]).map { .bytearray($0) }
    case 2 where arguments[0].has(.string) && isLatin1(arguments[0], arguments[1]):
      return .bytearray(.latin1(arguments[0]))
    default: return nil
    }
  }

  private func complex(_ arguments: UnsafeBufferPointer<Word>) -> Meaning? {
    guard arguments.count == 2, let real = double(arguments[0]), let imaginary = double(arguments[1]) else {
      return nil
    }
    return .complex(real, imaginary)
  }

  // MARK: Dates and numbers

  /// The first argument of a date: bytes, or the string that Python 2 wrote.
  func bytesArgument(_ arguments: UnsafeBufferPointer<Word>) -> [UInt8]? {
    guard let first = arguments.first, arguments.count <= 2, leafSize(first) <= 64 else { return nil }
    if let bytes = bytesValue(first) { return content(bytes) }
    guard first.has(.string) else { return nil }
    return latin1(first)
  }

  private func time(_ arguments: UnsafeBufferPointer<Word>) -> Meaning? {
    guard let bytes = bytesArgument(arguments), let time = PickleTime(bytes[...]), isTimeZone(arguments)
    else {
      return nil
    }
    return .time(time, tz: timeZone(arguments))
  }

  private func timeZone(_ arguments: UnsafeBufferPointer<Word>) -> Word? {
    arguments.count == 2 && arguments[1] != .none ? arguments[1] : nil
  }

  /// Whether the second argument, where there is one, may be a time zone. Another date is not:
  /// a chain of them would be walked anew for each reference to its end.
  private func isTimeZone(_ arguments: UnsafeBufferPointer<Word>) -> Bool {
    guard let zone = timeZone(arguments) else { return true }
    guard zone.has(.object) else { return zone.has(.global) || zone.has(.special) }
    let known = known(objects[zone.objectIndex].callable)
    return known != .datetime && known != .time
  }

  private func datetime(_ arguments: UnsafeBufferPointer<Word>) -> Meaning? {
    guard let bytes = bytesArgument(arguments), bytes.count == 10 else { return nil }
    var dateBytes = Array(bytes[..<4])
    let isFolded = dateBytes[2] & 0x80 != 0
    dateBytes[2] &= 0x7F
    guard let date = PickleDate(dateBytes), var time = PickleTime(bytes[4...]), !time.isFolded,
      isTimeZone(arguments)
    else { return nil }
    time.isFolded = isFolded
    return .datetime(date, time, tz: timeZone(arguments))
  }

  private func timedelta(_ arguments: UnsafeBufferPointer<Word>) -> Meaning? {
    guard arguments.count == 3, let days = int(arguments[0]), let seconds = int(arguments[1]),
      let microseconds = int(arguments[2]),
      let delta = PickleTimeDelta(days: days, seconds: seconds, microseconds: microseconds)
    else { return nil }
    return .timedelta(delta)
  }

  private func decimal(_ arguments: UnsafeBufferPointer<Word>) -> Meaning? {
    guard arguments.count == 1, arguments[0].has(.string), leafSize(arguments[0]) <= 10_000,
      let text = string(arguments[0]),
      PickleDecimal.isValid(text)
    else { return nil }
    return .decimal(text)
  }

  private func array(_ known: KnownGlobal, _ arguments: UnsafeBufferPointer<Word>) -> Meaning? {
    if known == .array {
      guard arguments.count == 2, let code = typecode(arguments[0]), arguments[1].has(.list) else {
        return nil
      }
      return .array(PackedArray(typecode: code, content: .items(arguments[1])))
    }
    guard arguments.count == 4, self.known(arguments[0]) == .array, let code = typecode(arguments[1]),
      let format = int(arguments[2]).flatMap(PackedArray.Format.init), let bytes = bytesValue(arguments[3]),
      count(bytes) % format.size == 0
    else { return nil }
    return .array(PackedArray(typecode: code, content: .packed(format, bytes)))
  }

  private func typecode(_ word: Word) -> String? {
    guard word.has(.string), let text = string(word), text.utf8.count == 1 else { return nil }
    return text
  }
}
