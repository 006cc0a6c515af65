import Testing

@testable import BrineCore

@Suite struct PrintingTests {
  private let numbers = [1.23456789, 1000.5, -1e-5, 2.0 / 3]

  private func text(_ array: NDArray, _ change: (inout ArrayTextOptions) -> Void) -> String {
    var options = ArrayTextOptions()
    change(&options)
    return array.text(options: options)
  }

  /// The expected texts are NumPy's with the same print options.
  @Test func options() throws {
    let array = try NDArray(numbers, shape: [2, 2])
    #expect(
      text(array) { $0.precision = 3 } == """
        array([[ 1.235e+00,  1.000e+03],
               [-1.000e-05,  6.667e-01]])
        """)
    #expect(
      text(array) { $0.suppressesSmall = true } == """
        array([[   1.23456789, 1000.5       ],
               [  -0.00001   ,    0.66666667]])
        """)
    #expect(text(NDArray([1.5, 2.5, 0.4])) { $0.precision = 0 } == "array([2., 2., 0.])")
    let short = { (options: inout ArrayTextOptions) in (options.threshold, options.edgeItems) = (3, 1) }
    #expect(text(NDArray([0, 1, 2, 3, 4]), short) == "array([0, ..., 4], shape=(5,))")
    #expect(
      text(try NDArray(Array(0..<12), shape: [3, 4]), short) == """
        array([[ 0, ...,  3],
               ...,
               [ 8, ..., 11]], shape=(3, 4))
        """)
    #expect(
      text(NDArray((0..<12).map { Int8($0) })) { $0.lineWidth = 30 } == """
        array([ 0,  1,  2,  3,  4,
                5,  6,  7,  8,  9,
               10, 11], dtype=int8)
        """)
  }

  @Test func shortFloatsOfModels() throws {
    let brain = try NDArray(
      DType("bfloat16"), shape: [4], storage: MemorySource([0x80, 0x3F, 0xCD, 0x3D, 0x49, 0xC0, 0xC0, 0x7F]))
    #expect(brain.debugDescription == "array([ 1.  ,  0.1 , -3.14,   nan], dtype=bfloat16)")
    let small = try NDArray(DType("float8_e4m3fn"), shape: [3], storage: MemorySource([0x38, 0x7E, 0xA0]))
    #expect(small.debugDescription == "array([ 1.00e+00,  4.48e+02, -1.25e-01], dtype=float8_e4m3fn)")
    #expect(try small[1].description == "448.0")
  }

  /// Every 8-bit float is printed as the 32-bit one that it is.
  @Test(arguments: Float8.allCases) func digitsOfEightBitFloats(_ layout: Float8) throws {
    let all = (UInt8(0)...255).map { Double(layout.value($0)) }.filter(\.isFinite)
    for value in all {
      let text = ArrayValue.float(value).text(DType(.float8(layout)))
      #expect(Float(text) == Float(value), "\(value) is printed as \(text)")
    }
  }

  @Test func onlyTheEdgesOfLargeArraysAreTouched() throws {
    let wide = try NDArray([Float(0.5)]).broadcast(to: [1 << 40, 1 << 20])
    #expect(
      wide.debugDescription == """
        array([[0.5, 0.5, 0.5, ..., 0.5, 0.5, 0.5],
               [0.5, 0.5, 0.5, ..., 0.5, 0.5, 0.5],
               [0.5, 0.5, 0.5, ..., 0.5, 0.5, 0.5],
               ...,
               [0.5, 0.5, 0.5, ..., 0.5, 0.5, 0.5],
               [0.5, 0.5, 0.5, ..., 0.5, 0.5, 0.5],
               [0.5, 0.5, 0.5, ..., 0.5, 0.5, 0.5]],
              shape=(1099511627776, 1048576), dtype=float32)
        """)
  }

  @Test func tooManyAxesAreLeftOut() throws {
    let deep = try NDArray([Int8(1)]).broadcast(to: [Int](repeating: 6, count: 20))
    let shape = [String](repeating: "6", count: 20).joined(separator: ", ")
    #expect(deep.debugDescription == "array([...],\n      shape=(\(shape)), dtype=int8)")
    #expect(deep.description == "[...]")
    let single = try NDArray([Int8(1)]).broadcast(to: [Int](repeating: 1, count: 64))
    #expect(single.description == String(repeating: "[", count: 64) + "1" + String(repeating: "]", count: 64))
  }

  @Test func textsOfElements() throws {
    #expect(ArrayValue.float(0.1).text(.float32) == "0.1")
    #expect(ArrayValue.float(Double(Float(0.1))).text(.float64) == "0.10000000149011612")
    #expect(ArrayValue.string("it's").text(DType(.str(4))) == "it's")
    #expect(ArrayValue.bytes([0x61, 0]).text(DType(.bytes(2))) == #"b'a\x00'"#)
    #expect(ArrayValue.datetime(nil, .days).text(DType(.datetime64(.days))) == "NaT")
    #expect(ArrayValue.datetime(.max, .days).text(DType(.datetime64(.days))) == String(Int64.max))
    #expect(ArrayValue.object(3).text(.object) == "None")
  }

  @Test func longDoublesAreDoubles() throws {
    // 1.5 as an x87 number in 16 bytes.
    let bytes: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0xC0, 0xFF, 0x3F, 0, 0, 0, 0, 0, 0]
    let array = try NDArray(DType("longdouble"), shape: [1], storage: MemorySource(bytes))
    #expect(array.debugDescription == "array([1.5], dtype=float128)")
  }
}
