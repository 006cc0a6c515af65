/// The Python 2 names of what Python 3 calls otherwise, for writing protocols 0 to 2.
///
/// Source: the reverse mappings of CPython's `_compat_pickle` module.
extension Python2Names {
  /// The Python 2 name under which Python 3's `pickle` writes a global.
  static func reversed(_ name: PickleName) -> PickleName {
    if let old = olderNames[name.module + "." + name.name] { return old }
    if name.module == "builtins", exceptions.contains(name.name) {
      return PickleName(module: "exceptions", name: name.name)
    }
    return PickleName(module: olderModules[name.module] ?? name.module, name: name.name)
  }

  private static let olderModules: [String: String] = [
    "builtins": "__builtin__", "copyreg": "copy_reg", "queue": "Queue", "socketserver": "SocketServer",
    "configparser": "ConfigParser", "reprlib": "repr", "tkinter.filedialog": "tkFileDialog",
    "tkinter.simpledialog": "tkSimpleDialog", "tkinter.colorchooser": "tkColorChooser",
    "tkinter.commondialog": "tkCommonDialog", "tkinter.dialog": "Dialog", "tkinter.dnd": "Tkdnd",
    "tkinter.font": "tkFont", "tkinter.messagebox": "tkMessageBox", "tkinter.scrolledtext": "ScrolledText",
    "tkinter.constants": "Tkconstants", "tkinter.tix": "Tix", "tkinter.ttk": "ttk", "tkinter": "Tkinter",
    "_markupbase": "markupbase", "winreg": "_winreg", "_thread": "thread", "_dummy_thread": "dummy_thread",
    "dbm.bsd": "dbhash", "dbm.dumb": "dumbdbm", "dbm.ndbm": "dbm", "dbm.gnu": "gdbm",
    "xmlrpc.client": "xmlrpclib", "xmlrpc.server": "SimpleXMLRPCServer", "http.client": "httplib",
    "html.entities": "htmlentitydefs", "html.parser": "HTMLParser", "http.cookies": "Cookie",
    "http.cookiejar": "cookielib", "http.server": "BaseHTTPServer", "test.support": "test.test_support",
    "subprocess": "commands", "urllib.parse": "urlparse", "urllib.robotparser": "robotparser",
    "urllib.request": "urllib2", "dbm": "anydbm", "collections.abc": "_abcoll", "_bz2": "bz2",
    "_dbm": "dbm", "_functools": "functools", "_gdbm": "gdbm", "_pickle": "pickle",
  ]

  private static let olderNames: [String: PickleName] = {
    var table: [String: PickleName] = [:]
    for (name, old) in olderPairs {
      guard let dot = old.lastIndex(of: ".") else { continue }
      table[name] = PickleName(module: String(old[..<dot]), name: String(old[old.index(after: dot)...]))
    }
    return table
  }()

  private static let olderPairs = [
    ("builtins.range", "__builtin__.xrange"), ("functools.reduce", "__builtin__.reduce"),
    ("sys.intern", "__builtin__.intern"), ("builtins.chr", "__builtin__.unichr"),
    ("builtins.str", "__builtin__.unicode"), ("builtins.int", "__builtin__.long"),
    ("builtins.zip", "itertools.izip"), ("builtins.map", "itertools.imap"),
    ("builtins.filter", "itertools.ifilter"), ("itertools.filterfalse", "itertools.ifilterfalse"),
    ("itertools.zip_longest", "itertools.izip_longest"),
    ("collections.UserDict", "UserDict.IterableUserDict"), ("collections.UserList", "UserList.UserList"),
    ("collections.UserString", "UserString.UserString"), ("dbm.whichdb", "whichdb.whichdb"),
    ("socket.fromfd", "_socket.fromfd"),
    ("multiprocessing.connection.Connection", "_multiprocessing.Connection"),
    ("multiprocessing.context.Process", "multiprocessing.process.Process"),
    ("multiprocessing.popen_fork.Popen", "multiprocessing.forking.Popen"),
    ("urllib.error.ContentTooShortError", "urllib.ContentTooShortError"),
    ("urllib.request.getproxies", "urllib.getproxies"),
    ("urllib.request.pathname2url", "urllib.pathname2url"),
    ("urllib.parse.quote_plus", "urllib.quote_plus"), ("urllib.parse.quote", "urllib.quote"),
    ("urllib.parse.unquote_plus", "urllib.unquote_plus"), ("urllib.parse.unquote", "urllib.unquote"),
    ("urllib.request.url2pathname", "urllib.url2pathname"),
    ("urllib.request.urlcleanup", "urllib.urlcleanup"), ("urllib.parse.urlencode", "urllib.urlencode"),
    ("urllib.request.urlopen", "urllib.urlopen"), ("urllib.request.urlretrieve", "urllib.urlretrieve"),
    ("urllib.error.HTTPError", "urllib2.HTTPError"), ("urllib.error.URLError", "urllib2.URLError"),
    ("multiprocessing.context.AuthenticationError", "multiprocessing.AuthenticationError"),
    ("multiprocessing.context.BufferTooShort", "multiprocessing.BufferTooShort"),
    ("multiprocessing.context.ProcessError", "multiprocessing.ProcessError"),
    ("multiprocessing.context.TimeoutError", "multiprocessing.TimeoutError"),
    ("_functools.reduce", "__builtin__.reduce"), ("tkinter.filedialog.FileDialog", "FileDialog.FileDialog"),
    ("tkinter.filedialog.LoadFileDialog", "FileDialog.LoadFileDialog"),
    ("tkinter.filedialog.SaveFileDialog", "FileDialog.SaveFileDialog"),
    ("tkinter.simpledialog.SimpleDialog", "SimpleDialog.SimpleDialog"),
    ("xmlrpc.server.ServerHTMLDoc", "DocXMLRPCServer.ServerHTMLDoc"),
    ("xmlrpc.server.XMLRPCDocGenerator", "DocXMLRPCServer.XMLRPCDocGenerator"),
    ("xmlrpc.server.DocXMLRPCRequestHandler", "DocXMLRPCServer.DocXMLRPCRequestHandler"),
    ("xmlrpc.server.DocXMLRPCServer", "DocXMLRPCServer.DocXMLRPCServer"),
    ("xmlrpc.server.DocCGIXMLRPCRequestHandler", "DocXMLRPCServer.DocCGIXMLRPCRequestHandler"),
    ("http.server.SimpleHTTPRequestHandler", "SimpleHTTPServer.SimpleHTTPRequestHandler"),
    ("http.server.CGIHTTPRequestHandler", "CGIHTTPServer.CGIHTTPRequestHandler"),
    ("_socket.socket", "socket._socketobject"), ("builtins.BrokenPipeError", "exceptions.OSError"),
    ("builtins.ChildProcessError", "exceptions.OSError"),
    ("builtins.ConnectionAbortedError", "exceptions.OSError"),
    ("builtins.ConnectionError", "exceptions.OSError"),
    ("builtins.ConnectionRefusedError", "exceptions.OSError"),
    ("builtins.ConnectionResetError", "exceptions.OSError"),
    ("builtins.FileExistsError", "exceptions.OSError"),
    ("builtins.FileNotFoundError", "exceptions.OSError"),
    ("builtins.InterruptedError", "exceptions.OSError"),
    ("builtins.IsADirectoryError", "exceptions.OSError"),
    ("builtins.NotADirectoryError", "exceptions.OSError"),
    ("builtins.PermissionError", "exceptions.OSError"),
    ("builtins.ProcessLookupError", "exceptions.OSError"), ("builtins.TimeoutError", "exceptions.OSError"),
    ("builtins.ModuleNotFoundError", "exceptions.ImportError"),
  ]
}
