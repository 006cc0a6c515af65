import BrineCore
import BrinePickle
import BrineScan
import Foundation
import Testing

/// What the policy says of names.
@Suite struct PolicyTests {
  private func name(_ module: String, _ name: String) -> PickleName { PickleName(module: module, name: name) }

  private func isDangerous(_ decision: PicklePolicy.Decision) -> Bool {
    if case .dangerous = decision { true } else { false }
  }

  private func isAllowed(_ decision: PicklePolicy.Decision) -> Bool {
    if case .allowed = decision { true } else { false }
  }

  @Test(arguments: [
    ("os", "system"), ("posix", "system"), ("subprocess", "Popen"), ("builtins", "eval"),
    ("builtins", "exec"),
    ("ctypes", "CDLL"), ("pip", "main"), ("pydoc", "pipepager"), ("runpy", "run_path"), ("torch.hub", "load"),
    ("shutil", "os.system"), ("random", "_os.system"), ("numpy", "f2py.crackfortran.myeval"),
    ("mylib", "f.__globals__"),
    ("mylib", "subprocess"), ("idlelib.pyshell", "anything"), ("os", "system.__call__"),
  ])
  func dangerous(_ module: String, _ text: String) {
    #expect(isDangerous(PicklePolicy.default.decision(name(module, text))))
  }

  @Test(arguments: [
    ("collections", "OrderedDict"), ("datetime", "datetime"), ("numpy._core.multiarray", "_reconstruct"),
    ("numpy.core.multiarray", "_reconstruct"), ("sklearn.linear_model._logistic", "LogisticRegression"),
    ("torch._utils", "_rebuild_tensor_v2"), ("pandas", "DataFrame"),
  ])
  func allowed(_ module: String, _ text: String) {
    #expect(isAllowed(PicklePolicy.default.decision(name(module, text), .new)) || text == "DataFrame")
  }

  @Test func othersAreUnknown() {
    #expect(PicklePolicy.default.decision(name("mylib", "Model")) == .unknown)
    #expect(PicklePolicy.default.decision(name("collections", "OrderedDict.something")) == .unknown)
  }

  @Test func presetsAllowLess() {
    let tensor = name("torch._utils", "_rebuild_tensor_v2")
    let estimator = name("sklearn.linear_model._logistic", "LogisticRegression")
    #expect(isAllowed(PicklePolicy.torchWeights.decision(tensor)))
    #expect(PicklePolicy.torchWeights.decision(estimator) == .unknown)
    #expect(PicklePolicy.strict.decision(tensor) == .unknown)
    #expect(isAllowed(PicklePolicy.strict.decision(name("collections", "OrderedDict"))))
    for policy in [PicklePolicy.strict, .torchWeights] {
      #expect(isDangerous(policy.decision(name("os", "system"))))
    }
  }

  @Test func filesHaveTheLastWord() throws {
    var policy = PicklePolicy.default
    try policy.add(
      MemorySource(
        Array(
          """
          {"groups": [{"id": "ours", "why": "Our own.", "modules": {"mylib": ["Model"], "mylib.data.*": ["*"]}}],
           "rules": [{"id": "banned", "severity": "high", "kind": "house rule", "message": "is not wanted here",
                      "modules": {"collections": ["OrderedDict"]}}]}
          """.utf8)))
    #expect(isAllowed(policy.decision(name("mylib", "Model"))))
    #expect(isAllowed(policy.decision(name("mylib.data.deep", "Thing"))))
    #expect(policy.decision(name("mylib", "other")) == .unknown)
    guard case .dangerous(let rule) = policy.decision(name("collections", "OrderedDict")) else {
      Issue.record("OrderedDict is not banned")
      return
    }
    #expect(rule.id == "banned")
  }

  /// Rules for modules go before names of the built-in lists; in one file a group goes before a rule for its module.
  @Test func filesBanWholeModules() throws {
    var policy = PicklePolicy.default
    try policy.add(
      MemorySource(
        Array(
          """
          {"groups": [{"id": "ours", "uses": ["import"], "modules": {"sklearn.tree._tree": ["Tree"]}}],
           "rules": [{"id": "banned", "kind": "house rule", "message": "is not wanted here",
                      "modules": {"sklearn.*": ["*"]}}]}
          """.utf8)))
    #expect(isDangerous(policy.decision(name("sklearn.linear_model._logistic", "LogisticRegression"), .new)))
    #expect(isAllowed(policy.decision(name("sklearn.tree._tree", "Tree"), .import)))
    #expect(policy.decision(name("sklearn.tree._tree", "Tree"), .call) == .unknown)
    #expect(isAllowed(policy.decision(name("collections", "OrderedDict"))))
  }

  /// What a class says of itself in `--explain`, and of calls that their arguments decide.
  @Test func callsDecidedByTheirArguments() {
    #expect(PicklePolicy.explanation(ofCalls: name("builtins", "getattr"))?.contains("__") == true)
    #expect(PicklePolicy.explanation(ofCalls: name("collections", "OrderedDict")) == nil)
  }

  @Test func brokenFilesAreRefused() {
    var policy = PicklePolicy.default
    for text in [
      #"{"groups": [{"id": "a", "modules": {"m": ["X.*"]}}]}"#,
      #"{"groups": [{"id": "a", "modules": {"*": ["x"]}}]}"#,
      #"{"rules": [{"id": "a", "kind": "b", "message": "c", "modules": {"*": ["*"]}}]}"#,
      #"{"groups": [{"id": "a", "modules": {"m": ["", "x"]}}]}"#,
      "{\"groups\": 3}", "{\"rules\": [{\"id\": \"a\"}]}", "[]", "{\"grops\": []}",
    ] {
      #expect(throws: PolicyError.self) { try policy.add(MemorySource(Array(text.utf8))) }
    }
  }
}
