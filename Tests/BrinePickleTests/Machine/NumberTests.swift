import BigInt
import BrinePickle
import Testing

/// Integers and floats in all the forms that pickles have.
@Suite struct NumberTests {
  @Test(arguments: [
    ("I0\n", "0"), ("I00\n", "false"), ("I01\n", "true"), ("I-1\n", "-1"), ("I+7\n", "7"), ("I 7\n", "7"),
    ("I010\n", "8"), ("I0x1F\n", "31"), ("I0o17\n", "15"), ("I0b101\n", "5"), ("I1_000\n", "1000"),
    ("I001\n", "1"), ("I9223372036854775808\n", "9223372036854775808"),
    ("I-9223372036854775808\n", "-9223372036854775808"),
    ("L0L\n", "0"), ("L12\n", "12"),
    ("L-340282366920938463463374607431768211456L\n", "-340282366920938463463374607431768211456"),
    ("L0x10L\n", "16"),
  ])
  func integersInText(_ text: String, _ expected: String) throws {
    #expect(try json(text + ".") == expected)
  }

  @Test(arguments: ["Ix\n", "I1 2\n", "I1__0\n", "I--1\n", "I08\n", "I1.0\n", "L1LL\n", "Lx\n", "L010L\n"])
  func noIntegers(_ text: String) {
    #expect(refusal(text + ".")?.code == .badInteger)
  }

  @Test(arguments: [
    "I\n", "I", "L\n", "F\n", "F1", #"J\x00\x00\x00"#, #"M\x00"#, "K", #"G\x00"#, #"\x8a\x02\x00"#,
  ])
  func cutOff(_ text: String) {
    #expect(refusal(text)?.code == .truncated)
  }

  @Test(arguments: [
    (#"K\xff"#, "255"), (#"M\xff\xff"#, "65535"), (#"J\xff\xff\xff\xff"#, "-1"),
    (#"J\x00\x00\x00\x80"#, "-2147483648"),
    (#"\x8a\x00"#, "0"), (#"\x8a\x01\xff"#, "-1"), (#"\x8a\x02\xff\x00"#, "255"),
    (#"\x8a\x06\x00\x00\x00\x00\x00\x80"#, "-140737488355328"),
    (#"\x8a\x06\xff\xff\xff\xff\xff\x7f"#, "140737488355327"),
    (#"\x8a\x08\x00\x00\x00\x00\x00\x00\x00\x80"#, "-9223372036854775808"),
    (#"\x8a\x09\x00\x00\x00\x00\x00\x00\x00\x80\x00"#, "9223372036854775808"),
    (#"\x8a\x09\xff\xff\xff\xff\xff\xff\xff\xff\xff"#, "-1"),
    (#"\x8b\x00\x00\x00\x00"#, "0"), (#"\x8b\x03\x00\x00\x00\x00\x00\x80"#, "-8388608"),
  ])
  func binaryIntegers(_ text: String, _ expected: String) throws {
    #expect(try json(text + ".") == expected)
  }

  @Test func lengthsBelowZero() {
    #expect(refusal(#"\x8b\xff\xff\xff\xff."#)?.code == .negativeSize)
    for opcode in [#"\x8d"#, #"\x8e"#, #"\x95"#, #"\x96"#] {
      #expect(refusal(opcode + #"\x00\x00\x00\x00\x00\x00\x00\x80"#)?.code == .negativeSize)
      #expect(refusal(opcode + #"\xff\xff\xff\xff\xff\xff\xff\x7f"#)?.code == .truncated)
    }
  }

  @Test func integersOfAnySize() throws {
    for bits in [47, 48, 63, 64, 127, 500, 2000] {
      for number in [
        BigInt(1) << bits, -(BigInt(1) << bits), BigInt(1) << bits - 1, -(BigInt(1) << bits) - 1,
      ] {
        let bytes = number.twosComplement
        let pickle =
          [0x8B] + (0..<4).map { UInt8(truncatingIfNeeded: bytes.count >> (8 * $0)) } + bytes + [0x2E]
        let value = try Pickle(pickle).root
        #expect(value.bigInt == number)
        #expect(value.int == Int(exactly: number))
        #expect(try value.typedJSON() == number.description)
      }
    }
  }

  @Test(arguments: [
    ("F1.5\n", "1.5"), ("F-.5\n", "-0.5"), ("F5.\n", "5.0"), ("F1e3\n", "1000.0"),
    ("Fnan\n", #"{"$float":"nan"}"#),
    ("F-inf\n", #"{"$float":"-inf"}"#), ("FInfinity\n", #"{"$float":"inf"}"#), ("F1e-400\n", "0.0"),
    ("F-0\n", "-0.0"),
  ])
  func floatsInText(_ text: String, _ expected: String) throws {
    #expect(try json(text + ".") == expected)
  }

  @Test(arguments: ["Fx\n", "F1e\n", "F 1\n", "F1_0\n", "F0x1p3\n", "F1e400\n", "F1,5\n"])
  func noFloats(_ text: String) {
    #expect(refusal(text + ".")?.code == .badFloat)
  }

  @Test(arguments: [
    (#"\x3f\xf8\x00\x00\x00\x00\x00\x00"#, "1.5"), (#"\x80\x00\x00\x00\x00\x00\x00\x00"#, "-0.0"),
    (#"\x7f\xf0\x00\x00\x00\x00\x00\x00"#, #"{"$float":"inf"}"#),
    (#"\xff\xf0\x00\x00\x00\x00\x00\x00"#, #"{"$float":"-inf"}"#),
    (#"\xff\xf8\x00\x00\x00\x00\x00\x00"#, #"{"$float":"nan"}"#),
    // NaNs whose bits look like words that are no floats.
    (#"\xff\xf1\x00\x00\x00\x00\x00\x05"#, #"{"$float":"nan"}"#),
    (#"\xff\xff\xff\xff\xff\xff\xff\xff"#, #"{"$float":"nan"}"#),
    (#"\x00\x00\x00\x00\x00\x00\x00\x01"#, "5e-324"),
  ])
  func binaryFloats(_ bytes: String, _ expected: String) throws {
    #expect(try json("G" + bytes + ".") == expected)
    #expect(try json("(G" + bytes + "G" + bytes + "l.") == "[\(expected),\(expected)]")
  }

  @Test func booleansAreNoIntegers() throws {
    #expect(try value(#"\x88."#).int == nil)
    #expect(try value(#"\x88."#).bool == true)
    #expect(try value(#"K\x01."#).bool == nil)
  }
}

extension BigInt {
  /// Little-endian, at least one byte.
  fileprivate var twosComplement: [UInt8] {
    let isNegative = sign == .minus
    let rest = isNegative ? magnitude - 1 : magnitude
    return (0...rest.bitWidth / 8).map { index in
      let byte = UInt8(truncatingIfNeeded: rest >> (8 * index))
      return isNegative ? ~byte : byte
    }
  }
}
