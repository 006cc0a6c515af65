import Brine
import Foundation
import FuzzSupport

/// Writes what the input holds again: in its own protocol, in another one and as typed JSON. What was read must be
/// written, and mean the same when it is read again.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzEncoder(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  fuzz(start, count) { source in
    guard let pickle = try? Pickle(source) else { return }
    // Pickles that say a value again and again are as long as they like.
    guard let text = json(pickle.root) else { return }
    check(pickle, text, own(pickle))
    checkTypedJSON(text)
    checkTools(pickle)
    // Names are others in protocols 0 to 2, so that the text may be another one.
    for version in 0..<3 where choice(source, of: 4) == version {
      guard let data = try? encoded(pickle, version) else { continue }
      guard (try? Pickle(data)) != nil else { wrong("protocol \(version) can't be read again") }
    }
  }
}

private func encoded(_ pickle: Pickle, _ version: Int?) throws -> [UInt8] {
  [UInt8](try pickle.encoded(PickleWriteOptions(protocolVersion: version)))
}

/// The protocol to write in: the newest when the input has opcodes that its own does not have, else its own.
private func own(_ pickle: Pickle) -> Int? {
  do {
    _ = try encoded(pickle, nil)
    return nil
  } catch { return 5 }
}

private func check(_ pickle: Pickle, _ text: String, _ version: Int?) {
  let data: [UInt8]
  do { data = try encoded(pickle, version) } catch let error as PickleError where error.code == .limitExceeded
  {
    return
  } catch { wrong("what was read can't be written: \(error)") }
  let again: Pickle
  do { again = try Pickle(data) } catch { wrong("what was written can't be read: \(error)") }
  guard let second = json(again.root) else { return }
  if !(second == text) { wrong("\(text)\nbecame\n\(second)") }
  // What Brine wrote it writes again byte for byte; once more where opcodes of a later protocol made it one of that.
  guard let third = try? encoded(again, nil),
    let fourth = (try? Pickle(third)).flatMap({ try? encoded($0, nil) })
  else { wrong("what was written can't be written again") }
  if fourth != third { wrong("written again it is another one") }
}

private func checkTypedJSON(_ text: String) {
  let pickle: Pickle
  do { pickle = try Pickle(typedJSON: text) } catch { wrong("\(error): \(text)") }
  guard let second = json(pickle.root) else { return }
  if !(second == text) { wrong("\(text)\nbecame\n\(second)") }
}

/// The tools for pickles must get along with everything.
private func checkTools(_ pickle: Pickle) {
  var differences = PickleDifferences(from: pickle.root, to: pickle.root)
  if let difference = try? differences.next() { wrong("differs from itself: \(difference)") }
  _ = PickleTrace(pickle.root)
  _ = pickle.root.byValue
}
