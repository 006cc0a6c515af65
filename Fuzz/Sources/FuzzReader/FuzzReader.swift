import Brine
import Foundation
import FuzzSupport

/// Reads the input as pickles and looks at all that was read.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzReader(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  fuzz(start, count) { source in
    guard let pickle = try? Pickle(source, options: options(source)) else { return }
    lookAt(pickle.root)
    _ = PickleStatistics(pickle.root)
    var output = EnoughOutput()
    try? pickle.root.writeTypedJSON { try output.add($0.count) }
    _ = try? pickle.root.resolve(
      String(decoding: [UInt8](UnsafeBufferPointer(start: start, count: count)), as: UTF8.self))
    if pickle.byteRange.upperBound < source.count { _ = try? Pickle.all(in: source) }
  }
}

/// Every option is tried by some inputs; those that end with STOP have the usual ones.
private func options(_ source: MemorySource) -> PickleOptions {
  let number = choice(source, of: 256)
  var options = PickleOptions()
  guard number != PickleOpcode.stop.rawValue else { return options }
  let (encodings, errors) = (PickleEncoding.allCases, PickleEncodingErrors.allCases)
  options.encoding = encodings[number % encodings.count]
  options.errors = errors[number / encodings.count % errors.count]
  options.fixImports = number.isMultiple(of: 2)
  options.buffers = [PickleBuffer(Data([1, 2, 3])), PickleBuffer(Data(), isReadOnly: false)]
  options.extensions = [1: PickleName(module: "collections", name: "OrderedDict")]
  return options
}

/// Asks every value for everything, and finds the first ones again by their paths.
///
/// Only so much text is made, and so many paths are followed: both cost as much as the input likes, by their nature.
private func lookAt(_ root: PickleValue) {
  var textLeft = 1 << 20
  for (number, visit) in root.walk.enumerated() {
    let value = visit.value
    _ = (value.kind, value.typeName, value.int, value.bigInt?.bitWidth, value.double, value.complex)
    _ = (value.date, value.instant, value.timeDelta, value.uuid, value.decimalText, value.global?.description)
    if textLeft > 0 { textLeft -= value.count + (value.lossyString?.utf8.count ?? value.bytes?.count ?? 0) }
    guard number < 100 else { continue }
    _ = (value.instance?.attributes.count, value.dictionary?.count)
    if visit.depth < 8 { _ = try? root.resolve(visit.path.description) }
  }
}
