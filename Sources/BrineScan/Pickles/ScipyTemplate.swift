import BrinePickle
/// SciPy's distributions run a text of their state when they are unpickled: harmless where it is the text that SciPy itself
/// makes of the names of the distribution's parameters.
///
/// Fact: `rv_generic.__setstate__` and `_construct_argparser` of `scipy/stats/_distn_infrastructure.py`.
enum ScipyTemplate {
  static func isDistribution(_ name: PickleName) -> Bool {
    name.module.hasPrefix("scipy.stats._") && !name.name.hasSuffix("_frozen")
  }

  /// Methods of distributions that only compute, and which distributions keep wrapped in `numpy.vectorize`.
  static let methods: Set<String> = [
    "_entropy", "_pdf", "_pmf", "_cdf", "_sf", "_ppf", "_isf", "_stats", "_munp", "_mom0_sc", "_mom1_sc",
    "_nonzero",
    "_cdf_single", "_ppf_single", "_drv2_ppfsingle", "_logpdf", "_logpmf", "_logcdf", "_logsf",
  ]

  /// Whether a state holds no text to run but SciPy's own.
  static func isOwn(_ state: [(key: PickleValue, value: PickleValue, isSlot: Bool)]) -> Bool {
    state.allSatisfy { key, value, isSlot in
      guard let name = key.string, !isSlot else { return false }
      if name.hasPrefix("_attach") || name.hasPrefix("__") && name != "__doc__" { return false }
      guard name == "_parse_arg_template" else { return true }
      return value.string.map(isOwn) ?? false
    }
  }

  private static func isOwn(_ text: String) -> Bool {
    let start = "\ndef _parse_args(self, "
    guard text.hasPrefix(start), let close = text.firstIndex(of: ")") else { return false }
    let parameters = text[..<close].dropFirst(start.count)
    let place = parameters.hasSuffix(" loc=0, scale=1") ? "loc=0, scale=1" : "loc=0"
    guard parameters.hasSuffix(" " + place) else { return false }
    let shapes = String(parameters.dropLast(place.count + 1))
    guard shapes.utf8.allSatisfy(isNameOrComma) else { return false }
    let given = place.contains("scale") ? "loc, scale" : "loc, 1"
    return text == """

      def _parse_args(self, \(shapes) \(place)):
          return (\(shapes)), \(given)

      def _parse_args_rvs(self, \(shapes) \(place), size=None):
          return self._argcheck_rvs(\(shapes) \(given), size=size)

      def _parse_args_stats(self, \(shapes) \(place), moments='mv'):
          return (\(shapes)), \(given), moments

      """
  }

  private static func isNameOrComma(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x2C || byte == 0x5F || (0x30...0x39).contains(byte)
      || (0x41...0x5A).contains(byte)
      || (0x61...0x7A).contains(byte)
  }
}
