/// A parameter of a function, as `inspect.Parameter` describes it.
public struct PickleParameter: Sendable {
  /// How arguments reach the parameter.
  public enum Kind: String, Sendable, CaseIterable {
    /// By position only.
    case positionalOnly = "POSITIONAL_ONLY"
    /// By position or keyword.
    case positionalOrKeyword = "POSITIONAL_OR_KEYWORD"
    /// `*args`: all other positional arguments.
    case varPositional = "VAR_POSITIONAL"
    /// By keyword only.
    case keywordOnly = "KEYWORD_ONLY"
    /// `**kwargs`: all other keyword arguments.
    case varKeyword = "VAR_KEYWORD"
  }

  /// The name, without stars.
  public let name: String
  /// How arguments reach it.
  public let kind: Kind
  /// The default; `nil` for none.
  public let defaultValue: PickleValue?
  /// The annotation; `nil` for none.
  public let annotation: PickleValue?
}

extension PickleCode {
  /// The names of the parameters and their kinds, in the order of a signature.
  public var parameters: [PickleParameter] { parameters(limit: .max, clip: .max) }

  /// The first parameters, and so much of each name.
  func parameters(limit: Int, clip: Int) -> [PickleParameter] {
    let graph = value.graph
    let places = places(limit: limit)
    let names = graph.texts(places.lazy.map { graph.items(parts[.varnames])[$0.index] }, clip: clip)
    return zip(names, places).map {
      PickleParameter(name: $0, kind: $1.kind, defaultValue: nil, annotation: nil)
    }
  }

  /// Where the parameters are among the local variables: `*args` and `**kwargs` come after all others there.
  func places(limit: Int) -> [(index: Int, kind: PickleParameter.Kind)] {
    let (positionalOnly, positional) = (positionalOnlyCount, argumentCount)
    let all = positional + keywordOnlyCount
    var places = (0..<min(positional, limit)).map { index -> (index: Int, kind: PickleParameter.Kind) in
      (index, index < positionalOnly ? .positionalOnly : .positionalOrKeyword)
    }
    if flags.contains(.varArgs) { places.append((all, .varPositional)) }
    let room = max(limit - places.count, 0)
    places += (positional..<positional + min(keywordOnlyCount, room)).map { ($0, .keywordOnly) }
    if flags.contains(.varKeywords) { places.append((flags.contains(.varArgs) ? all + 1 : all, .varKeyword)) }
    return places
  }

  /// How many parameters there are.
  var parameterCount: Int {
    argumentCount + keywordOnlyCount + (flags.contains(.varArgs) ? 1 : 0)
      + (flags.contains(.varKeywords) ? 1 : 0)
  }
}
