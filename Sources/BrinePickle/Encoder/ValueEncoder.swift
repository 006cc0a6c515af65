import BigInt
import BrineCore

/// The encoder of one value: an `Encoder` and its single value container.
///
/// It is three words, so that handing it over as `any Encoder` needs no memory.
struct ValueEncoder: Encoder {
  unowned(unsafe) let state: EncodingState
  let place: EncodingState.Place

  init(_ state: EncodingState, _ place: EncodingState.Place) {
    self.state = state
    self.place = place
  }

  var depth: Int { Int(place.depth) }
  var codingPath: [any CodingKey] { state.codingPath(depth: depth) }
  var userInfo: [CodingUserInfoKey: Any] { state.settings.userInfo }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    let kind = state.takePending()
    let dict = state.container(.dict, at: place, kind)
    var isData = false
    var hasIntKeys = false
    if case .dictionary(let ints) = kind { (isData, hasIntKeys) = (true, ints) }
    return KeyedEncodingContainer(
      KeyedEncoder<Key>(state: state, dict: dict, depth: depth, isData: isData, hasIntKeys: hasIntKeys))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    var tag = Word.Tag.list
    if case .set = state.takePending() { tag = .set }
    return UnkeyedEncoder(state: state, list: state.container(tag, at: place, .ordinary), depth: depth)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { self }
}

extension EncodingState {
  @inline(__always)
  func takePending() -> TypeKind {
    guard now.pointee.hasPending else { return .ordinary }
    now.pointee.hasPending = false
    return now.pointee.pending
  }

  /// The container of an encoder: a new one at first, the same one when it is asked for again.
  @inline(__always)
  func container(_ tag: Word.Tag, at place: Place, _ kind: TypeKind) -> Word {
    let depth = Int(place.depth)
    if depth < now.pointee.open.count, now.pointee.open[depth].place == place,
      now.pointee.open[depth].container.has(tag)
    {
      return now.pointee.open[depth].container
    }
    let container = now.pointee.builder.container(tag)
    if case .instance(let name) = kind {
      let object = now.pointee.builder.object(.newObj, now.pointee.builder.global(name))
      now.pointee.builder.addState(container, to: object)
      put(object, at: place)
    } else {
      put(container, at: place)
    }
    while now.pointee.open.count <= depth { now.pointee.open.append((.root, .absent)) }
    now.pointee.open[depth] = (place, container)
    return container
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
