import BrineCore

/// Reading the parts of by-value descriptions. Each answer costs little, however large the parts are.
extension PickleGraph {
  /// A string, cut off after so many bytes.
  func clippedText(_ word: Word, limit: Int = 200) -> String {
    withText(word) { utf8 in
      var end = min(utf8.count, limit)
      // Not in the middle of a character.
      while end > 0, end < utf8.count, utf8[end] & 0xC0 == 0x80 { end -= 1 }
      let text = String(decoding: UnsafeRawBufferPointer(rebasing: utf8[..<end]), as: UTF8.self)
      return end < utf8.count ? text + "…" : text
    }
  }

  /// Strings of a tuple or list. One string that stands there often is read once, so that few bytes can't make much text.
  func texts(_ words: some Sequence<Word>, clip: Int = .max) -> [String] {
    var known: [Word: String] = [:]
    return words.map { word in
      if let text = known[word] { return text }
      let text = word.has(.string) ? clippedText(word, limit: clip) : "?"
      known[word] = text
      return text
    }
  }

  /// How many bytes a bytes value has, or a string that old versions of dill wrote for one.
  func byteCount(_ word: Word) -> Int? {
    if word.has(.string) { return leafSize(word) }
    if word.has(.bytes) { return count(.word(word)) }
    if case .bytes(let bytes) = meaning(word) { return ByValueIndex.of(self).size(of: word) { count(bytes) } }
    return isEmptyBytes(word) ? 0 : nil
  }

  /// Whether this is `_load_type("bytes")()`, which dill writes for empty bytes in protocols 0 to 2.
  private func isEmptyBytes(_ word: Word) -> Bool {
    guard word.has(.object), objects[word.objectIndex].arguments == .emptyTuple else { return false }
    return typeReference(objects[word.objectIndex].callable) == PickleName(module: "builtins", name: "bytes")
  }

  /// The content of a bytes value, or of a string that stands for one.
  func byteContent(_ word: Word) -> [UInt8] {
    if word.has(.string) { return text(word) }
    guard case .bytes(let bytes) = meaning(word) else { return [] }
    return content(bytes)
  }

  /// A count that is written as an integer and can't be negative.
  func natural(_ word: Word) -> Int? {
    guard let int = int(word), int >= 0 else { return nil }
    return int
  }

  /// The value of a string key in a dict of a few entries; `nil` for larger ones, which are no state of a function.
  func slot(_ dict: Word?, _ key: String) -> Word? {
    guard let dict, dict.has(.dict), rawEntries(dict).count <= 64 else { return nil }
    return value(of: dict, key: key)
  }

  /// The name of a module among its globals. dill and Python set it before all others.
  func moduleName(ofGlobals dict: Word) -> Word? {
    guard dict.has(.dict) else { return nil }
    let entries = rawEntries(dict)
    return (0..<min(entries.count, 64)).first { shortText(entries.key($0)) == "__name__" }.map {
      entries.value($0)
    }
  }

  /// The entries of a dict whose keys are strings, by name. At most `limit` of them are looked at, and so much of each name.
  func named(_ dict: Word?, limit: Int = .max, clip: Int = .max) -> [String: Word] {
    guard let dict, dict.has(.dict) else { return [:] }
    let entries = rawEntries(dict)
    let (count, keys) = (min(entries.count, limit), entries)
    let names = texts((0..<count).lazy.map { keys.key($0) }, clip: clip)
    return Dictionary(zip(names, (0..<count).lazy.map { keys.value($0) })) { $1 }
  }

  /// The entries of a dict with their names, in order, each name once.
  func namedEntries(_ dict: Word?) -> [(name: String, value: PickleValue)] {
    guard let dict, dict.has(.dict) else { return [] }
    let entries = entries(dict)
    let names = texts((0..<entries.count).lazy.map { entries.key($0) })
    return names.enumerated().map { ($1, PickleValue(self, entries.value($0))) }
  }

  /// What each BUILD gave to an object, and what each call of `setter` was to set.
  func states(of record: ObjectRecord, setter: ByValueMaker? = nil) -> [Word] {
    states(record.state).compactMap { state in
      guard effectCall(state) == nil else { return nil }
      guard let call = setterCall(state) else { return setter == nil ? state : nil }
      return setter != nil && byValueMaker(call.function) == setter ? call.state : nil
    }
  }

  /// The two dicts of a state `(attributes, slots)`; each `nil` where it is none.
  func statePair(_ state: Word?) -> (attributes: Word?, slots: Word?) {
    guard let state else { return (nil, nil) }
    if state.has(.dict) { return (state, nil) }
    guard state.has(.tuple), items(state).count == 2 else { return (nil, nil) }
    let pair = items(state)
    return (pair[0].has(.dict) ? pair[0] : nil, pair[1].has(.dict) ? pair[1] : nil)
  }
}
