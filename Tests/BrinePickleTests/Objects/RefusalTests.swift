import BrinePickle
import Foundation
import Synchronization
import Testing

/// What a library for networks may have.
final class Socket {
  let descriptor: Int32 = 3
}

/// One of a library for databases.
struct DatabaseQueue {
  let path = "db"
}

/// A box for anything.
struct Box: PickleRepresentable {
  let content: Any
  init(_ content: Any) { self.content = content }
  func saveState(to state: PickleStateWriter) throws { try state.set("content", content) }
  init(restoring state: PickleStateReader) throws { content = 0 }
}

@Suite struct RefusalTests {
  private func refused(_ value: Any) -> (code: PicklingError.Code, text: String)? {
    refusal { _ = try ObjectPickler(registry: sampleRegistry()).encode(value) }
  }

  @Test func whatTypesStandFor() {
    let pointer = UnsafeMutableRawPointer(bitPattern: 8)
    let values: [(Any, String)] = [
      (FileHandle.standardInput, "FileHandle can't be pickled: it is an open file."),
      (Pipe(), "Pipe can't be pickled: it is a process or its pipe."),
      (Socket(), "Socket can't be pickled: it is a connection."),
      (DatabaseQueue(), "DatabaseQueue can't be pickled: it is a connection to a database."),
      (pointer as Any, "UnsafeMutableRawPointer can't be pickled: it is a pointer into this process."),
      (Task { 1 }, "Task<Int, Never> can't be pickled: it is a running task."),
      (AsyncStream<Int> { _ in }, "AsyncStream<Int> can't be pickled: it is a stream that is being read."),
      (Thread {}, "Thread can't be pickled: it is a thread or queue."),
      (DispatchQueue(label: "q"), "DispatchQueue can't be pickled: it is a thread or queue."),
      (NSRecursiveLock(), "NSRecursiveLock can't be pickled: it is a lock."),
      (DispatchSemaphore(value: 1), "DispatchSemaphore can't be pickled: it is a lock."),
      ({ (x: Int) in x }, "closures can't be pickled ((Int) -> Int)."),
      (
        { (x: [() -> Int]) in } as ([() -> Int]) -> Void,
        "closures can't be pickled ((Array<() -> Int>) -> ())."
      ),
      ((1, "a"), "tuples can't be pickled ((Int, String)). Use a Codable structure"),
      (Int.self, "Int.Type can't be pickled: it is neither Codable nor PickleRepresentable."),
      (Window(), "Window can't be pickled: it is a class that is not Picklable."),
      (Endpoint(), "Endpoint can't be pickled: it is neither Codable nor PickleRepresentable."),
    ]
    for (value, message) in values {
      let failure = refused(value)
      #expect(failure?.code == .notPicklable)
      #expect(failure?.text.hasPrefix(message) == true, "\(failure?.text ?? "nothing")")
    }
  }

  @Test func whereItIs() {
    let file = FileHandle.standardError
    let node = Node(1)
    let values: [(Any, String)] = [
      ([[file]], "[0][0]"),
      (["a b": [1: file]], #"["a b"][1]"#),
      ([[String: FileHandle?]](repeating: ["x": file], count: 2), #"[0]["x"]"#),
      (Box(Box([file])), "content.content[0]"),
      ([Box?.none, Box(["k": file as Any])], #"[1].content["k"]"#),
      (Optional<Optional<FileHandle>>.some(file) as Any, ""),
      ([node, Box([node, file] as [Any])] as [Any], "[1].content[1]"),
      ([Color.red: file], "[red]"),
      ([Settings?.none, nil, nil].map { $0 as Any } + [file], "[3]"),
    ]
    for (value, path) in values {
      #expect(
        refused(value)?.text.hasPrefix((path.isEmpty ? "" : path + ": ") + "FileHandle can't be pickled")
          == true,
        "\(refused(value)?.text ?? "nothing")")
    }
  }

  @Test func severalRoots() throws {
    let node = Node(1)
    node.others = [UnknownNode(2)]
    let failure = refusal { _ = try ObjectPickler(registry: sampleRegistry()).encode(1, node, "x") }
    #expect(failure?.text.hasPrefix("[1].others[0]: UnknownNode is not in the registry") == true)
  }

  @Test func noPartialFile() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("a.pkl").path
    let pickler = ObjectPickler(registry: try sampleRegistry())
    #expect(throws: PicklingError.self) { try pickler.encode([Node(1), UnknownNode(2)], to: path) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    try pickler.encode(Node(5), to: path)
    #expect(throws: PicklingError.self) { try pickler.encode(FileHandle.standardError, to: path) }
    let node = try ObjectUnpickler(registry: sampleRegistry()).decode(Node.self, contentsOf: path)
    #expect(node.value == 5)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.pkl"])
  }
}
