/// The names of a dict's keys, and where each one's value is.
final class KeyTable {
  let state: DecodingState
  let names: [String?]
  /// How far apart values are.
  let stride: Int
  /// The values, where they were collected from several dicts.
  let collected: [Word]
  /// The first name, and the entry that is expected to be asked for next: types ask in the order of their fields,
  /// which mostly is the order in the file.
  private let first: UnsafeMutablePointer<String?>
  private let expected: UnsafeMutablePointer<Int>
  private let places: [String: Int]
  private let hasDuplicates: Bool

  init(_ state: DecodingState, _ names: [String?], stride: Int, collected: [Word] = []) {
    self.state = state
    self.names = names
    self.stride = stride
    self.collected = collected
    first = .allocate(capacity: max(names.count, 1))
    first.initialize(from: names, count: names.count)
    expected = .allocate(capacity: 1)
    expected.initialize(to: 0)
    var places: [String: Int] = [:]
    var known = 0
    for case (let index, let name?) in names.enumerated() {
      places[name] = index
      known += 1
    }
    self.places = places
    hasDuplicates = places.count < known
  }

  deinit {
    first.deinitialize(count: names.count)
    first.deallocate()
    expected.deallocate()
  }

  /// The number of the last entry of this name.
  @inline(__always)
  func find(_ name: String) -> Int? {
    let guess = expected.pointee
    guard guess < names.count, !hasDuplicates, first[guess] == name else { return search(name) }
    expected.pointee = guess &+ 1 == names.count ? 0 : guess &+ 1
    return guess
  }

  @inline(never)
  private func search(_ name: String) -> Int? {
    guard let index = places[name] else { return nil }
    expected.pointee = index &+ 1 == names.count ? 0 : index &+ 1
    return index
  }
}

/// A coding key made of a dict's key or an index.
///
/// It is small enough to stand in an `any CodingKey` without memory of its own: types that try one alternative after
/// the other make very many paths.
enum PickleKey: CodingKey {
  case name(String)
  case index(Int)

  init(_ name: String) { self = .name(name) }
  init(_ index: Int) { self = .index(index) }
  init?(stringValue: String) { self = .name(stringValue) }
  init?(intValue: Int) { self = .index(intValue) }

  var stringValue: String {
    switch self {
    case .name(let name): name
    case .index(let index): "Index \(index)"
    }
  }

  var intValue: Int? {
    if case .index(let index) = self { return index }
    return nil
  }
}

/// Names in snake case.
enum SnakeCase {
  /// `firstName` as `first_name`, `theURLPath` as `the_url_path`, as `JSONEncoder` does it.
  static func made(of name: String) -> String {
    let letters = Array(name)
    var words = ""
    for (index, letter) in letters.enumerated() {
      let next = index + 1 < letters.count ? letters[index + 1] : nil
      let begins =
        letter.isUppercase && index > 0 && letters[index - 1] != "_"
        && (!letters[index - 1].isUppercase || next?.isLowercase == true)
      words += (begins ? "_" : "") + letter.lowercased()
    }
    return words
  }

  /// `first_name` as `firstName`; underscores at either end stay.
  static func converted(_ name: String) -> String {
    let leading = name.prefix { $0 == "_" }
    let trailing = name.dropFirst(leading.count).reversed().prefix { $0 == "_" }
    let core = name.dropFirst(leading.count).dropLast(trailing.count)
    let parts = core.split(separator: "_")
    guard parts.count > 1 else { return name }
    let rest = parts.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst().lowercased() }
    return leading + parts[0].lowercased() + rest.joined() + String(repeating: "_", count: trailing.count)
  }
}
