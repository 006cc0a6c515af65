/// Why values of a type can't be pickled.
struct Refusal {
  let code: PicklingError.Code
  let text: String
  /// Whether it may be worth while to look at what the value is made of.
  var mayLookInside = false

  func error() -> PicklingError { PicklingError(code, text) }

  /// Types of Swift, Foundation and the like that stand for something in this process or on this machine.
  private static let handles: [(names: [String], what: String)] = [
    (
      ["FileHandle", "FileDescriptor", "AtomicFile", "OutputStream", "InputStream", "NSFileHandle"],
      "an open file"
    ),
    (["Pipe", "Process", "ProcessHandle", "Subprocess"], "a process or its pipe"),
    (
      [
        "Socket", "NWConnection", "NWListener", "CFSocket", "URLSession", "URLSessionTask",
        "URLSessionDataTask",
        "URLSessionWebSocketTask", "Channel",
      ],
      "a connection"
    ),
    (
      ["DatabaseQueue", "DatabasePool", "Database", "Connection", "SQLiteConnection"],
      "a connection to a database"
    ),
    (
      [
        "UnsafePointer", "UnsafeMutablePointer", "UnsafeRawPointer", "UnsafeMutableRawPointer",
        "UnsafeBufferPointer", "UnsafeMutableBufferPointer", "UnsafeRawBufferPointer",
        "UnsafeMutableRawBufferPointer", "OpaquePointer", "Unmanaged",
      ],
      "a pointer into this process"
    ),
    (["Task", "UnsafeCurrentTask", "CheckedContinuation", "UnsafeContinuation"], "a running task"),
    (["AsyncStream", "AsyncThrowingStream"], "a stream that is being read"),
    (
      ["Thread", "DispatchQueue", "OperationQueue", "RunLoop", "Timer", "DispatchSourceTimer"],
      "a thread or queue"
    ),
    (
      ["NSLock", "NSRecursiveLock", "NSCondition", "Mutex", "DispatchSemaphore", "OSAllocatedUnfairLock"],
      "a lock"
    ),
  ]

  private static let advice =
    "Leave it out with @NotPickled and make it anew when the object is read, or save what is needed to make "
    + "it"

  /// Why a value can't be pickled, from its type alone. For types that are in none of the ways to be
  /// picklable.
  static func of(_ type: any Any.Type) -> Refusal {
    let name = String(describing: type)
    if isFunction(name) {
      return Refusal(
        code: .notPicklable,
        text:
          "closures can't be pickled (\(name)). Use a PickleFunction, which is pickled by its name, or leave "
          + "it out with @NotPickled")
    }
    let base = String(name.prefix { $0 != "<" })
    for handle in handles where handle.names.contains(base) {
      return Refusal(code: .notPicklable, text: "\(name) can't be pickled: it is \(handle.what). \(advice)")
    }
    if let type = type as? any Picklable.Type { return unregistered(type) }
    if name == "()" {
      return Refusal(
        code: .notPicklable,
        text:
          "() can't be pickled: it is nothing, or stands for a value that can't be copied, such as a Mutex. "
          + advice)
    }
    if name.hasPrefix("(") {
      return Refusal(
        code: .notPicklable, text: "tuples can't be pickled (\(name)). Use a Codable structure",
        mayLookInside: true)
    }
    if type is AnyObject.Type {
      return Refusal(
        code: .notPicklable,
        text:
          "\(name) can't be pickled: it is a class that is not Picklable. Make it so, or leave it out with "
          + "@NotPickled", mayLookInside: true)
    }
    return Refusal(
      code: .notPicklable,
      text:
        "\(name) can't be pickled: it is neither Codable nor PickleRepresentable. Make it so, or leave it "
        + "out with @NotPickled", mayLookInside: true)
  }

  static func unregistered(_ type: any Picklable.Type) -> Refusal {
    Refusal(
      code: .unregisteredType,
      text:
        "\(type) is not in the registry. Add it: "
        + "`try registry.register(\(type).self, as: \"module.\(type)\")`",
      mayLookInside: true)
  }

  /// Whether a type's name is that of a function type: an arrow outside of all brackets.
  private static func isFunction(_ name: String) -> Bool {
    var depth = 0
    var last: UInt8 = 0
    for byte in name.utf8 {
      switch byte {
      case UInt8(ascii: "("), UInt8(ascii: "<"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: ")"), UInt8(ascii: "]"): depth -= 1
      case UInt8(ascii: ">"):
        guard last == UInt8(ascii: "-") else {
          depth -= 1
          break
        }
        if depth == 0 { return true }
      default: break
      }
      last = byte
    }
    return false
  }
}
