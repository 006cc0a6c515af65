import BrineCore

/// A file that a driver has cut into members of one size: `data00000.h5`, `data00001.h5` and so on.
///
/// Source: HDF5 File Format Specification 3.0, section II.B, "File Driver Info", "Family Driver".
enum FileFamily {
  private static let mostMembers = 1 << 16

  /// The whole file.
  ///
  /// - Parameters:
  ///   - first: The member that begins with the superblock.
  ///   - information: The driver's, which begins with the size of a member; `nil` for a file that has none, whose
  ///     members are as large as the first.
  ///   - path: Where that is. The others have other numbers in the place of its zeros.
  /// - Throws: `HDF5Error.Code.unavailable` without a path or with one without zeros, `notAllowed`, `truncated` when
  ///   members are missing.
  static func joined(
    _ first: MemorySource, _ information: [UInt8]?, _ superblock: Superblock, path: String?,
    _ external: ExternalAccess
  ) throws(HDF5Error) -> MemorySource {
    guard let path, let zeros = zeros(in: path) else {
      throw HDF5Error(
        .unavailable, "the first of a family of files must be opened by its path, which has 0 for its number",
        structure: "driver information block")
    }
    let size = information?.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard let size = Int(exactly: size ?? UInt64(first.count)), size > 0,
      superblock.endOfFile <= size.multiplied(mostMembers) ?? .max
    else {
      throw HDF5Error(
        .badStructure, "a family of \(superblock.endOfFile) bytes, in members of a size that can't be",
        structure: "driver information block")
    }
    var members = [first]
    while size.multiplied(members.count) ?? .max < superblock.endOfFile {
      guard let last = members.last, last.count == size else {
        throw HDF5Error(.truncated, "member \(members.count - 1) of the family should have \(size) bytes")
      }
      members.append(try member(members.count, path, zeros, external))
      guard let next = members.last, next.count <= size, !HDF5File.recognises(next) else {
        throw HDF5Error(.truncated, "what should be member \(members.count - 1) of the family is none")
      }
    }
    return joined(members)
  }

  /// The last zeros of the file's name.
  private static func zeros(in path: String) -> Range<String.Index>? {
    let start = path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex
    guard let last = path[start...].lastIndex(of: "0") else { return nil }
    var first = last
    while first > start, path[path.index(before: first)] == "0" { first = path.index(before: first) }
    return first..<path.index(after: last)
  }

  private static func member(
    _ number: Int, _ path: String, _ zeros: Range<String.Index>, _ external: ExternalAccess
  ) throws(HDF5Error) -> MemorySource {
    let width = path.distance(from: zeros.lowerBound, to: zeros.upperBound)
    let digits = "\(number)"
    let padded = String(repeating: "0", count: max(0, width - digits.count)) + digits
    let start = path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex
    let name = path[start..<zeros.lowerBound] + padded + path[zeros.upperBound...]
    let place: String
    do throws(HDF5Error) { place = try external.locate(String(name), from: path) } catch {
      guard error.code == .brokenLink else { throw error }
      throw HDF5Error(.truncated, "member \(name) of the family is missing")
    }
    do throws(ByteSourceError) {
      return try MemorySource(contentsOf: place)
    } catch {
      throw HDF5Error(.unreadable, "\(error)")
    }
  }

  private static func joined(_ members: [MemorySource]) -> MemorySource {
    MemorySource(byteCount: members.reduce(0) { $0 + $1.count }, isZeroed: false) { target in
      var end = 0
      for member in members {
        UnsafeMutableRawBufferPointer(rebasing: target[end..<end + member.count]).copyMemory(
          from: member.memory)
        end += member.count
      }
    }
  }
}
