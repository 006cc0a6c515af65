import Brine
import BrinePickle
import Foundation
import TestSupport
import Testing

/// Functions, classes and sessions as outlines, which is what `show` prints.
@Suite struct ByValueOutlineTests {
  private func outline(_ name: String) throws -> PickleOutline {
    let path = PackageRoot.url.appendingPathComponent("Fixtures/dill/valid/\(name).pkl").path
    return PickleOutline(try Pickle(contentsOf: path).root)
  }

  /// A line for each node: two spaces a level, label, type, preview. Nodes met before are not opened.
  private func lines(_ root: any OutlineNode, depth: Int = 20) -> [String] {
    var lines: [String] = []
    var seen: Set<AnyHashable> = []
    func add(_ node: any OutlineNode, _ level: Int) {
      let isRepeated = node.identity.map { !seen.insert($0).inserted } ?? false
      let parts = [node.label, node.typeName, node.preview, isRepeated ? "^" : ""].filter { !$0.isEmpty }
      lines.append(String(repeating: "  ", count: level) + parts.joined(separator: " "))
      let children = isRepeated || level == depth ? [] : node.children(limit: .max)
      if !isRepeated, level < depth { #expect(children.count == node.childCount) }
      for child in children { add(child, level + 1) }
    }
    add(root, 0)
    return lines
  }

  @Test func function() throws {
    let root = try outline("dill_area")
    #expect(
      lines(root).joined(separator: "\n") == """
        function area(width, height=1.0, *, unit='cm', **rest)
          module str '__main__'
          doc str 'The area of a rectangle.'
          defaults tuple (1)
            [0] float 1.0
          kwdefaults dict (1)
            unit str 'cm'
          globals module __main__
          code code area(width, height, *, unit, **rest)
            file str 'functions.py'
            first line int 10
            line table lines 10–12
            varnames tuple ('width', 'height', 'unit', 'rest')
            consts tuple (1)
              [0] str 'The area of a rectangle.'
            flags int 11 (OPTIMIZED, NEWLOCALS, VARKEYWORDS)
            stack size int 2
            bytecode bytes (12 bytes)
        """)
    // cloudpickle says the same, but for the globals, which it writes only where they are used.
    let other = lines(try outline("cloudpickle_area"))
    #expect(other == lines(root).filter { !$0.contains("globals") })
    #expect(root.identity != nil)
    #expect(root.children(limit: 2).map(\.label) == ["module", "doc"])
  }

  @Test func kindsOfFunctions() throws {
    #expect(try outline("dill_generator").typeName == "generator function")
    #expect(try outline("dill_coroutine").typeName == "async function")
    #expect(try outline("cloudpickle_async_generator").typeName == "async generator function")
    #expect(try outline("cloudpickle_squared").preview == "<lambda>(x, power=2)")
    #expect(try outline("dill_partial_area").typeName == "functools.partial")
  }

  @Test func closures() throws {
    for writer in ["dill", "cloudpickle"] {
      let recursive = lines(try outline("\(writer)_factorial"))
      #expect(recursive.contains("    factorial function factorial(n) ^"))
      #expect(recursive.contains("    freevars tuple ('factorial',)"))
      #expect(lines(try outline("\(writer)_unset")).contains("    later cell empty"))
      let mutual = lines(try outline("\(writer)_is_even"))
      #expect(mutual.contains("    is_odd function is_odd(n)"))
      #expect(mutual.contains("        is_even function is_even(n) ^"))
      #expect(
        lines(try outline("\(writer)_with_handlers")).contains { $0.hasPrefix("    exception table bytes (") }
      )
    }
  }

  @Test func classes() throws {
    let circle = lines(try outline("dill_Circle"), depth: 2)
    #expect(
      circle.joined(separator: "\n") == """
        class Circle(Shape)
          module str '__main__'
          bases tuple (1)
            [0] class Shape
          methods dict (2)
            __init__ function __init__(self, name, radius=1.0)
            describe function describe(self)
          members dict (1)
            unit str 'cm'
        """)
    let shape = lines(try outline("cloudpickle_Shape"), depth: 2)
    for line in [
      "  doc str 'A shape with a name.'", "    title property title(self)",
      "    make classmethod make(cls, name='made')",
      "    double staticmethod double(x, *, times=2)", "    Inner class Inner", "    tags tuple (2)",
    ] { #expect(shape.contains(line), "\(line)") }
    #expect(lines(try outline("dill_Managed"), depth: 1).contains("  metaclass class Meta(type)"))
    #expect(try outline("cloudpickle_Box").preview == "Box(Generic[~T])")
    #expect(lines(try outline("cloudpickle_Color"), depth: 2).contains("    GREEN str 'g'"))
    #expect(
      lines(try outline("dill_Pair"), depth: 1) == [
        "class Pair(tuple)", "  module str '__main__'", "  fields tuple (2)", "  defaults list (1)",
      ])
  }

  @Test func instances() throws {
    let circle = lines(try outline("cloudpickle_circle"), depth: 1)
    #expect(
      circle == ["__main__.Circle", "  callable class Circle(Shape)", "  name str 'c'", "  radius float 2.0"])
    #expect(lines(try outline("dill_circle_byref"), depth: 0) == ["__main__.Circle"])
  }

  @Test func sessions() throws {
    let session = lines(try outline("dill_session_refimported"), depth: 1)
    #expect(session[0] == "session __main__ (12 names)")
    for line in [
      "  m module math", "  scaled function scaled(value, by=2)", "  cube function <lambda>(x)",
      "  account __main__.Account", "  again list (3) ^", "  pi imported math.pi", "  sine imported math.sin",
      "  module attributes dict (6)",
    ] { #expect(session.contains(line), "\(line)") }
    #expect(try outline("dill_session").preview == "__main__ (12 names)")
    #expect(try outline("dill_module").typeName == "session")
    #expect(try outline("cloudpickle_module").preview == "tools (12 names)")
  }

  @Test func typedJSONKeepsTheCalls() throws {
    let path = PackageRoot.url.appendingPathComponent("Fixtures/dill/valid/dill_area.pkl").path
    let json = try Pickle(contentsOf: path).root.typedJSON()
    #expect(
      json.hasPrefix(
        #"{"$call":"dill._dill._create_function","args":[{"$call":"dill._dill._create_code","args":["#))
    #expect(json.contains(#"{"$bytes":"#))
  }

  @Test func whatManyClassesShareIsShownOnce() throws {
    // 200 classes with one dict of 200 members.
    let members = (0..<200).map { "Vmember\($0)\nI\($0)\n" }.joined()
    let type = "cdill._dill\n_create_type\n(NVA\n(tg1\ntR"
    let text = "(l((" + members + "dp1\n" + String(repeating: type, count: 200) + "ta."
    let root = PickleOutline(try Pickle(Array(text.utf8)).root)
    #expect(lines(root).count < 2000)
  }
}
