/// The attributes of an object, by name.
public struct Attributes: Sendable {
  private let file: HDF5File
  private let state: ObjectState
  private let path: String

  init(file: HDF5File, state: ObjectState, path: String) {
    self.file = file
    self.state = state
    self.path = path
  }

  private var index: AttributeIndex { state.attributes(in: file.storage) }

  /// Whether attributes know when they were made.
  public var tracksCreationOrder: Bool { index.tracksCreationOrder }

  /// How many there are, damaged ones included.
  public var count: Int { index.count }
  /// Whether there is none.
  public var isEmpty: Bool { count == 0 }

  /// The names of those that can be read, in the order of their bytes.
  public var keys: [String] { keys(in: .name) }

  /// The names of those that can be read.
  public func keys(in order: Group.Order) -> [String] {
    let (messages, numbers) = messages(order)
    return numbers.map { messages[$0].name.text }
  }

  /// What keeps other attributes from being read.
  public var problems: [HDF5Error] {
    index.list(in: file.storage).problems.map { $0.at(path: path) }
  }

  /// The attribute of a name; `nil` when there is none.
  ///
  /// - Throws: What is wrong with it.
  public subscript(name: String) -> Attribute? {
    get throws(HDF5Error) {
      do throws(HDF5Error) {
        guard let message = try message(name) else { return nil }
        return try Attribute(message, file: file, path: path)
      } catch {
        throw error.at(path: "\(path)@\(name)")
      }
    }
  }

  /// The attribute of a name.
  ///
  /// - Throws: `HDF5Error.Code.notFound`, or what is wrong with it.
  public func attribute(_ name: String) throws(HDF5Error) -> Attribute {
    guard let attribute = try self[name] else {
      throw HDF5Error(.notFound, "there is no attribute \(name)", path: path)
    }
    return attribute
  }

  /// Whether there is an attribute of this name that can be found.
  public func contains(_ name: String) -> Bool {
    do throws(HDF5Error) {
      return try message(name) != nil
    } catch {
      return false
    }
  }

  /// All attributes whose names can be read, each with what is wrong with it if something is.
  public func all(in order: Group.Order = .name) -> [(name: String, attribute: Result<Attribute, HDF5Error>)]
  {
    let (messages, numbers) = messages(order)
    return numbers.map { number in
      let message = messages[number]
      let name = message.name.text
      do throws(HDF5Error) {
        return (name, .success(try Attribute(message, file: file, path: path)))
      } catch {
        return (name, .failure(error.at(path: "\(path)@\(name)")))
      }
    }
  }

  private func message(_ name: String) throws(HDF5Error) -> AttributeMessage? {
    let index = index
    if let found = try index.find(LookupName(name), in: file.storage) { return found }
    guard name.unicodeScalars.contains("\u{FFFD}") else { return nil }
    return index.list(in: file.storage).attributes.first { $0.name.text == name }
  }

  /// All messages, and their numbers in an order: to move messages themselves would take longer.
  private func messages(_ order: Group.Order) -> (messages: [AttributeMessage], numbers: [Int]) {
    let index = index
    let messages = index.list(in: file.storage).attributes
    if order == .creation, index.tracksCreationOrder {
      let numbers = messages.indices.sorted {
        (messages[$0].creationOrder ?? 0, $0) < (messages[$1].creationOrder ?? 0, $1)
      }
      return (messages, numbers)
    }
    return (messages, NameOrder.order(of: messages.map(\.name)) ?? Array(messages.indices))
  }
}
