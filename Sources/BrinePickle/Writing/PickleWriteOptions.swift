public import BrineCore

/// How a pickle is to be written: what `pickle.dump` takes as arguments.
public struct PickleWriteOptions: Sendable {
  /// Decides over a buffer that may be written apart from the pickle: `true` puts it into the pickle all the same.
  /// Python's `buffer_callback`.
  public typealias BufferCallback = @Sendable (PickleBuffer) -> Bool

  /// The protocol, 0 to 5. `nil` keeps the one of a pickle that was read, and is 4 for new ones, as in Python.
  public var protocolVersion: Int?
  /// Whether protocols 0 to 2 use the names that Python 2 knows.
  public var fixImports = true
  /// Is given each buffer (see `PickleBuffer`) in order, for protocol 5. Without it all buffers are in the pickle.
  public var bufferCallback: BufferCallback?
  /// Whether arrays are written after an object that describes them, as joblib does.
  package var hasInlineArrays = false
  /// Whether arrays after their object begin at multiples of 16 bytes, as joblib has it since 1.2.
  package var alignsArrays = true
  /// Whether arrays may be mapped from the file, so that it must not be compressed. joblib notes it beside each array.
  package var allowsMapping = true
  /// What writing may use up.
  public var limits: Limits = .default

  /// Options for a protocol.
  public init(protocolVersion: Int? = nil) { self.protocolVersion = protocolVersion }
}
