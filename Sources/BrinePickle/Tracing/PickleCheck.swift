public import BrineCore
import BrineJSON

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Whether a stream of pickles is well formed, and what is odd about it.
///
/// Errors are what Python's unpickler would refuse too. Warnings are what it lets pass, but no pickler writes: what
/// `pickletools` complains about, frames that don't fit, keys that come twice, bytes after the last pickle.
public struct PickleCheck: Sendable {
  /// Something that is wrong or odd.
  public struct Finding: Sendable {
    /// How bad it is.
    public enum Severity: String, Sendable, CaseIterable { case error, warning, note }

    /// What it is.
    public enum Code: Sendable, Equatable {
      /// What the unpickler or the disassembler refuses.
      case refused(PickleError.Code)
      /// A FRAME inside another one, or one that ends inside an opcode or after STOP.
      case badFrame
      /// PROTO that is not the first opcode, or opcodes of a later protocol than it says.
      case protocolMismatch
      /// A dict in which a key comes more than once.
      case duplicateKeys
      /// Bytes after the last pickle that are no pickle.
      case trailingBytes
      /// Data that is not in the file: out-of-band buffers, persistent ids.
      case outsideData
      /// Not everything could be looked at.
      case incomplete
      /// Something else, by a name for programs.
      case other(String)

      /// The same as one word, for programs.
      public var name: String {
        switch self {
        case .refused(let code): code.rawValue
        case .badFrame: "badFrame"
        case .protocolMismatch: "protocolMismatch"
        case .duplicateKeys: "duplicateKeys"
        case .trailingBytes: "trailingBytes"
        case .outsideData: "outsideData"
        case .incomplete: "incomplete"
        case .other(let name): name
        }
      }
    }

    /// How bad it is.
    public let severity: Severity
    /// What it is.
    public let code: Code
    /// The same for people.
    public let message: String
    /// The byte in the stream where it is, where it is at one.
    public var offset: Int?
    /// The place in the value.
    public var path: PicklePath?

    /// Something to report.
    public init(
      _ severity: Severity, _ code: Code, _ message: String, offset: Int? = nil, path: PicklePath? = nil
    ) {
      (self.severity, self.code, self.message) = (severity, code, message)
      (self.offset, self.path) = (offset, path)
    }
  }

  /// One pickle of the stream.
  public struct Part: Sendable {
    /// The pickle; `nil` when it was refused.
    public let pickle: Pickle?
    /// Where it is; up to the end of the stream when it was refused.
    public let byteRange: Range<Int>
    /// What its opcodes tell, up to where they could be read.
    public let opcodes: PickleOpcodeCounts
    /// How many values it holds; an object that is met again is not counted again.
    public let valueCount: Int
    /// What is wrong or odd.
    public let findings: [Finding]
  }

  /// The pickles, in order.
  public let parts: [Part]
  /// What is odd about the stream as a whole.
  public let findings: [Finding]

  /// Whether there are no errors.
  public var isValid: Bool { !(parts.flatMap(\.findings) + findings).contains { $0.severity == .error } }

  /// Looks at a pickle that could be read, and says what is odd about it.
  typealias Inspection = @Sendable (Pickle) -> [Finding]

  /// What is looked at in each pickle that could be read. New checks, such as whether writing the pickle again
  /// gives the same bytes, are added here.
  static let inspections: [Inspection] = [duplicateKeys, outsideData]

  /// Checks every pickle in a stream.
  ///
  /// Out-of-band buffers need not be given: empty ones take their place.
  public init(_ source: MemorySource, options: PickleOptions = .init()) {
    var (parts, findings, offset) = ([Part](), [Finding](), 0)
    repeat {
      let part = Self.part(source, offset, options)
      let isPickle = part.pickle != nil || parts.isEmpty || Self.beginsAsPickle(source, offset)
      guard isPickle else {
        let reason = part.findings.first?.message ?? ""
        let count = source.count - offset
        let message = "\(count) bytes after the last pickle are no pickle: \(reason)"
        findings.append(Finding(.warning, .trailingBytes, message, offset: offset))
        break
      }
      parts.append(part)
      offset = part.byteRange.upperBound
    } while offset < source.count
    (self.parts, self.findings) = (parts, findings)
  }

  /// Checks typed JSON: whether it is JSON, and describes a value. There are no parts.
  public init(typedJSON source: MemorySource) {
    parts = []
    do {
      _ = try Pickle.all(typedJSON: source)
      findings = []
    } catch let error as JSONError {
      let place = error.location
      findings = [Finding(.error, .other(error.code.rawValue), "\(error)", offset: place.offset)]
    } catch let error as TypedJSONError {
      let place = error.location
      findings = [Finding(.error, .other(error.code.rawValue), "\(error)", offset: place.offset)]
    } catch { findings = [Finding(.error, .other("unknown"), "\(error)")] }
  }

  /// What was found in a file that is no pickle. There are no parts.
  public init(findings: [Finding]) { (parts, self.findings) = ([], findings) }

  /// Whether there is a PROTO of a known protocol, which few other bytes begin with.
  private static func beginsAsPickle(_ source: MemorySource, _ offset: Int) -> Bool {
    guard let start = try? source.read(offset..<min(offset + 2, source.count)) else { return false }
    return start.count == 2 && start[0] == PickleOpcode.proto.rawValue && start[1] <= 5
  }

  private static func part(_ source: MemorySource, _ offset: Int, _ options: PickleOptions) -> Part {
    let scan = OpcodeScan(source, from: offset)
    var options = options
    while options.buffers.count < scan.buffers { options.buffers.append(PickleBuffer(Data())) }
    do {
      let pickle = try Pickle(source, at: offset, options: options)
      let survey = GraphSurvey(pickle.graph)
      var findings = scan.findings + disassemblerFindings(source, offset)
      findings.sort { $0.offset ?? 0 < $1.offset ?? 0 }
      findings += inspections.flatMap { $0(pickle) }
      if !survey.isComplete {
        let message = "the same parts are referred to far too often to look at all of them"
        findings.append(Finding(.note, .incomplete, message))
      }
      return Part(
        pickle: pickle, byteRange: pickle.byteRange, opcodes: scan.opcodes, valueCount: survey.count,
        findings: findings)
    } catch {
      return Part(
        pickle: nil, byteRange: offset..<max(offset, source.count), opcodes: scan.opcodes, valueCount: 0,
        findings: [finding(.error, error, offset)])
    }
  }

  /// What `pickletools` would complain about first.
  private static func disassemblerFindings(_ source: MemorySource, _ offset: Int) -> [Finding] {
    do {
      // Without indentation, which would make the text of a million marks endless.
      try PickleDisassembler(indentLevel: 0).disassemble(source, from: offset) { _ in }
      return []
    } catch let error as PickleError where error.code != .limitExceeded {
      return [finding(.warning, error, offset, from: "pickletools: ")]
    } catch {
      // An integer with too many digits to be printed is no mistake.
      return []
    }
  }

  private static func finding(
    _ severity: Finding.Severity, _ error: PickleError, _ offset: Int, from source: String = ""
  ) -> Finding {
    // A stack of a million values is named value by value.
    let isLong = error.detail.utf8.count > 300
    let detail = isLong ? error.detail.prefix(240) + "…" : error.detail[...]
    let place = error.opcode.map { " (\($0.name))" } ?? ""
    return Finding(
      severity, .refused(error.code), source + detail + place, offset: error.context.offset ?? offset)
  }
}
