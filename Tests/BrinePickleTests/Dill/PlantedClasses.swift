import BrinePickle
import Foundation
import Synchronization

/// Classes with one bad member each, somewhere.

struct Endpoint {
  var host = ""
  var descriptor: Int32 = -1
}

struct Point: Codable, Hashable {
  var x = 0
  var y = 0
}

class Station: Picklable {
  @Pickled var name = ""
  @Pickled var things: [String: Any] = [:]
  @Pickled var next: Station?
  @PickledWeak var previous: Station?

  init(_ name: String) { self.name = name }
  required init(blank: PickleBlank) {}
}

/// A subclass that nobody registered.
final class HiddenStation: Station {
  @Pickled var log: FileHandle?
}

/// A subclass with a member that has no mark.
final class ForgetfulStation: Station {
  @Pickled var platforms = 2
  var tracks = 4
}

final class LockedStation: Station {
  let lock = NSLock()
  let counter = Mutex(0)
}

final class Archive: Picklable {
  @Pickled var files: [FileHandle?] = []
  @Pickled var handlers: [(name: String, run: @Sendable () -> Void)] = []
  @Pickled var onChange: (() -> Void)?
  @Pickled var buffer: UnsafeMutablePointer<Int>?
  @Pickled var worker: Task<Void, Never>?
  @Pickled var connection: Endpoint?
  @Pickled var groups: [[Station]] = []
  @Pickled var frame = Frame()

  init() {}
  init(blank: PickleBlank) {}
}

/// A structure of objects and values.
struct Frame: PickleRepresentable {
  var title = ""
  var station: Station?
  var extra: Any = 0

  init() {}

  func saveState(to state: PickleStateWriter) throws {
    try state.set("title", title)
    try state.set("station", station)
    try state.set("extra", extra)
  }

  init(restoring state: PickleStateReader) throws {
    title = try state.get("title")
    station = try state.get("station")
  }
}

/// A class that knows nothing of pickles.
final class Window {
  var title = "w"
  var owner: Window?
  var pipe: Pipe?
}

func plantedRegistry() throws -> PickleRegistry {
  var registry = PickleRegistry()
  try registry.register(Station.self, as: "rail.Station")
  try registry.register(ForgetfulStation.self, as: "rail.ForgetfulStation")
  try registry.register(LockedStation.self, as: "rail.LockedStation")
  try registry.register(Archive.self, as: "rail.Archive")
  return registry
}

/// What `detect` should say of one item.
struct Expected: Equatable, CustomStringConvertible {
  let path: String
  let type: String?
  let code: PicklingError.Code

  init(_ path: String, _ type: String?, _ code: PicklingError.Code = .notPicklable) {
    (self.path, self.type, self.code) = (path, type, code)
  }

  init(_ item: Dill.BadItem) { self.init(item.path, item.typeName, item.error.code) }

  var description: String { "\(path): \(type ?? "nil"), \(code)" }
}
