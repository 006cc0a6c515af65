import BrineCore

/// How elements get from the bytes of the file into those of an array.
///
/// A plan is made once for a type; it has the same form as the type, except that what can be copied as it is, is one
/// step however many members it has.
struct ElementPlan: Sendable {
  /// What an array of these elements has.
  let dtype: DType
  /// How many bytes an element takes in the file.
  let fileSize: Int
  /// How many bytes libhdf5 takes for an element in memory, which is what h5py's offsets in compounds count:
  /// 16 for a sequence, whose object takes 8.
  let span: Int
  /// What is to be done.
  let step: Step
  /// Whether h5py has this type.
  var isInNumPy = true

  /// What is to be done with an element.
  indirect enum Step: Sendable {
    /// The bytes are used as they are.
    case copy
    /// Bits become a whole integer.
    case integer(IntegerConversion)
    /// A float becomes one of another layout.
    case float(FloatConversion)
    /// Text is ended or freed of spaces, and filled with zeros.
    case text(Datatype.TextLayout.Padding)
    /// An enumeration of `FALSE` and `TRUE` becomes a byte.
    case truth(IntegerConversion)
    /// A reference into a heap, or to an object, becomes the number of an object. This is the leaf's number.
    case object(leaf: Int)
    /// Members, one after the other.
    case members([Part])
    /// So many elements one after the other.
    case repeated(ElementPlan, count: Int)
  }

  /// A member, or members next to each other that are copied as they are.
  struct Part: Sendable {
    let fileOffset: Int
    let memoryOffset: Int
    let plan: ElementPlan
    /// How many bytes to copy, padding included, where they are copied as they are.
    var copied: Int
  }

  /// Whether the bytes of the file can be used in place.
  var isIdentity: Bool { if case .copy = step { true } else { false } }

  /// Elements whose bytes are used as they are.
  static func copy(_ dtype: DType) -> ElementPlan {
    ElementPlan(dtype: dtype, fileSize: dtype.itemSize, span: dtype.itemSize, step: .copy)
  }

  /// Bytes that can't be understood further.
  static func opaque(_ size: Int) throws(HDF5Error) -> ElementPlan {
    guard let dtype = DType(checking: .void(size)) else {
      throw HDF5Error(.tooLarge, "elements of \(size) bytes are too large")
    }
    var plan = copy(dtype)
    plan.isInNumPy = false
    return plan
  }
}

/// What is to be done with many elements: source and target, and how far apart the elements are.
struct ConversionRun {
  var source: UnsafeRawPointer
  var sourceStride: Int
  var target: UnsafeMutableRawPointer
  var targetStride: Int
  var count: Int
  /// The first byte of the source that objects' numbers count from, and how many leaves share them.
  let base: UnsafeRawPointer
  let leaves: Int

  /// The part of each element at an offset.
  func part(source sourceOffset: Int, target targetOffset: Int) -> ConversionRun {
    var run = self
    run.source += sourceOffset
    run.target += targetOffset
    return run
  }

  /// `length` elements from `first` on.
  func block(_ first: Int, _ length: Int) -> ConversionRun {
    var run = part(source: first * sourceStride, target: first * targetStride)
    run.count = length
    return run
  }
}

extension ElementPlan {
  /// Converts elements. Source and target must have room for all; the target's padding is left alone.
  func convert(_ run: ConversionRun) {
    switch step {
    case .copy: copy(run, fileSize)
    case .integer(let integer): integer.convert(run)
    case .truth(let integer): integer.convertTruth(run)
    case .float(let float): float.convert(run)
    case .text(let padding): TextConversion.convert(run, size: fileSize, padding)
    case .object(let leaf): number(run, leaf)
    case .repeated(let element, let count): convert(run, element, count)
    case .members(let parts):
      // Block by block, so that an element is still in the cache when its next member's turn comes.
      let length = max(1, 16384 / max(fileSize, 1))
      for first in stride(from: 0, to: run.count, by: length) {
        let block = run.block(first, min(length, run.count - first))
        for part in parts {
          let run = block.part(source: part.fileOffset, target: part.memoryOffset)
          if part.copied > 0 { copy(run, part.copied) } else { part.plan.convert(run) }
        }
      }
    }
  }

  /// Arrays in elements: the longer of the two loops is the inner one.
  private func convert(_ run: ConversionRun, _ element: ElementPlan, _ count: Int) {
    if count > run.count {
      var inner = run
      inner.sourceStride = element.fileSize
      inner.targetStride = element.dtype.itemSize
      inner.count = count
      for _ in 0..<run.count {
        element.convert(inner)
        inner.source += run.sourceStride
        inner.target += run.targetStride
      }
    } else {
      for index in 0..<count {
        element.convert(
          run.part(source: index * element.fileSize, target: index * element.dtype.itemSize))
      }
    }
  }

  private func copy(_ run: ConversionRun, _ size: Int) {
    switch size {
    case 1: copy(run, UInt8.self)
    case 2: copy(run, UInt16.self)
    case 4: copy(run, UInt32.self)
    case 8: copy(run, UInt64.self)
    case run.sourceStride where run.sourceStride == run.targetStride:
      run.target.copyMemory(from: run.source, byteCount: size * run.count)
    default:
      for index in 0..<run.count {
        (run.target + index * run.targetStride).copyMemory(
          from: run.source + index * run.sourceStride, byteCount: size)
      }
    }
  }

  @inline(__always)
  private func copy<Word: BitwiseCopyable>(_ run: ConversionRun, _ type: Word.Type) {
    for index in 0..<run.count {
      let word = (run.source + index &* run.sourceStride).loadUnaligned(as: Word.self)
      (run.target + index &* run.targetStride).storeBytes(of: word, as: Word.self)
    }
  }

  /// An object's number is made of the place of its bytes and its leaf: nothing has to be kept for it.
  private func number(_ run: ConversionRun, _ leaf: Int) {
    var number = (run.source - run.base) &* run.leaves &+ leaf
    let step = run.sourceStride &* run.leaves
    for index in 0..<run.count {
      (run.target + index &* run.targetStride).storeBytes(of: Int64(number), as: Int64.self)
      number &+= step
    }
  }
}
