import Brine
import FuzzSupport

/// Reads the input as a `.npy` file, or as typed JSON of arrays where it looks like a text. An array that was read must be
/// written, and be the same when it is read again: as `.npy`, as a pickle and as typed JSON.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzNPY(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  fuzz(start, count) { source in
    if count > 0, start[0] == UInt8(ascii: "{") {
      guard let pickle = try? Pickle(typedJSON: source), let array = pickle.root.ndarray else { return }
      check(array)
    } else if let file = try? NPYFile(source) {
      check(file.array)
    }
  }
}

private func check(_ array: NDArray) {
  // Elements that take no bytes may be very many.
  guard array.count <= 1 << 16 else { return }
  _ = (array.description, array.dtype.description, array.dtype.name)
  _ = try? array.elements(as: Double.self)
  _ = array.values
  do {
    let pickle = try Pickle(array)
    guard let text = json(pickle.root) else { return }
    checkPickle(pickle, text)
    // Types whose fields overlap have no description.
    guard let data = try? NPYWriter().data(array) else { return }
    let again = try NPYFile(MemorySource(data)).array
    if again.shape != array.shape { wrong("\(array.shape) became \(again.shape)") }
    if !array.dtype.hasObjects, try again.elementBytes() != array.elementBytes() {
      // What lies between fields is not written by every type.
      if again.dtype == array.dtype { wrong("the elements changed") }
    }
    if again.dtype == array.dtype, try NPYWriter().data(again) != data {
      wrong("written again it is another file")
    }
  } catch let error as PickleError where error.code == .limitExceeded {
    return
  } catch { wrong("\(error): \(array.dtype) \(array.shape)") }
}

private func checkPickle(_ pickle: Pickle, _ text: String) {
  do {
    let data = try pickle.encoded(PickleWriteOptions(protocolVersion: 4))
    let read = try Pickle(data)
    if !(json(read.root) == text) { wrong("\(text)\nbecame\n\(json(read.root) ?? "")") }
    let again = try Pickle(typedJSON: text)
    if !(json(again.root) == text) { wrong("\(text)\nbecame by JSON\n\(json(again.root) ?? "")") }
  } catch let error as PickleError where error.code == .limitExceeded {
    return
  } catch { wrong("\(error): \(text)") }
}
