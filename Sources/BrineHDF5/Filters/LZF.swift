/// LZF, the compression that h5py brings along (filter 32000).
///
/// Source: <https://oldhome.schmorp.de/marc/liblzf.html>: a byte below 32 is followed by that many literal
/// bytes and one more; others are the high bits of a distance, and how many bytes to repeat.
enum LZF {
  /// What came of it.
  enum Outcome {
    case done(Int), tooSmall, corrupt
  }

  /// Copies may write this many bytes more than they should, where there is room.
  private static let slack = 32

  /// Unpacks `input`.
  static func decode(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) -> Outcome {
    guard var source = input.baseAddress, let start = output.baseAddress else {
      return input.isEmpty ? .done(0) : .tooSmall
    }
    let end = source + input.count
    let stop = start + output.count
    var target = start
    while source < end {
      let control = Int(source.load(as: UInt8.self))
      source += 1
      if control < 32 {
        let count = control &+ 1
        guard end - source >= count else { return .corrupt }
        guard stop - target >= count else { return .tooSmall }
        if end - source >= slack, stop - target >= slack {
          target.storeBytes(of: source.loadUnaligned(as: SIMD32<UInt8>.self), as: SIMD32<UInt8>.self)
        } else {
          target.copyMemory(from: source, byteCount: count)
        }
        source += count
        target += count
        continue
      }
      var count = control &>> 5 &+ 2
      guard end - source >= (count == 9 ? 2 : 1) else { return .corrupt }
      if count == 9 {
        count &+= Int(source.load(as: UInt8.self))
        source += 1
      }
      let distance = (control & 31) &<< 8 &+ Int(source.load(as: UInt8.self)) &+ 1
      source += 1
      guard target - start >= distance else { return .corrupt }
      guard stop - target >= count else { return .tooSmall }
      `repeat`(count, distance, target, stop)
      target += count
    }
    return .done(target - start)
  }

  /// Copies `count` bytes from `distance` before the target, which they may overlap.
  @inline(__always)
  private static func `repeat`(
    _ count: Int, _ distance: Int, _ target: UnsafeMutableRawPointer, _ stop: UnsafeMutableRawPointer
  ) {
    let from = UnsafeRawPointer(target) - distance
    if distance >= 16, stop - target >= count &+ 16 {
      var done = 0
      repeat {
        (target + done).storeBytes(
          of: (from + done).loadUnaligned(as: SIMD16<UInt8>.self), as: SIMD16<UInt8>.self)
        done &+= 16
      } while done < count
    } else if distance >= 8, stop - target >= count &+ 8 {
      var done = 0
      repeat {
        (target + done).storeBytes(of: (from + done).loadUnaligned(as: UInt64.self), as: UInt64.self)
        done &+= 8
      } while done < count
    } else if distance == 1 {
      target.initializeMemory(as: UInt8.self, repeating: from.load(as: UInt8.self), count: count)
    } else {
      for index in 0..<count {
        (target + index).storeBytes(of: (from + index).load(as: UInt8.self), as: UInt8.self)
      }
    }
  }
}
