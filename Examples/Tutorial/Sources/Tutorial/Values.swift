import Brine
import Foundation

// Steps with plain values.

extension Tutorial {
  /// `pickle.dump(scores, file)` and `pickle.load(file)`.
  static func dictToFile(_ lesson: inout Lesson) throws {
    lesson.title("A dict goes to a file and comes back")
    let scores = ["Ada": 3, "Grace": 5]
    try PickleEncoder().encode(scores, to: lesson.path("scores.pkl"))
    let again = try PickleDecoder().decode([String: Int].self, contentsOf: lesson.path("scores.pkl"))
    lesson.show("Grace has \(again["Grace"] ?? 0) points", isRight: again == scores)
  }

  /// `pickle.dumps(settings)` and `pickle.loads(data)`.
  static func inMemory(_ lesson: inout Lesson) throws {
    lesson.title("A structure becomes bytes and comes back")
    struct Settings: Codable, Equatable {
      var title: String
      var sizes: [Double]
      var changed: Date?
    }
    let settings = Settings(title: "Grüße", sizes: [1.5, 2], changed: Date(timeIntervalSince1970: 86_400))
    let data = try PickleEncoder().encode(settings)
    let again = try PickleDecoder().decode(Settings.self, from: data)
    lesson.show("\(data.count) bytes, and the title is \(again.title)", isRight: again == settings)
    // Without a type of one's own, the value can be looked at.
    let pickle = try Pickle(data)
    lesson.show(
      "\(pickle.root): \(pickle.root["changed"]?.description ?? "")", isRight: pickle.root.count == 3)
  }

  /// JSON knows lists only; typed JSON knows tuples too.
  static func tuplesInTypedJSON(_ lesson: inout Lesson) throws {
    lesson.title("A tuple is still a tuple after typed JSON")
    let text = #"{"size":{"$tuple":[800,600]},"name":"w"}"#
    try Pickle(typedJSON: text).write(to: lesson.path("window.pkl"))
    let pickle = try Pickle(contentsOf: lesson.path("window.pkl"))
    let size = pickle.root["size"]
    lesson.show("size: \(size?.kind.rawValue ?? "nothing")", isRight: size?.kind == .tuple)
    let again = try pickle.root.typedJSON()
    lesson.show(again, isRight: again == text)
  }
}
