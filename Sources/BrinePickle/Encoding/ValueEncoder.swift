import BigInt
import BrineCore

/// The encoder of one value: an `Encoder` and its single value container.
///
/// It is three words, so that handing it over as `any Encoder` needs no memory.
struct ValueEncoder: Encoder {
  /// What changes in the state. It is enough for most of the work, and needs no reference counting.
  let now: UnsafeMutablePointer<EncodingState.Now>
  let place: EncodingState.Place

  init(_ state: EncodingState, _ place: EncodingState.Place) {
    now = state.now
    self.place = place
  }

  var state: EncodingState { now.pointee.state.unsafelyUnwrapped }

  var depth: Int { Int(place.depth) }
  var codingPath: [any CodingKey] { state.codingPath(depth: depth) }
  var userInfo: [CodingUserInfoKey: Any] { state.settings.userInfo }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    guard now.pointee.hasPending else {
      return KeyedEncodingContainer(
        KeyedEncoder<Key>(now, dict: now.pointee.container(.dict, at: place), depth: depth))
    }
    return container(keyedBy: type, now.pointee.takePending())
  }

  @inline(never)
  private func container<Key: CodingKey>(keyedBy type: Key.Type, _ kind: TypeKind) -> KeyedEncodingContainer<
    Key
  > {
    let dict = now.pointee.container(.dict, at: place, kind)
    var isData = false
    var hasIntKeys = false
    if case .dictionary(let ints) = kind { (isData, hasIntKeys) = (true, ints) }
    return KeyedEncodingContainer(
      KeyedEncoder<Key>(now, dict: dict, depth: depth, isData: isData, hasIntKeys: hasIntKeys))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    var tag = Word.Tag.list
    if case .set = now.pointee.takePending() { tag = .set }
    return UnkeyedEncoder(state: state, list: now.pointee.container(tag, at: place), depth: depth)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { self }
}

extension EncodingState.Now {
  @inline(__always)
  mutating func takePending() -> TypeKind {
    guard hasPending else { return .ordinary }
    hasPending = false
    return pending
  }

  /// Puts a value where it belongs.
  @inline(__always)
  mutating func put(_ word: Word, at place: EncodingState.Place) {
    placed &+= 1
    if place.container == .max {
      root = word
    } else if place.key == .absent {
      builder.append(word, to: Word(.list, Int(place.container)))
    } else {
      builder.set(place.key, word, in: Word(.dict, Int(place.container)))
    }
  }

  /// The container of an encoder: a new one at first, the same one when it is asked for again.
  @inline(__always)
  mutating func container(_ tag: Word.Tag, at place: EncodingState.Place) -> Word {
    if let known = openContainer(tag, at: place) { return known }
    let container = builder.container(tag)
    put(container, at: place)
    note(container, at: place)
    return container
  }

  /// The same for a type that may be an instance of a Python class.
  mutating func container(_ tag: Word.Tag, at place: EncodingState.Place, _ kind: TypeKind) -> Word {
    guard case .instance(let name) = kind else { return container(tag, at: place) }
    if let known = openContainer(tag, at: place) { return known }
    let container = builder.container(tag)
    let object = builder.object(.newObj, builder.global(name))
    builder.addState(container, to: object)
    put(object, at: place)
    note(container, at: place)
    return container
  }

  @inline(__always)
  private func openContainer(_ tag: Word.Tag, at place: EncodingState.Place) -> Word? {
    let depth = Int(place.depth)
    guard depth < open.count, open[depth].place == place, open[depth].container.has(tag) else { return nil }
    return open[depth].container
  }

  @inline(__always)
  private mutating func note(_ container: Word, at place: EncodingState.Place) {
    let depth = Int(place.depth)
    while open.count <= depth { open.append((.root, .absent)) }
    open[depth] = (place, container)
  }
}

extension EncodingState {
  /// Checks that Python can hash what was just added to a set. A set in a set becomes a frozenset.
  @inline(never)
  func checkLastItem(of set: Word, depth: Int) throws {
    guard let item = now.pointee.builder.words(of: set).last else { return }
    switch item.tag {
    case .set: now.pointee.builder.replaceLast(of: set, with: Word(.frozenset, item.payload))
    case .list, .dict, .bytearray:
      throw failure(
        PickleValue.self,
        "it would be a \(item.has(.dict) ? "dict" : item.has(.list) ? "list" : "bytearray"), and Python can't have that in a set; encode an array instead, or instances of a class "
          + "(objectStrategy)", depth: depth)
    default: break
    }
  }

  /// Encodes any value to its place.
  @inline(__always)
  func encode<T: Encodable>(_ value: T, at place: Place) throws {
    let type = ObjectIdentifier(T.self)
    let depth = Int(place.depth)
    // The elements of a list have one place, but each has a container of its own.
    if depth < now.pointee.open.count { now.pointee.open[depth].container = .absent }
    if now.pointee.ordinaryType != type, try isEncodedOtherwise(value, type, at: place) { return }
    let before = now.pointee.placed
    try value.encode(to: ValueEncoder(self, place))
    if now.pointee.placed == before { put(now.pointee.builder.container(.dict), at: place) }
  }

  /// Encodes a value that has a form of its own, or notes what it is to be.
  @inline(never)
  private func isEncodedOtherwise<T: Encodable>(
    _ value: T, _ type: ObjectIdentifier, at place: Place
  ) throws -> Bool {
    // Of a class, what the object is counts.
    let actual: any Any.Type = T.self is AnyObject.Type ? Swift.type(of: value) : T.self
    let kind = now.pointee.kinds[ObjectIdentifier(actual)] ?? TypeKind(actual, settings.objectStrategy)
    if case .instance(let name) = kind, !name.isValid {
      throw failure("\(name)", "\(name) can't be the name of a class in Python", depth: Int(place.depth))
    }
    now.pointee.kinds[ObjectIdentifier(actual)] = kind
    switch kind {
    case .direct:
      put(try direct(value, depth: Int(place.depth)), at: place)
      return true
    case .ordinary:
      if !(T.self is AnyObject.Type) { now.pointee.ordinaryType = type }
    default:
      now.pointee.pending = kind
      now.pointee.hasPending = true
    }
    return false
  }
}
