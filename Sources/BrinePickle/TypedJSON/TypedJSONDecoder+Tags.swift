import BrineCore
import BrineJSON

/// Objects with a tag.
extension TypedJSONDecoder {
  /// The tags.
  enum Tag: String {
    case list = "$list"
    case tuple = "$tuple"
    case set = "$set"
    case frozenset = "$frozenset"
    case dict = "$dict"
    case bytes = "$bytes"
    case bytearray = "$bytearray"
    case str = "$str"
    case int = "$int"
    case float = "$float"
    case complex = "$complex"
    case date = "$date"
    case time = "$time"
    case datetime = "$datetime"
    case timedelta = "$timedelta"
    case decimal = "$decimal"
    case uuid = "$uuid"
    case global = "$global"
    case object = "$object"
    case call = "$call"
    case persistent = "$persistent"
    case `extension` = "$extension"
    case readOnly = "$readonly"
    case ndarray = "$ndarray"
    case scalar = "$scalar"
    case reference = "$ref"

    /// Whether what it stands for is an object that Python programs tell from others, so that it may have an `$id`.
    var hasIdentity: Bool {
      switch self {
      case .list, .tuple, .set, .frozenset, .dict, .bytearray, .object, .call, .global, .persistent,
        .readOnly, .ndarray:
        true
      default: false
      }
    }

    /// Whether there may be more keys beside it.
    var hasParts: Bool {
      self == .object || self == .call || self == .global || self == .datetime || self == .time
    }
  }

  /// An object with a tag: its nodes, and what is known of it before its content is looked at.
  struct Tagged {
    let node: Int
    let tag: Tag
    let content: Int
    /// The `$id`; 0 is none.
    let id: Int
    /// The node to go on with.
    let after: Int
    /// Whether there are keys beside the tag and the `$id`.
    let hasParts: Bool
  }

  mutating func readTagged(_ node: Int) throws(TypedJSONError) {
    let tagged = try tagged(node)
    next = tagged.after
    switch tagged.tag {
    case .list: try openItems(.list, tagged)
    case .tuple: try openItems(.tuple, tagged)
    case .set: try openItems(.set, tagged)
    case .frozenset: try openItems(.frozenset, tagged)
    case .dict:
      try requireArray(tagged.content, "pairs")
      open(.pairs, builder.container(.dict), of: tagged.content, after: tagged.after, id: tagged.id)
    case .object, .call: try openObject(tagged)
    case .global where tagged.hasParts: try openGlobal(tagged)
    case .persistent, .readOnly: openSpecial(tagged)
    case .ndarray: try readArray(tagged)
    case .datetime, .time: try readMoment(tagged)
    case .reference: values.append(try reference(tagged.content))
    default:
      let word = try leaf(tagged)
      if tagged.id != 0 { ids[tagged.id] = Definition(word: word, isOpen: false) }
      values.append(word)
    }
  }

  private mutating func openItems(_ tag: Word.Tag, _ tagged: Tagged) throws(TypedJSONError) {
    try requireArray(tagged.content, "values")
    openItems(tag, of: tagged.content, after: tagged.after, id: tagged.id)
  }

  func requireArray(_ node: Int, _ content: StaticString) throws(TypedJSONError) {
    guard document[node].kind == .array else {
      throw fail(.wrongShape, "expected an array of \(content)", node)
    }
  }

  // MARK: The tag and the id

  /// The tag is the first key, or the second after `$id`. Tools that sort keys put `$id` second: that is the same.
  private func tagged(_ node: Int) throws(TypedJSONError) -> Tagged {
    var members = document.members(of: node)
    guard let first = members.next() else { throw fail(.wrongShape, "expected a tag", node) }
    let second = members.next()
    let beginsWithID = document.isString(at: first.key, equalTo: "$id")
    guard let member = beginsWithID ? second : first else {
      throw fail(.wrongShape, "expected a tag after the $id", node)
    }
    let tag = try tag(member.key)
    var (identifier, others) = (beginsWithID ? first : nil, document[node].childCount - 1)
    if !beginsWithID, let second, document.isString(at: second.key, equalTo: "$id") { identifier = second }
    if identifier != nil { others -= 1 }
    if others > 0, !tag.hasParts {
      let other = beginsWithID || identifier != nil ? members.next() : second
      throw unexpected(other?.key ?? node, beside: tag)
    }
    var id = 0
    if let identifier { id = try self.id(identifier, tag) }
    return Tagged(
      node: node, tag: tag, content: member.value, id: id, after: document.end(of: node),
      hasParts: others > 0)
  }

  private func tag(_ key: Int) throws(TypedJSONError) -> Tag {
    if let tag = document.string(at: key).flatMap(Tag.init(rawValue:)) { return tag }
    let name = document.excerpt(of: key)
    guard name.hasPrefix("$") else { throw fail(.wrongShape, "expected a tag after the $id", key) }
    throw fail(.unknownTag, "there is no tag \(name); a dict with such keys is written as a $dict", key)
  }

  private func id(_ member: (key: Int, value: Int), _ tag: Tag) throws(TypedJSONError) -> Int {
    guard tag.hasIdentity else { throw unexpected(member.key, beside: tag) }
    guard let id = document.int(at: member.value), id > 0 else {
      throw fail(.wrongShape, "expected a number from 1 on", member.value)
    }
    guard ids[id] == nil else {
      throw fail(.repeatedID, "the $id \(id) is another value's already", member.value)
    }
    return id
  }

  /// A key that has nothing to do beside a tag.
  func unexpected(_ key: Int, beside tag: Tag) -> TypedJSONError {
    fail(.unexpectedKey, "a \(tag.rawValue) takes no key \(document.excerpt(of: key))", key)
  }

  private mutating func reference(_ node: Int) throws(TypedJSONError) -> Word {
    guard let id = document.int(at: node) else {
      throw fail(.wrongShape, "expected the number of an $id", node)
    }
    guard let definition = ids[id] else {
      throw fail(.unknownReference, "no value before this has the $id \(id)", node)
    }
    if definition.isOpen, openReferences[definition.word] == nil { openReferences[definition.word] = node }
    return definition.word
  }

  // MARK: Persistent ids and read-only views

  private mutating func openSpecial(_ tagged: Tagged) {
    let kind: SpecialRecord.Kind = tagged.tag == .persistent ? .persistent : .readOnly
    let word = builder.special(kind, .none, isShared: tagged.id != 0)
    open(.special, word, of: tagged.content, after: tagged.after, id: tagged.id)
    next = tagged.content
  }

  mutating func closeSpecial(_ frame: Frame) throws(TypedJSONError) {
    let value = values[frame.base]
    if builder.specials[frame.word.payload].kind == .readOnly {
      // As the opcode READONLY_BUFFER has it; bytes are read-only themselves.
      let isPersistent = value.has(.special) && builder.specials[value.payload].kind == .persistent
      guard value.has(.bytearray) || value.has(.object) || isPersistent else {
        throw fail(.wrongShape, "expected a bytearray, or an object that may be a buffer", frame.node)
      }
    }
    builder.setValue(value, of: frame.word)
    end(frame, frame.word)
  }
}
