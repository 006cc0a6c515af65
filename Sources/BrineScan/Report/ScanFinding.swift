import BrinePickle

/// Something that a file would do when it is loaded, or that keeps it from being analysed.
public struct ScanFinding: Sendable, Equatable {
  /// The rule that it falls under.
  public var rule: PolicyRule
  /// What it makes of the file; `safe` for what is only worth knowing.
  public var verdict: ScanVerdict
  /// Where it is in an archive, a compressed file or an HDF5 file; `nil` for the file itself.
  public var member: String?
  /// The byte offset in the file or member.
  public var offset: Int?
  /// The opcode there.
  public var opcode: String?
  /// The name that is used: `os.system`.
  public var global: String?
  /// How the name is used.
  public var use: PickleUse?
  /// The arguments of a call, as Python would write them, cut short.
  public var arguments: String?
  /// How often the same is done in the same place of the file: one finding stands for all.
  public var count = 1
  /// A plain sentence.
  public var message: String

  init(
    _ rule: PolicyRule, _ verdict: ScanVerdict, _ message: String, offset: Int? = nil, opcode: String? = nil,
    global: PickleName? = nil, use: PickleUse? = nil, arguments: String? = nil
  ) {
    (self.rule, self.verdict, self.message, self.offset) = (rule, verdict, message, offset)
    (self.opcode, self.use, self.arguments) = (opcode, use, arguments)
    self.global = global?.description
  }
}
