import BrineCore
import BrinePickle
import Testing

/// Walking, paths, and finding values by path.
@Suite struct PathTests {
  /// `{"config": {"layers": [10, (20, 30)], "a/b": 1, 7: "seven", "": 2}, "square": Square(5, width=6)}`.
  private static let text =
    "}(Vconfig\n}(Vlayers\n](I10\n(I20\nI30\nteVa/b\nI1\nI7\nVseven\nV\nI2\nu"
    + #"Vsquare\#ncshapes\#nSquare\#n(I5\#nt}Vwidth\#nI6\#ns\x92}Vname\#nVs\#nsb"#
    + "Vwhen\ncdatetime\ntime\n(C\\x06\\x01\\x02\\x03\\x00\\x00\\x00czoneinfo\nZoneInfo\n(VEurope/Paris\ntRtRVid\nPdoc\nu."

  private func root() throws -> PickleValue { try Pickle(handmade(Self.text)).root }

  @Test(
    arguments: [
      ("config/layers[0]", 10), ("config/layers[-1][1]", 30), ("/config/layers[1][0]", 20),
      ("[\"config\"]/layers[0]", 10),
      ("config['layers'][0]", 10), ("config[\"a/b\"]", 1), ("config[7]", nil), ("square/args[0]", 5),
      ("square/width", 6),
      ("config[\"\"]", 2), ("[config][layers][0]", nil),
    ] as [(String, Int?)])
  func resolving(_ path: String, _ expected: Int?) throws {
    if path.hasPrefix("[config]") {
      #expect(throws: PickleError.self) { try root().resolve(path) }
    } else {
      #expect(try root().resolve(path).int == expected)
    }
  }

  @Test func resolvingTheOtherParts() throws {
    let root = try root()
    #expect(try root.resolve("").isIdentical(to: root))
    #expect(try root.resolve("/").isIdentical(to: root))
    #expect(try root.resolve("config[7]").string == "seven")
    #expect(try root.resolve("square/name").string == "s")
    #expect(try root.resolve("when/tz/args[0]").string == "Europe/Paris")
    #expect(try root.resolve("id/content").string == "doc")
    #expect(try Pickle(handmade(#"cf\#ng\#n)R)R."#)).root.resolve("callable").typeName == "f.g(…)")
    #expect(try Pickle(handmade("cf\ng\n)RI5\nb.")).root.resolve("state").int == 5)
    #expect(try Pickle(handmade("}(I1\nI2\ntI3\ns.")).root.resolve("keys[0][1]").int == 2)
  }

  @Test(arguments: [
    "nothing", "config/nothing", "config/layers[2]", "config/layers[x]", "config[", "config[\"a",
    "square/args[1]",
  ])
  func thereIsNothing(_ path: String) throws {
    do {
      _ = try root().resolve(path)
      Issue.record("\(path) leads to something")
    } catch {
      let error = try #require(error as? PickleError)
      #expect(error.code == .notFound)
      #expect(error.context.path == path)
    }
  }

  @Test func everyValueIsFoundAgainByItsPath() throws {
    let root = try root()
    for visit in root.walk {
      #expect(try root.resolve(visit.path.description) == visit.value, "\(visit.path)")
    }
  }

  @Test func pathsOfValues() throws {
    let pickle = try Pickle(handmade(Self.text))
    let tuple = try pickle.root.resolve("config/layers[1]")
    let path = try #require(pickle.path(of: tuple))
    #expect(path.description == "config/layers[1]")
    #expect(path.steps.last == .index(1))
    #expect(path.steps.count == 3)
    #expect(pickle.path(of: pickle.root)?.description == "")
    #expect(pickle.path(of: try value("].")) == nil)
  }

  // MARK: Walking

  @Test func documentOrder() throws {
    let walk = try value("(I1\n(I2\nI3\nl}Va\nI4\nst.").walk
    #expect(walk.map(\.path.description) == ["", "[0]", "[1]", "[1][0]", "[1][1]", "[2]", "[2]/a"])
    #expect(walk.map(\.depth) == [0, 1, 1, 2, 2, 1, 2])
    #expect(walk.map(\.value.kind) == [.tuple, .int, .list, .int, .int, .dict, .int])
  }

  @Test func sharedObjectsAreOpenedOnce() throws {
    let walk = try value(#"](K\x01e2\x86."#).walk
    #expect(walk.map(\.path.description) == ["", "[0]", "[0][0]", "[1]"])
    #expect(walk.map(\.isRepeated) == [false, false, false, true])
  }

  @Test func cyclesEnd() throws {
    let list = try value(#"]q\x00h\x00a."#)
    #expect(list.walk.map(\.isRepeated) == [false, true])
    #expect(list[0]?[0]?[0] == list)
    #expect(try list.typedJSON() == #"{"$id":1,"$list":[{"$ref":1}]}"#)
    let dict = try value(#"}q\x00Vself\#nh\x00s."#)
    #expect(dict.walk.count(where: \.isRepeated) == 1)
    let instance = try value(#"cshapes\#nNode\#n)\x81q\x00}Vnext\#nh\x00sb."#)
    #expect(instance["next"] == instance)
    #expect(instance.walk.count(where: \.isRepeated) == 1)
    #expect(try instance.resolve("next/next/next") == instance)
  }

  @Test func childrenAreACollection() throws {
    let children = try value("](I1\nI2\nI3\ne.").children
    #expect(children.count == 3)
    #expect(children.reversed().map(\.value.int) == [3, 2, 1])
    #expect(children[1].step == .index(1))
    #expect(try value("N.").children.isEmpty)
  }
}
