import BrineCore

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

extension PickleValue {
  /// The value, and all that hangs on it, as a pickle.
  ///
  /// In the protocol that it was read from, the whole of a pickle that CPython's C pickler wrote comes out byte for byte
  /// as it was, unknown classes included.
  /// - Throws: `PickleError.Code.notEncodable`, with the path, for a value that the protocol can't have;
  ///   `limitExceeded` for one that would be written again and again.
  public func encoded(_ options: PickleWriteOptions = .init()) throws(PickleError) -> Data {
    do {
      let value = options.hasInlineArrays ? self : try withPlainArrays()
      var encoder = GraphEncoder(value.graph, options, version: try version(options), sink: nil)
      try encoder.run(value.word)
      return encoder.takeData()
    } catch { throw located(error) }
  }

  /// Writes the value as a pickle, in blocks, without holding the whole of it.
  ///
  /// - Throws: what `encoded` throws, and what `sink` throws. What was handed to `sink` by then is no whole pickle.
  public func encode(
    _ options: PickleWriteOptions = .init(), to sink: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    do {
      let value = options.hasInlineArrays ? self : try withPlainArrays()
      try withoutActuallyEscaping(sink) { sink in
        var encoder = GraphEncoder(value.graph, options, version: try version(options), sink: sink)
        try encoder.run(value.word)
      }
    } catch let error as EncodingFailure { throw located(error) }
  }

  /// Writes the value to a file, which takes the place of one that was there only when it is whole.
  ///
  /// - Throws: what `encoded` throws, or `FileWriteError` when the file can't be written.
  public func write(to path: String, _ options: PickleWriteOptions = .init()) throws {
    let file = try AtomicFile(path: path)
    try encode(options) { try file.write($0) }
    try file.commit()
  }

  private func version(_ options: PickleWriteOptions) throws(PickleError) -> Int {
    let version = options.protocolVersion ?? graph.writtenProtocol
    guard (0...5).contains(version) else {
      throw PickleError(.unsupportedProtocol, "there is no pickle protocol \(version), only 0 to 5")
    }
    return version
  }

  /// An error with the path of the value that it is about.
  private func located(_ error: any Error) -> PickleError {
    guard let failure = error as? EncodingFailure else {
      return error as? PickleError ?? PickleError(.notEncodable, "\(error)")
    }
    let place = walk.first { $0.value.word == failure.word }?.path.description
    return PickleError(
      failure.code, failure.detail, context: ErrorContext(path: place.flatMap { $0.isEmpty ? nil : $0 }))
  }
}

extension Pickle {
  /// The pickle as bytes: by default in its own protocol. See ``PickleValue/encoded(_:)``.
  public func encoded(_ options: PickleWriteOptions = .init()) throws(PickleError) -> Data {
    try root.encoded(options)
  }

  /// Writes the pickle to a file. See ``PickleValue/write(to:_:)``.
  public func write(to path: String, _ options: PickleWriteOptions = .init()) throws {
    try root.write(to: path, options)
  }
}

extension GraphEncoder {
  consuming func takeData() -> Data { output.takeBytes().takeData() }
}

extension PickleGraph {
  /// The protocol that the pickle is in: protocols 0 and 1 do not announce themselves, so their opcodes tell.
  var writtenProtocol: Int {
    guard protocolVersion == 0 else { return protocolVersion }
    var instructions = PickleInstructions(source, from: byteRange.lowerBound)
    var version = 0
    // CPython writes state setters with TUPLE2 in every protocol.
    do {
      while version < 5, let opcode = try instructions.next()?.opcode {
        guard opcode != .tuple2 else { continue }
        version = max(version, OpcodeTraits.byByte[Int(opcode.rawValue)]?.minimumProtocol ?? 0)
      }
    } catch {
      // The disassembler takes names in ASCII only; what follows one that is not may be of protocol 1.
      return max(version, 1)
    }
    return version
  }
}
