import BrinePickle
import BrineCore

for path in CommandLine.arguments.dropFirst() {
  let source = try MemorySource(contentsOf: path)
  var best = Duration.seconds(100)
  for _ in 0..<15 {
    let t = ContinuousClock().measure { _ = try? Pickle(source) }
    best = min(best, t)
  }
  print(path, best)
}
