public import BrineCore

/// Why a pickle was refused: what is wrong, and where.
///
/// Two errors are equal when their codes are.
public struct PickleError: Error, Sendable {
  /// What is wrong.
  public enum Code: String, Sendable, CaseIterable {
    /// The input ends where an opcode should be: there is no STOP.
    case ranOutOfInput
    /// The input ends inside an opcode's argument, or inside a frame.
    case truncated
    /// An opcode needs more values than the stack holds.
    case stackUnderflow
    /// An opcode needs a value, but a MARK is on top.
    case unexpectedMark
    /// An opcode needs a MARK, but there is none.
    case markNotFound
    /// A GET of a key that was never PUT.
    case memoKeyMissing
    /// A byte that is no opcode.
    case unknownOpcode
    /// A protocol above 5.
    case unsupportedProtocol
    /// Text that is not an integer.
    case badInteger
    /// Text that is not a float.
    case badFloat
    /// A STRING without quotes, or with a bad escape.
    case badString
    /// Text that is not in its encoding.
    case badUnicode
    /// A length below zero, or above 2^63 - 1.
    case negativeSize
    /// A PUT below zero.
    case negativeMemoIndex
    /// An extension code of zero or below.
    case badExtensionCode
    /// A dict key or set item that Python can't hash: a list, dict, set, bytearray, or a tuple of such.
    case unhashableKey
    /// SETITEMS or DICT with a key and no value.
    case oddItemCount
    /// A call of something that is not a function or class.
    case notCallable
    /// NEWOBJ of something that can't be a class.
    case notAClass
    /// The arguments of a call are not a tuple, or its keyword arguments not a dict.
    case badArguments
    /// NEXT_BUFFER, but the caller gave no (further) buffer.
    case buffersMissing
    /// READONLY_BUFFER of something that is not a buffer.
    case notABuffer
    /// STACK_GLOBAL of something that is not two strings.
    case badGlobal
    /// BUILD with a state that the object can't take.
    case badState
    /// APPEND to something that has no items.
    case notAppendable
    /// ADDITEMS to something that is not a set.
    case notAddable
    /// SETITEM on something that has no entries.
    case notAssignable
    /// Only from the disassembler, which is stricter than Python's unpickler: a PUT to a key that is taken.
    case memoKeyReused
    /// Only from the disassembler: values are left on the stack after STOP.
    case stackNotEmpty
    /// More than the `Limits` or the graph's own bounds allow.
    case limitExceeded
    /// The value can't be represented as the type asked for.
    case typeMismatch
    /// There is nothing at this path.
    case notFound
    /// The value can't be written: the protocol has no form for it, or it contains itself.
    case notEncodable
    /// A policy that the reader was given does not allow what the pickle holds.
    case refused
  }

  /// What is wrong.
  public var code: Code
  /// The byte offset of the opcode, and the path in the value where there is one.
  public var context: ErrorContext
  /// The opcode that could not be done.
  public var opcode: PickleOpcode?
  /// What was found and what was expected.
  public var detail: String
  /// What whoever refused the pickle knows of it.
  package var reason: (any Error)?

  /// An error with its place.
  public init(_ code: Code, _ detail: String, context: ErrorContext = .init(), opcode: PickleOpcode? = nil) {
    self.code = code
    self.detail = detail
    self.context = context
    self.opcode = opcode
  }
}

extension PickleError: Equatable {
  /// Whether the codes are equal.
  public static func == (left: PickleError, right: PickleError) -> Bool { left.code == right.code }
}

extension PickleError: CustomStringConvertible {
  /// `memo key 7 was never stored (at byte 12, BINGET)`.
  public var description: String {
    let place = [context.description, opcode?.name ?? ""].filter { !$0.isEmpty }.joined(separator: ", ")
    return place.isEmpty ? detail : "\(detail) (\(place))"
  }
}

extension PickleError {
  /// The same error with the opcode that is at its offset.
  func naming(_ input: ByteCursor) -> PickleError {
    var (error, cursor) = (self, input)
    if let offset = context.offset, cursor.seek(to: offset), let byte = cursor.peek() {
      error.opcode = PickleOpcode(rawValue: byte)
    }
    return error
  }
}
