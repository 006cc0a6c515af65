"""Callables that write files."""

from assembler import Code, build, call, keywords, n, pickled, slots
from case import MARKER, Case

PATH = call("pathlib.Path", MARKER)


def functions():
    """Functions that write or make a file by themselves."""
    made = call("numpy.zeros", 0)
    simple = {
        "builtins.open": (MARKER, "w"),
        "io.open": (MARKER, "w"),
        "_pyio.open": (MARKER, "w"),
        "io.FileIO": (MARKER, "w"),
        "codecs.open": (MARKER, "w"),
        "os.open": (MARKER, 65),
        "posix.open": (MARKER, 65),
        "os.mknod": (MARKER,),
        "os.fdopen": (call("os.open", MARKER, 65), "w"),
        "os.symlink": ("/dev/null", MARKER),
        "os.mkfifo": (MARKER,),
        "os.mkdir": (MARKER,),
        "os.makedirs": (MARKER,),
        "gzip.open": (MARKER, "w"),
        "bz2.open": (MARKER, "w"),
        "lzma.open": (MARKER, "w"),
        "gzip.GzipFile": (MARKER, "w"),
        "bz2.BZ2File": (MARKER, "w"),
        "lzma.LZMAFile": (MARKER, "w"),
        "zipfile.ZipFile": (MARKER, "w"),
        "tarfile.open": (MARKER, "w"),
        "shutil.copyfile": ("/dev/null", MARKER),
        "shutil.copy": ("/dev/null", MARKER),
        "shutil.make_archive": (MARKER, "zip", "."),
        "logging.FileHandler": (MARKER,),
        "logging.handlers.RotatingFileHandler": (MARKER,),
        "logging.handlers.WatchedFileHandler": (MARKER,),
        "shelve.open": (MARKER,),
        "dbm.dumb.open": (MARKER, "n"),
        "dbm.open": (MARKER, "n"),
        "mailbox.mbox": (MARKER,),
        "mailbox.Maildir": (MARKER,),
        "wave.open": (MARKER, "wb"),
        "distutils.file_util.write_file": (MARKER, []),
        "distutils.dir_util.mkpath": (MARKER,),
        "readline.write_history_file": (MARKER,),
        "numpy.save": (MARKER, made),
        "numpy.savez": (MARKER, made),
        "numpy.savetxt": (MARKER, made),
        "numpy.memmap": (MARKER, "u1", "w+", 0, 1),
        "numpy.ndarray.tofile": (made, MARKER),
        "numpy.ndarray.dump": (made, MARKER),
        "numpy.lib.format.open_memmap": (MARKER, "w+", "u1", (1,)),
        "joblib.dump": (1, MARKER),
        "scipy.io.savemat": (MARKER, {}),
        "scipy.io.wavfile.write": (MARKER, 1, made),
        "pandas.to_pickle": (1, MARKER),
        "dill.dump_session": (MARKER,),
        "dill.session.dump_module": (MARKER,),
        "urllib.request.urlretrieve": ("data:,", MARKER),
        "uu.decode": (call("io.BytesIO", b"begin 644 a\n \nend\n"), MARKER),
        "pathlib.Path.touch": (PATH,),
        "pathlib.Path.write_text": (PATH, ""),
        "pathlib.Path.write_bytes": (PATH, b""),
        "pathlib.Path.open": (PATH, "w"),
        "pathlib.Path.mkdir": (PATH,),
        "pathlib.Path.symlink_to": (PATH, "/dev/null"),
        "cProfile.Profile.dump_stats": (call("cProfile.Profile"), MARKER),
        "http.cookiejar.LWPCookieJar.save": (call("http.cookiejar.LWPCookieJar"), MARKER),
        "xml.etree.ElementTree.ElementTree.write": (
            call("xml.etree.ElementTree.ElementTree", call("xml.etree.ElementTree.Element", "a")),
            MARKER,
        ),
        "py_compile.compile": (n("timeit.__file__"), MARKER),
        "socketserver.UnixStreamServer": (MARKER, n("socketserver.BaseRequestHandler")),
        "pandas.Series.to_csv": (call("pandas.Series"), MARKER),
        "pandas.DataFrame.to_pickle": (call("pandas.DataFrame"), MARKER),
        "pandas.io.common.get_handle": (MARKER, "w"),
        "sklearn.datasets.dump_svmlight_file": ([[1.0]], [1], MARKER),
        "imaplib.subprocess.os.mknod": (MARKER,),
        "fileinput.hook_compressed": (MARKER, "w"),
        "test.support.os_helper.create_empty_file": (MARKER,),
        "lib2to3.pgen2.grammar.Grammar.dump": (call("lib2to3.pgen2.grammar.Grammar"), MARKER),
        "sqlite3.Connection.executescript": (call("sqlite3.connect", MARKER), "create table a(b);"),
    }
    classes = (
        "Path",
        "Profile",
        "LWPCookieJar",
        "ElementTree",
        "ndarray",
        "Series",
        "DataFrame",
        "Grammar",
        "Connection",
    )
    for function, arguments in simple.items():
        module, _, last = function.rpartition(".")
        if module.rpartition(".")[2] in classes and module.rpartition(".")[0]:
            outer, _, kind = module.rpartition(".")
            if not (kind == "ElementTree" and outer == "xml.etree"):
                module, last = outer, kind + "." + last
        if function == "imaplib.subprocess.os.mknod":
            module, last = "imaplib", "subprocess.os.mknod"
        yield Case(
            f"{function}.pkl",
            f"{function} makes a file",
            pickled(call(f"{module}:{last}", *arguments)),
            [f"call {function}"],
        )


def settings():
    """Files that are made when an attribute is set or an object is used."""
    yield Case(
        "ssl-keylog.pkl",
        "BUILD sets keylog_filename of an SSLContext, which opens the file",
        pickled(build(call("ssl.SSLContext", 16), slots(keylog_filename=MARKER))),
        ["build ssl.SSLContext"],
    )
    yield Case(
        "logging-emit.pkl",
        "a FileHandler that waits is opened by a record; its __dict__ is set by BUILD",
        pickled(
            call(
                "logging:FileHandler._open",
                build(
                    Code(n("logging.FileHandler") + b")\x81"),
                    {
                        "baseFilename": MARKER,
                        "mode": "w",
                        "encoding": "utf-8",
                        "errors": None,
                        "_builtin_open": n("builtins.open"),
                    },
                ),
            )
        ),
        ["build logging.FileHandler", "call logging.FileHandler._open", "import builtins.open"],
    )
    yield Case(
        "logging-basic.pkl",
        "logging.basicConfig(filename=…), by a partial that BUILD filled",
        pickled(keywords("logging.basicConfig", (), {"filename": MARKER})),
        ["import logging.basicConfig", "build functools.partial"],
    )


def cases():
    """All cases of this module."""
    for group in (functions, settings):
        yield from group()
