import Brine
import FuzzSupport

/// Reads the input as a joblib file. What was read must be written, as such a file and as a pickle, and mean the same when
/// it is read again.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzJoblib(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  fuzz(start, count) { source in
    // Some codecs take far more memory than their input is large; FuzzCodecs is for them.
    if let codec = Codecs.detect(source), codec.name != "zlib" && codec.name != "gzip" { return }
    var options = PickleOptions()
    options.limits.decompressedSize = 1 << 20
    guard let file = try? JoblibFile(source, options: options) else { return }
    guard let text = json(file.root) else { return }
    checkJoblib(file, text, choice(source, of: 4) + 2)
    checkPickle(file.pickle, text)
    checkJSON(text)
  }
}

/// Errors that are no mistake: values that would be written again and again, or that a protocol has no form for.
private func isHonest(_ error: any Error) -> Bool {
  guard let error = error as? PickleError else { return false }
  return error.code == .limitExceeded || error.code == .notEncodable
}

private func checkJoblib(_ file: JoblibFile, _ text: String, _ version: Int) {
  var output: [UInt8] = []
  var writer = JoblibWriter()
  writer.protocolVersion = version
  do {
    // Names are others in protocol 2.
    guard version > 2 else { return }
    do { try writer.write(file.root) { output.append(contentsOf: $0) } } catch  where isHonest(error) {
      return
    }
    let again = try JoblibFile(MemorySource(output))
    // The same text: but for objects that are in several arrays' own pickles, of which each has a copy then, and for
    // arrays of types that typed JSON can only show as calls, which joblib's are others.
    guard let second = json(again.root), !text.contains("$ref"), !text.contains("\"numpy.dtype\"") else {
      return
    }
    if !(second == text) { wrong("\(text)\nbecame by joblib\n\(second)") }
  } catch { wrong("\(error): \(text)") }
}

private func checkPickle(_ pickle: Pickle, _ text: String) {
  do {
    let data: [UInt8]
    do { data = [UInt8](try pickle.encoded(PickleWriteOptions(protocolVersion: 5))) } catch
      where isHonest(error)
    {
      return
    }
    guard let second = json(try Pickle(data).root) else { return }
    if !(second == text) { wrong("\(text)\nbecame by pickle\n\(second)") }
  } catch { wrong("\(error): \(text)") }
}

private func checkJSON(_ text: String) {
  do {
    guard let second = json(try Pickle(typedJSON: text).root) else { return }
    if !(second == text) { wrong("\(text)\nbecame by JSON\n\(second)") }
  } catch { wrong("\(error): \(text)") }
}
