import BrinePickle
import Foundation
import TestSupport
import Testing

/// Functions, classes and sessions of dill and cloudpickle, against what Python said of the live objects.
@Suite struct ByValueFixtureTests {
  @Test(arguments: try ByValueFixture.all())
  func description(_ fixture: ByValueFixture) throws {
    let isDill = fixture.description.hasPrefix("dill")
    try check(try fixture.root(), try fixture.expected(), isDill: isDill)
  }

  @Test func everyFileIsInTheManifest() throws {
    let path = ByValueFixture.folder.appendingPathComponent("valid").path
    let files = try FileManager.default.contentsOfDirectory(atPath: path)
    let expected = try ByValueFixture.all().flatMap { ["\($0).pkl", "\($0).json"] }
    #expect(Set(files) == Set(expected))
    #expect(expected.count > 200)
  }

  private func check(_ value: PickleValue, _ expected: ExpectedValue, isDill: Bool) throws {
    switch expected {
    case .function(let expected): check(try #require(value.function), expected)
    case .type(let expected): try check(try #require(value.classByValue), expected, isDill)
    case .instance(let expected):
      try check(try #require(value.instance?.callable.classByValue), expected, isDill)
    case .partial(let expected):
      #expect(value.byValueLabel == "partial")
      check(try #require(value.instance?.arguments.first?.function), expected)
    case .session(let expected): try check(try #require(value.namespace), expected, isDill)
    case .reference(let name): #expect(value.instance?.name?.description == name)
    case .dict(let entries):
      #expect(value.count == entries.count)
      for entry in entries { try check(try #require(value[entry.name]), entry.value, isDill: isDill) }
    }
  }

  // MARK: Functions

  private func check(_ function: PickleFunctionByValue, _ expected: ExpectedFunction) {
    let name = Comment(rawValue: expected.qualname)
    #expect(function.name == expected.name)
    #expect(function.qualname == expected.qualname)
    #expect(function.module == expected.module, name)
    #expect(function.doc == expected.doc, name)
    // dill names type variables, and Python 3.8 had no word for what is optional.
    if !expected.signature.contains("~") || function.writer == .cloudpickle {
      let signature = expected.signature.replacingOccurrences(
        of: "Union[str, NoneType]", with: "Optional[str]")
      #expect(function.signature == signature)
    }
    #expect(
      function.parameters.map { [$0.name, $0.kind.rawValue, $0.defaultValue?.byValueLabel] }
        == expected.parameters)
    #expect(function.defaults.map(\.byValueLabel) == expected.defaults, name)
    #expect(function.kwdefaults.map { [$0.name, $0.value.byValueLabel] } == expected.kwdefaults, name)
    #expect(function.annotations.map(\.name).sorted() == expected.annotations, name)
    #expect(function.closure.map { [$0.name, $0.contents?.byValueLabel] } == expected.closure, name)
    #expect(function.attributes.map { [$0.name, $0.value.byValueLabel] } == expected.attributes, name)
    check(function.code, expected.code)
  }

  private func check(_ code: PickleCode, _ expected: ExpectedCode) {
    let name = Comment(rawValue: expected.qualname ?? expected.name)
    #expect(code.name == expected.name)
    #expect(code.qualname == expected.qualname, name)
    #expect(code.filename == expected.filename, name)
    #expect(code.firstLine == expected.firstLine, name)
    #expect(code.argumentCount == expected.argumentCount, name)
    #expect(code.positionalOnlyCount == expected.positionalOnlyCount, name)
    #expect(code.keywordOnlyCount == expected.keywordOnlyCount, name)
    #expect(code.localCount == expected.localCount, name)
    #expect(code.stackSize == expected.stackSize, name)
    #expect(code.flags.rawValue == expected.flags, name)
    #expect(code.flags.names == expected.flagNames, name)
    #expect(code.bytecodeSize == expected.bytecodeSize, name)
    #expect(code.exceptionTableSize == expected.exceptionTableSize, name)
    #expect(code.consts.map(\.byValueLabel) == expected.consts, name)
    #expect(code.names == expected.names, name)
    #expect(code.varnames == expected.varnames, name)
    #expect(code.freevars == expected.freevars, name)
    #expect(code.cellvars == expected.cellvars, name)
    #expect(
      code.lineTable.ranges.map { [$0.bytecode.lowerBound, $0.bytecode.upperBound, $0.line] }
        == expected.lines)
    let lines = expected.lines.compactMap { $0[2] }
    #expect(code.lineTable.lines?.lowerBound == lines.min(), name)
    #expect(code.lineTable.lines?.upperBound == lines.max(), name)
    #expect(code.nestedCode.count == expected.nested.count, name)
    for (nested, expected) in zip(code.nestedCode, expected.nested) { check(nested, expected) }
  }

  // MARK: Classes

  private static let notWritten: Set<String> = [
    "__dict__", "__weakref__", "_abc_impl", "__slotnames__", "__annotate_func__",
  ]

  private func check(_ type: PickleClassByValue, _ expected: ExpectedClass, _ isDill: Bool) throws {
    let name = Comment(rawValue: expected.qualname)
    #expect(type.name == expected.name)
    #expect(type.qualname == expected.qualname)
    // Old versions of dill leave out what a base has too.
    let isLeftOut = type.module == nil && expected.sameInBase.contains("__module__")
    #expect(type.module == expected.module || isLeftOut, name)
    #expect(type.doc == expected.doc, name)
    if let bases = expected.bases { #expect(type.bases.map(\.byValueLabel) == bases, name) }
    #expect(type.metaclass?.byValueLabel == expected.metaclass, name)
    #expect(type.enumMembers?.map { [$0.name, $0.value.byValueLabel] } == expected.enumMembers, name)
    #expect(type.fieldNames == expected.fields, name)
    if let members = expected.members {
      let found = Set(type.members.map(\.name)).subtracting(Self.notWritten)
      #expect(found.union(expected.sameInBase) == Set(members), name)
    }
    #expect((type.trackerID == nil) == isDill)
    let methods = type.methods.sorted { $0.name < $1.name }.filter {
      !($0.function == nil && expected.fields != nil)
    }
    #expect(
      methods.map { [$0.name, $0.kind.rawValue] } == expected.methods.map { [$0.name, $0.kind] }, name)
    for (method, expected) in zip(methods, expected.methods) {
      if let expected = expected.function { check(try #require(method.function), expected) }
    }
  }

  // MARK: Sessions

  private func check(_ session: PickleNamespace, _ expected: ExpectedSession, _ isDill: Bool) throws {
    #expect(session.name == expected.name)
    let variables = session.variables.filter { $0.name != "__loader__" }
    #expect(variables.map(\.name) == expected.variables.map { $0[0] })
    for (variable, expected) in zip(variables, expected.variables) {
      #expect(variable.value.byValueLabel == expected[1], Comment(rawValue: variable.name))
    }
    let imports = session.imports.filter { !$0.name.hasPrefix("__") }.map {
      [$0.name, $0.module, $0.attribute ?? ""]
    }
    #expect(imports.sorted { $0[0] < $1[0] } == expected.imports)
    for (name, value) in expected.described {
      let found = try #require(variables.first { $0.name == name })
      try check(found.value, value, isDill: isDill)
    }
  }
}
