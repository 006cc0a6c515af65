"""Callables that start programs."""

from assembler import SETITEM, Code, build, call, get, keywords, lit, n, pickled, put, then
from case import COMMAND, MARKER, Case

ARGV = ["touch", MARKER]


def direct():
    """The operating system's own functions."""
    simple = {
        "os.system": (COMMAND,),
        "posix.system": (COMMAND,),
        "subprocess.getoutput": (COMMAND,),
        "subprocess.getstatusoutput": (COMMAND,),
        "subprocess.call": (ARGV,),
        "subprocess.check_call": (ARGV,),
        "subprocess.check_output": (ARGV,),
        "subprocess.run": (ARGV,),
        "subprocess.Popen": (ARGV,),
        "pty.spawn": (ARGV,),
        "os.spawnlp": (0, "touch", *ARGV),
        "os.spawnvp": (0, "touch", ARGV),
        "os.execlp": ("touch", *ARGV),
        "os.execvp": ("touch", ARGV),
        "os.posix_spawnp": ("touch", ARGV, n("os.environ")),
        "posix.posix_spawn": ("/usr/bin/touch", ARGV, {}),
        "posix.execv": ("/usr/bin/touch", ARGV),
        "os._execvpe": ("touch", ARGV, n("os.environ")),
        "os._spawnvef": (0, "touch", ARGV, None, n("os.execvp")),
        "uuid._get_command_stdout": ("touch", MARKER),
        "distutils.spawn.spawn": (ARGV,),
        "setuptools._distutils.spawn.spawn": (ARGV,),
        "multiprocessing.util.spawnv_passfds": (b"/usr/bin/touch", ["touch", MARKER], []),
        "imaplib.IMAP4_stream": (COMMAND,),
        "pydoc.pipepager": ("", "cat >" + MARKER),
        "pydoc.tempfilepager": ("", COMMAND + "; true"),
    }
    for function, arguments in simple.items():
        yield Case(
            f"{function}.pkl",
            f"{function} starts a program",
            pickled(call(function, *arguments)),
            [f"call {function}"],
        )
    dotted = {
        "sysconfig:os.system": (COMMAND,),
        "unittest.mock:asyncio.events.subprocess.getoutput": (COMMAND,),
        "asyncio.unix_events:subprocess.call": (ARGV,),
        "shutil:os.system": (COMMAND,),
    }
    for function, arguments in dotted.items():
        plain = function.replace(":", ".")
        yield Case(
            f"imported-{plain}.pkl",
            "a dotted name goes through what another module imported",
            pickled(call(function, *arguments)),
            [f"call {plain}"],
        )
    yield Case(
        "pip-subprocess.pkl",
        "pip's own function for starting programs",
        pickled(keywords("pip._internal.utils.subprocess.call_subprocess", (ARGV,), {"command_desc": "a"})),
        ["import pip._internal.utils.subprocess.call_subprocess", "build functools.partial"],
    )


def of_an_object():
    """Methods of an object that a call made."""
    yield Case(
        "os.popen.pkl",
        "os.popen, read by a dotted name of its class",
        pickled(call("os:_wrap_close.close", call("os.popen", COMMAND))),
        ["call os.popen"],
    )
    yield Case(
        "webbrowser.open.pkl",
        "webbrowser.GenericBrowser opens an address with a program",
        pickled(call("webbrowser:GenericBrowser.open", call("webbrowser.GenericBrowser", "touch"), MARKER)),
        ["call webbrowser.GenericBrowser", "call webbrowser.GenericBrowser.open"],
    )
    yield Case(
        "webbrowser.environment.pkl",
        "SETITEM on os.environ sets BROWSER, webbrowser.open obeys it",
        pickled(
            then(
                Code(n("os.environ") + lit("BROWSER") + lit("touch %s") + SETITEM),
                call("webbrowser.open", MARKER),
            )
        ),
        ["build os.environ", "call webbrowser.open"],
    )
    yield Case(
        "mailcap.pkl",
        "mailcap.findmatch runs the test command of an entry (CVE-2015-20107)",
        pickled(call("mailcap.findmatch", {"a/b": [{"view": "true", "test": COMMAND}]}, "a/b")),
        ["call mailcap.findmatch"],
    )
    template = call("pipes.Template")
    yield Case(
        "pipes.pkl",
        "pipes.Template runs its steps in a shell; BUILD sets the steps",
        pickled(
            call(
                "pipes:Template.copy",
                build(template, {"steps": [("cat", "--")], "debugging": 0}),
                "/dev/null",
                MARKER,
            )
        ),
        ["build pipes.Template", "call pipes.Template.copy"],
    )
    yield Case(
        "pip-main.pkl",
        "pip's command line, with a log file",
        pickled(call("pip.main", ["--log", MARKER, "--disable-pip-version-check", "list"])),
        ["call pip.main"],
    )
    edit = ["config", "--user", "--editor", COMMAND + " #", "edit"]
    yield Case(
        "pip-editor.pkl",
        "pip config edit starts an editor",
        pickled(call("pip._internal.cli.main.main", edit)),
        ["call pip._internal.cli.main.main"],
    )
    yield Case(
        "run-keywords.pkl",
        "subprocess.run with shell=True, by a partial that BUILD filled",
        pickled(keywords("subprocess.run", (COMMAND,), {"shell": True})),
        ["import subprocess.run", "build functools.partial"],
    )


def tasks():
    """Event loops, threads and processes."""
    shell = call("asyncio.create_subprocess_shell", COMMAND)
    yield Case(
        "asyncio-run.pkl",
        "asyncio.run runs the coroutine that create_subprocess_shell returned",
        pickled(call("asyncio.run", shell)),
        ["call asyncio.create_subprocess_shell", "call asyncio.run"],
    )
    yield Case(
        "asyncio-thread.pkl",
        "asyncio.to_thread hands a function to an executor",
        pickled(call("asyncio.run", call("asyncio.to_thread", n("os.system"), COMMAND))),
        ["call asyncio.to_thread", "call asyncio.run", "import os.system"],
    )
    loop = call("asyncio.new_event_loop")
    yield Case(
        "asyncio-call-soon.pkl",
        "a handle of an event loop runs its callback",
        pickled(
            call(
                "asyncio.events:Handle._run", call("asyncio.events.Handle", n("os.system"), (COMMAND,), loop)
            )
        ),
        ["call asyncio.events.Handle", "import os.system"],
    )
    yield Case(
        "thread-start.pkl",
        "threading.Thread runs a function",
        pickled(
            call("threading:Thread.start", call("threading.Thread", None, n("os.system"), None, (COMMAND,)))
        ),
        ["call threading.Thread", "call threading.Thread.start", "import os.system"],
    )
    yield Case(
        "thread-timer.pkl",
        "threading.Timer runs a function later",
        pickled(call("threading:Timer.start", call("threading.Timer", 0.01, n("os.system"), (COMMAND,)))),
        ["call threading.Timer", "import os.system"],
    )
    yield Case(
        "thread-new.pkl",
        "_thread.start_new_thread runs a function; threading.Event waits for it",
        pickled(then(call("_thread.start_new_thread", n("os.system"), (COMMAND,)), call("time.sleep", 0.5))),
        ["call _thread.start_new_thread", "import os.system"],
    )
    yield Case(
        "process-run.pkl",
        "multiprocessing.Process runs a function",
        pickled(
            call(
                "multiprocessing.context:Process.run",
                call("multiprocessing.Process", None, n("os.system"), None, (COMMAND,)),
            )
        ),
        ["call multiprocessing.Process", "import os.system"],
    )
    yield Case(
        "pool-initializer.pkl",
        "multiprocessing.pool.ThreadPool calls its initializer",
        pickled(
            then(
                call("multiprocessing.pool.ThreadPool", 1, n("os.system"), (COMMAND,)),
                call("time.sleep", 0.5),
            )
        ),
        ["call multiprocessing.pool.ThreadPool", "import os.system"],
    )
    yield Case(
        "multiprocessing-finalize.pkl",
        "multiprocessing.util.Finalize calls a function when Python ends",
        pickled(call("multiprocessing.util.Finalize", None, n("os.system"), (COMMAND,), None, 1)),
        ["call multiprocessing.util.Finalize", "import os.system"],
    )
    executor = call("concurrent.futures.ThreadPoolExecutor", 1)
    yield Case(
        "executor-submit.pkl",
        "concurrent.futures.ThreadPoolExecutor.submit",
        pickled(call("concurrent.futures:ThreadPoolExecutor.submit", executor, n("os.system"), COMMAND)),
        ["call concurrent.futures.ThreadPoolExecutor", "import os.system"],
    )
    future = call("concurrent.futures.Future")
    yield Case(
        "executor-work-item.pkl",
        "concurrent.futures.thread._WorkItem.run",
        pickled(
            call(
                "concurrent.futures.thread:_WorkItem.run",
                call("concurrent.futures.thread._WorkItem", future, n("os.system"), (COMMAND,), {}),
            )
        ),
        ["call concurrent.futures.thread._WorkItem", "import os.system"],
    )
    scheduler = call("sched.scheduler")
    entered = then(
        Code(scheduler + put(0)),
        call("sched:scheduler.enter", get(0), 0, 0, n("os.system"), (COMMAND,)),
        call("sched:scheduler.run", get(0)),
    )
    yield Case(
        "sched.pkl",
        "sched.scheduler runs what was entered",
        pickled(entered),
        ["call sched.scheduler", "import os.system"],
    )


def cases():
    """All cases of this module."""
    for group in (direct, of_an_object, tasks):
        yield from group()
