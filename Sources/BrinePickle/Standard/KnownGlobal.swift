/// The classes and functions that Brine knows to build nothing but data, by their Python 3 names.
///
/// The raw value is the dotted name. A REDUCE of any other name stays the description of a call.
@usableFromInline
enum KnownGlobal: String, Sendable, CaseIterable, BitwiseCopyable {
  /// Any other name.
  case unknown = ""

  // Written for plain values by old protocols.
  case set = "builtins.set"
  case frozenset = "builtins.frozenset"
  case bytearray = "builtins.bytearray"
  case bytes = "builtins.bytes"
  case complex = "builtins.complex"
  case encode = "_codecs.encode"
  case getattr = "builtins.getattr"

  // Ways to make an instance.
  case reconstructor = "copyreg._reconstructor"
  case newObject = "copyreg.__newobj__"
  case newObjectEx = "copyreg.__newobj_ex__"
  case partial = "functools.partial"

  // Values with a form of their own.
  case date = "datetime.date"
  case datetime = "datetime.datetime"
  case time = "datetime.time"
  case timedelta = "datetime.timedelta"
  case timezone = "datetime.timezone"
  case decimal = "decimal.Decimal"
  case uuid = "uuid.UUID"
  case array = "array.array"
  case arrayReconstructor = "array._array_reconstructor"
  case compile = "re._compile"
  case zoneInfoUnpickle = "zoneinfo.ZoneInfo._unpickle"

  // NumPy's arrays. The names are those since NumPy 2; `table` knows the older ones too.
  case reconstructArray = "numpy._core.multiarray._reconstruct"
  case arrayFromBuffer = "numpy._core.numeric._frombuffer"
  case arrayScalar = "numpy._core.multiarray.scalar"
  case dtype = "numpy.dtype"
  case maskedArray = "numpy.ma.core._mareconstruct"

  // What joblib writes in place of arrays: one that follows, or one in a file of its own, as .npy or compressed.
  case joblibArray = "joblib.numpy_pickle.NumpyArrayWrapper"
  case joblibFile = "joblib.numpy_pickle.NDArrayWrapper"
  case joblibCompressedFile = "joblib.numpy_pickle.ZNDArrayWrapper"

  /// A class whose instances are shown by name and arguments; which one, its name tells.
  case data = "*"
  /// The same, of instances that can't be hashed.
  case unhashableData = "***"
  /// An exception class of `builtins`.
  case exception = "**"
  /// A sequence class: iterating it means iterating its items.
  case deque = "collections.deque"
  case orderedDict = "collections.OrderedDict"
  case defaultDict = "collections.defaultdict"
  case counter = "collections.Counter"
}

extension KnownGlobal {
  /// The meaning of a dotted name.
  ///
  /// Names longer than any known one cost nothing, so that a file of many references to one long name stays cheap.
  static func named(_ dottedName: String) -> KnownGlobal {
    guard dottedName.utf8.count <= 64 else { return .unknown }
    return table[dottedName] ?? .unknown
  }

  private static let table: [String: KnownGlobal] = {
    var table: [String: KnownGlobal] = [:]
    for known in allCases { table[known.rawValue] = known }
    for known in [reconstructArray, arrayFromBuffer, arrayScalar] {
      table[known.rawValue.replacing("numpy._core", with: "numpy.core", maxReplacements: 1)] = known
    }
    for known in [joblibArray, joblibFile, joblibCompressedFile] {
      // Of joblib as scikit-learn once carried it, and the module that reads old files.
      table["sklearn.externals." + known.rawValue] = known
      table[known.rawValue.replacing("numpy_pickle", with: "numpy_pickle_compat")] = known
    }
    for name in dataClasses { table[name] = .data }
    for name in unhashableClasses { table[name] = .unhashableData }
    for name in exceptions { table["builtins." + name] = .exception }
    return table
  }()

  private static let unhashableClasses = [
    "builtins.list", "builtins.dict", "builtins.slice", "collections.ChainMap", "collections.UserDict",
    "collections.UserList", "types.SimpleNamespace",
  ]

  private static let dataClasses = [
    "builtins.object", "builtins.range", "builtins.type", "builtins.int", "builtins.float",
    "builtins.str", "builtins.tuple", "builtins.bool", "builtins.enumerate",
    "builtins.reversed", "builtins.zip", "builtins.map", "builtins.filter", "builtins.iter",
    "collections.UserString",
    "zoneinfo.ZoneInfo", "fractions.Fraction", "uuid.SafeUUID",
    "pathlib.Path", "pathlib.PosixPath", "pathlib.WindowsPath",
    "pathlib.PurePath", "pathlib.PurePosixPath", "pathlib.PureWindowsPath",
    "ipaddress.IPv4Address", "ipaddress.IPv4Network", "ipaddress.IPv4Interface",
    "ipaddress.IPv6Address", "ipaddress.IPv6Network", "ipaddress.IPv6Interface",
    "operator.itemgetter", "operator.attrgetter", "operator.methodcaller",
    "re.Pattern", "re.RegexFlag", "http.HTTPStatus", "signal.Signals",
    "socket.AddressFamily", "socket.SocketKind",
  ]
}
