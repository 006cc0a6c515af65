import Brine
import FuzzSupport

/// Reads the input as typed JSON; what is taken must be the same after one more round, as text and as a pickle.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzTypedJSON(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  fuzz(start, count) { source in
    guard let pickle = try? Pickle(typedJSON: source), let text = json(pickle.root) else { return }
    do {
      let again = try Pickle(typedJSON: text)
      if !(json(again.root) == text) { wrong("\(text) is not its own JSON") }
      let data = try pickle.encoded(PickleWriteOptions(protocolVersion: 5))
      let read = try Pickle(data)
      if !(json(read.root) == text) { wrong("\(text)\nbecame\n\(json(read.root) ?? "")") }
    } catch let error as PickleError where error.code == .limitExceeded {
      return
    } catch { wrong("\(error): \(text)") }
  }
}
