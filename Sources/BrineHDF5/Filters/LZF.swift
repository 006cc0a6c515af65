/// LZF, the compression that h5py brings along (filter 32000).
///
/// Source: <https://oldhome.schmorp.de/marc/liblzf.html>: a byte below 32 is followed by that many literal
/// bytes and one more; others are the high bits of a distance, and how many bytes to repeat.
enum LZF {
  /// What came of it.
  enum Outcome {
    case done(Int), tooSmall, corrupt
  }

  /// Where so much is left of the input, any literal bytes may be read as one block.
  private static let inputSlack = 34
  /// Where so much room is left, anything may be written in whole blocks.
  private static let outputSlack = 304

  /// Unpacks `input`.
  static func decode(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) -> Outcome {
    guard let source = input.baseAddress, let start = output.baseAddress else {
      return input.isEmpty ? .done(0) : .tooSmall
    }
    var place = Place(source: source, target: start)
    guard decodeMost(input, output, &place) else { return .corrupt }
    let end = source + input.count
    let stop = start + output.count
    while place.source < end {
      if let failure = decodeOne(&place, start: start, end: end, stop: stop) { return failure }
    }
    return .done(place.target - start)
  }

  /// Where is read, and where is written.
  private struct Place {
    var source: UnsafeRawPointer
    var target: UnsafeMutableRawPointer
  }

  /// Unpacks as long as the ends are far away, so that blocks of fixed size can be copied without a look at them.
  ///
  /// - Returns: Whether no distance was too large.
  private static func decodeMost(
    _ input: UnsafeRawBufferPointer, _ output: UnsafeMutableRawBufferPointer, _ place: inout Place
  ) -> Bool {
    guard input.count > inputSlack, output.count > outputSlack else { return true }
    let start = UnsafeRawPointer(place.target)
    let end = place.source + (input.count - inputSlack)
    let stop = place.target + (output.count - outputSlack)
    var (source, target) = (place.source, place.target)
    defer { place = Place(source: source, target: target) }
    while source < end, target < stop {
      let pair = Int(UInt16(littleEndian: source.loadUnaligned(as: UInt16.self)))
      let control = pair & 0xFF
      let distance = (pair & 31) &<< 8 &+ pair &>> 8 &+ 1
      let isMatch = control >= 32
      let count = isMatch ? control &>> 5 &+ 2 : control &+ 1
      // Most pieces are short: eight bytes are copied, whatever their length.
      if count > 8 || isMatch && (distance < 8 || distance > UnsafeRawPointer(target) - start) {
        // Copies, so that what the loop uses stays in registers.
        var place = Place(source: source, target: target)
        guard decodeRare(&place, start) else { return false }
        (source, target) = (place.source, place.target)
        continue
      }
      let from = isMatch ? UnsafeRawPointer(target) - distance : source + 1
      target.storeBytes(of: from.loadUnaligned(as: UInt64.self), as: UInt64.self)
      source += isMatch ? 2 : count &+ 1
      target += count
    }
    return true
  }

  /// Unpacks a piece that is long, or repeats what is less than eight bytes away.
  ///
  /// - Returns: Whether its distance was not too large.
  @inline(never)
  private static func decodeRare(_ place: inout Place, _ start: UnsafeRawPointer) -> Bool {
    var (source, target) = (place.source, place.target)
    defer { place = Place(source: source, target: target) }
    let control = Int(source.load(as: UInt8.self))
    if control < 32 {
      target.storeBytes(of: (source + 1).loadUnaligned(as: SIMD32<UInt8>.self), as: SIMD32<UInt8>.self)
      source += control &+ 2
      target += control &+ 1
      return true
    }
    var count = control &>> 5 &+ 2
    var low = Int((source + 1).load(as: UInt8.self))
    if count == 9 {
      count &+= low
      low = Int((source + 2).load(as: UInt8.self))
      source += 1
    }
    source += 2
    let distance = (control & 31) &<< 8 &+ low &+ 1
    guard UnsafeRawPointer(target) - start >= distance else { return false }
    `repeat`(count, distance, target)
    target += count
    return true
  }

  /// Copies `count` bytes from `distance` before the target, which they may overlap; up to 16 more are written.
  @inline(__always)
  private static func `repeat`(_ count: Int, _ distance: Int, _ target: UnsafeMutableRawPointer) {
    let from = UnsafeRawPointer(target) - distance
    if distance >= 16 {
      target.storeBytes(of: from.loadUnaligned(as: SIMD16<UInt8>.self), as: SIMD16<UInt8>.self)
      var done = 16
      while done < count {
        (target + done).storeBytes(
          of: (from + done).loadUnaligned(as: SIMD16<UInt8>.self), as: SIMD16<UInt8>.self)
        done &+= 16
      }
    } else if distance >= 8 {
      target.storeBytes(of: from.loadUnaligned(as: UInt64.self), as: UInt64.self)
      var done = 8
      while done < count {
        (target + done).storeBytes(of: (from + done).loadUnaligned(as: UInt64.self), as: UInt64.self)
        done &+= 8
      }
    } else if distance == 1 {
      target.initializeMemory(as: UInt8.self, repeating: from.load(as: UInt8.self), count: count)
    } else {
      for index in 0..<count {
        (target + index).storeBytes(of: (from + index).load(as: UInt8.self), as: UInt8.self)
      }
    }
  }

  /// Unpacks one piece, near the ends. Returns what is wrong.
  private static func decodeOne(
    _ place: inout Place, start: UnsafeMutableRawPointer, end: UnsafeRawPointer,
    stop: UnsafeMutableRawPointer
  ) -> Outcome? {
    let control = Int(place.source.load(as: UInt8.self))
    place.source += 1
    let left = end - place.source
    if control < 32 {
      let count = control + 1
      guard left >= count else { return .corrupt }
      guard stop - place.target >= count else { return .tooSmall }
      place.target.copyMemory(from: place.source, byteCount: count)
      place.source += count
      place.target += count
      return nil
    }
    var count = control >> 5 + 2
    guard left >= (count == 9 ? 2 : 1) else { return .corrupt }
    if count == 9 {
      count += Int(place.source.load(as: UInt8.self))
      place.source += 1
    }
    let distance = (control & 31) << 8 + Int(place.source.load(as: UInt8.self)) + 1
    place.source += 1
    guard place.target - start >= distance else { return .corrupt }
    guard stop - place.target >= count else { return .tooSmall }
    let from = UnsafeRawPointer(place.target) - distance
    for index in 0..<count {
      (place.target + index).storeBytes(of: (from + index).load(as: UInt8.self), as: UInt8.self)
    }
    place.target += count
    return nil
  }
}
