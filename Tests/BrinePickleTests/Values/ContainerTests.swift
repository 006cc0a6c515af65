import BrineCore
import BrinePickle
import Testing

/// Subscripts, entries and identity.
@Suite struct ContainerTests {
  @Test func indexesCountFromBothEnds() throws {
    for text in [#"](K\x0aK\x0bK\x0ce."#, #"K\x0aK\x0bK\x0c\x87."#] {
      let value = try value(text)
      #expect([0, 1, 2].map { value[$0]?.int } == [10, 11, 12])
      #expect([-1, -2, -3].map { value[$0]?.int } == [12, 11, 10])
      #expect([3, -4, Int.max, Int.min].allSatisfy { value[$0] == nil })
    }
    #expect(try value(").")[0] == nil)
    #expect(try value(#"\x8f(K\x01\x90."#)[0] == nil)
    #expect(try value(#"K\x01."#)[0] == nil)
  }

  @Test func keys() throws {
    let value = try value("}(Va\nI1\nVb\nI2\nI7\nI3\nI-1\nI4\nu.")
    #expect(value["a"]?.int == 1)
    #expect(value["b"]?.int == 2)
    #expect(value["c"] == nil)
    #expect(value[7]?.int == 3)
    #expect(value[-1]?.int == 4)
    #expect(value[0] == nil)
    #expect(value.dictionary == nil)
    #expect(value.array == nil)
  }

  @Test func keysOfDicts() throws {
    let dictionary = try #require(try value("}(Va\nI1\nVb\nI2\nu.").dictionary)
    #expect(dictionary.mapValues(\.int) == ["a": 1, "b": 2])
    #expect(try value("}.").dictionary?.isEmpty == true)
    #expect(try value("].").dictionary == nil)
  }

  @Test func equalKeysAreOneWithTheLastValue() throws {
    // 1, 1.0 and True are one key; the strings are stored twice.
    let value = try value("}(I1\nVa\nVx\nVb\nF1\nVc\nVx\nVd\nI01\nVe\nV1\nVf\nu.")
    let entries = try #require(value.entries)
    #expect(entries.map(\.value.string) == ["e", "d", "f"])
    #expect(entries.map(\.key.int) == [1, nil, nil])
    #expect(value.count == 3)
    #expect(value["x"]?.string == "d")
    // Added one by one it is the same.
    #expect(try json("}Va\nI1\nsVb\nI2\nsVa\nI3\ns.") == #"{"a":3,"b":2}"#)
  }

  @Test func integerSubscriptFindsEqualKeys() throws {
    #expect(try value("}(I1\nVa\nF1\nVc\nu.").entries?.map(\.value.string) == ["c"])
    #expect(try value("}(I1\nVa\nF1\nVc\nu.")[1]?.string == "c")
  }

  @Test func nanKeysDiffer() throws {
    #expect(try value("}(Fnan\nI1\nFnan\nI2\nu.").count == 2)
    #expect(try json("}(F0\nI1\nF-0\nI2\nu.") == #"{"$dict":[[0.0,2]]}"#)
  }

  @Test func equalTuplesAreOneKey() throws {
    let tuple = { (number: String) in "(I1\n(V\(number)\ntt" }
    #expect(try value("}(" + tuple("a") + "I1\n" + tuple("a") + "I2\n" + tuple("b") + "I3\nu.").count == 2)
    #expect(try value(#"}((K\x01K\x02\x91I1"# + "\n" + #"(K\x02K\x01\x91I2"# + "\nu.").count == 1)
    // Text and bytes are never equal.
    #expect(try value(#"}(C\x01aI1"# + "\nVa\nI2\nu.").count == 2)
  }

  @Test func setsHoldEachItemOnce() throws {
    #expect(try value(#"\x8f(K\x01F1"# + "\n" + #"K\x02K\x02\x90."#).array?.count == 2)
    #expect(try json(#"\x8f(K\x02K\x01K\x02\x90."#) == #"{"$set":[2,1]}"#)
  }

  @Test func identity() throws {
    let value = try value(#"(]2]K\x01)t."#)
    let items = try #require(value.array)
    #expect(items[0].isIdentical(to: items[1]))
    #expect(items[0] == items[1])
    #expect(items[0].identity == items[1].identity)
    #expect(!items[0].isIdentical(to: items[2]))
    #expect(items[0].identity != items[2].identity)
    #expect(items[0].identity != nil)
    #expect(items[3].identity == nil)
    #expect(items[4].identity == nil)
  }

  @Test func identityIsWithinAGraph() throws {
    let (first, second) = (try value("]."), try value("]."))
    #expect(first != second)
    #expect(first.identity != second.identity)
    withExtendedLifetime((first, second)) {}
  }
}
