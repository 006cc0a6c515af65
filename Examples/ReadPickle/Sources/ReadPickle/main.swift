// Reads what Python wrote with
//   pickle.dump({"name": "demo", "version": 3, "limits": {"cpu": 4, ...}, "window": (800, 600), ...}, file)
// first value by value, then all at once. Run it as `ReadPickle Fixtures/pickle/valid/settings.pkl`.

import Brine
import Foundation

let path = CommandLine.arguments.dropFirst().first ?? "settings.pkl"

/// The part of the settings that is of use here; what the file has beyond it doesn't matter.
struct Settings: Codable, Equatable {
  struct Limits: Codable, Equatable {
    var cpu: Int
    var memory: Int
  }
  var name: String
  var version: Int
  var ratio: Double
  var tags: [String]
  var parent: String?
  var limits: Limits
}

// Value by value: each accessor answers nil when the value is of another kind.
let pickle = try Pickle(contentsOf: path)
print(pickle.root["name"]?.string ?? "")
print(pickle.root["tags"]?[1]?.string ?? "")
print(try pickle.root.resolve("limits/cpu").int ?? 0)
for (key, value) in pickle.root.entries ?? [] {
  print("  \(key.string ?? "?"): \(value.typeName)")
}

// All at once.
let settings = try PickleDecoder().decode(Settings.self, contentsOf: path)
print(settings)

// The project's tests run this program: it fails when a value is not what Python wrote.
let expected = Settings(
  name: "demo", version: 3, ratio: 0.25, tags: ["a", "b"], parent: nil,
  limits: .init(cpu: 4, memory: 17_179_869_184))
guard settings == expected, pickle.root["name"]?.string == "demo", pickle.root["tags"]?[1]?.string == "b",
  try pickle.root.resolve("limits/cpu").int == 4, pickle.root["window"]?[0]?.int == 800,
  pickle.root.entries?.count == 8
else {
  print("That is not what is in \(path).")
  exit(1)
}
