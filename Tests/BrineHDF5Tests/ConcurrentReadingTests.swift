import BrineCore
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import BrineHDF5

/// Many tasks read the same files at once: to be run with the thread sanitizer, for as many seconds as
/// `BRINE_STRESS_SECONDS` says.
@Suite struct ConcurrentReadingTests {
  private static let seconds =
    Double(ProcessInfo.processInfo.environment["BRINE_STRESS_SECONDS"] ?? "") ?? 0.5

  @Test func eightTasksReadAHundredDatasetsAtOnce() async throws {
    let files = try StressFile.all()
    #expect(files.reduce(0) { $0 + $1.datasets.count } >= 100)
    let end = ContinuousClock.now.advanced(by: .seconds(Self.seconds))
    var round = 0
    repeat {
      // Opened anew, so that everything which is read once is read by several tasks at first. A small cache has to
      // drop chunks which others use, a large one keeps them.
      let opened = try files.map { try $0.opened(cacheSize: round % 2 == 0 ? 64 << 10 : 64 << 20) }
      let (reads, wrong) = await Self.read(files, opened, seed: UInt64(round) * 8)
      #expect(wrong.isEmpty)
      #expect(reads >= 800)
      round += 1
    } while ContinuousClock.now < end
  }

  /// How many datasets eight tasks read, and which of them did not have their values.
  private static func read(
    _ files: [StressFile], _ opened: [HDF5File], seed: UInt64
  ) async -> (reads: Int, wrong: [String]) {
    await withTaskGroup(of: (Int, [String]).self) { group in
      for task in 0..<8 {
        group.addTask {
          var random = SplitMix64(seed: seed + UInt64(task))
          var order = files.indices.flatMap { file in files[file].datasets.indices.map { (file, $0) } }
          order.shuffle(using: &random)
          var wrong: [String] = []
          for (file, number) in order {
            let dataset = files[file].datasets[number]
            let found = try? StressFile.Content(opened[file], dataset.path)
            if found != dataset.content { wrong.append("\(files[file].name): \(dataset.path)") }
            await Task.yield()
          }
          return (order.count, wrong)
        }
      }
      return await group.reduce(into: (0, [])) { sum, part in
        sum.0 += part.0
        sum.1 += part.1
      }
    }
  }
}

/// A fixture, and what one task alone reads of it.
private struct StressFile: Sendable {
  /// What there is to be read of a dataset, or why it can't be.
  struct Content: Equatable {
    var bytes: [UInt8] = []
    var selected: [UInt8] = []
    var texts: [String] = []
    var attributes: [String] = []
    var error: HDF5Error.Code?

    private static let everyOther = Selection([.slice(nil, nil, step: 2)])

    private static func array(_ source: MemorySource) -> [UInt8] {
      withExtendedLifetime(source) { Array(source.memory) }
    }

    init(_ file: HDF5File, _ path: String) throws {
      guard let dataset = try file[path].dataset else { return }
      attributes = dataset.attrs.all().map { "\($0.name): \((try? $0.attribute.get().rawBytes) ?? [])" }
      do throws(HDF5Error) {
        let array = try dataset.read()
        if array.dtype.hasObjects {
          texts = (try? array.asStrings()) ?? []
        } else {
          bytes = Self.array(try dataset.readRaw())
          // Every other row, so that chunks are taken in part and kept.
          if !dataset.shape.isEmpty { selected = Self.array(try dataset.readRaw(Self.everyOther)) }
        }
      } catch { self.error = error.code }
    }
  }

  let name: String
  let source: MemorySource
  let path: String
  private(set) var datasets: [(path: String, content: Content)] = []

  private init(_ name: String) throws {
    self.name = name
    source = try FixtureFiles.bytes("valid/\(name)")
    path = FixtureFiles.folder.appendingPathComponent("valid/\(name)").path
  }

  func opened(cacheSize: Int) throws -> HDF5File {
    var options = HDF5File.Options()
    options.reading.chunkCacheSize = cacheSize
    options.reading.threads = 2
    return try HDF5File(source, path: path, options: options)
  }

  /// The files of `Fixtures/hdf5/valid` with their datasets that are not large.
  static func all() throws -> [StressFile] {
    let folder = FixtureFiles.folder.appendingPathComponent("valid")
    let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
    return try names.sorted().compactMap { name in
      guard name.hasSuffix(".h5") || name.hasSuffix(".h5.gz") else { return nil }
      var file = try StressFile(name)
      guard let opened = try? file.opened(cacheSize: 0) else { return nil }
      for element in opened.root.walk() {
        guard let dataset = try? element.object.get().dataset, dataset.count < 1 << 14 else { continue }
        file.datasets.append((dataset.path, try Content(opened, dataset.path)))
      }
      return file.datasets.isEmpty ? nil : file
    }
  }
}
