"""Compares scanners over the two corpora: `run_scan_compare.py BRINE [--scanners FOLDER] [--details FILE]`.

Prints a Markdown table: how many of the attacks each scanner flags, how many of the honest files it accuses,
how many files it could not read, and how long it took. The attacks were all shown to fire in Python, and the
honest files were written by the libraries themselves: see the two `generate.py`. Honest files that bring
functions or classes along by value ("contains code") count in a column of their own.

FOLDER is the `bin` of a virtual environment. Of these scanners, those that are found there take part:

brine       flagged: the verdict `unsafe`; a second row counts `unknown` too. Not read: `unreadable`, `other`.
picklescan  flagged: "infected", which it calls a file with a dangerous global. Not read: a scan error.
fickling    flagged: a severity above LIKELY_SAFE in any pickle; zip files are read as archives.
            Not read: an error, or an archive in which it finds no pickle.
modelscan   flagged: any issue. Not read: skipped, or an error and no issue.
modelaudit  flagged: any issue of severity warning or critical. Not read: an error or no success otherwise.

Each scanner has its defaults, and gets a copy of the files in a temporary folder of its own. brine is run
once for each folder. The others, which are Python, are called file by file in one process; its start counts.
A file that takes longer than --seconds is one that could not be read.
"""

import argparse
import importlib.metadata
import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

CORPORA = Path(__file__).parents[2] / "Fixtures" / "scan"
SCANNERS = ["picklescan", "fickling", "modelscan", "modelaudit"]
FLAGGED, PERHAPS, CLEAN, UNREAD = "flagged", "perhaps", "clean", "not read"
START_SECONDS = 120  # for a scanner to be imported


# In the scanners' own Python: a function that gives one word for a path.


def with_picklescan():
    from picklescan.scanner import scan_file_path

    def judge(path):
        result = scan_file_path(path)
        if result.infected_files:
            return FLAGGED
        return UNREAD if result.scan_err or not result.scanned_files else CLEAN

    return judge


def with_fickling():
    import zipfile

    from fickling.analysis import Severity
    from fickling.loader import scan_file, scan_zip_archive

    def judge(path):
        is_archive = zipfile.is_zipfile(path)
        results = list(scan_zip_archive(path).values()) if is_archive else [scan_file(path)]
        if any(result.severity > Severity.LIKELY_SAFE for result in results):
            return FLAGGED
        return CLEAN if results and not any(result.errors for result in results) else UNREAD

    return judge


def with_modelscan():
    from modelscan.modelscan import ModelScan

    scanner = ModelScan()

    def judge(path):
        report = scanner.scan(path)
        if report["issues"]:
            return FLAGGED
        return UNREAD if report["errors"] or not report["summary"]["scanned"]["total_scanned"] else CLEAN

    return judge


def with_modelaudit():
    from modelaudit.core import scan_model_directory_or_file

    def judge(path):
        result = scan_model_directory_or_file(path, cache_enabled=False)
        severities = {getattr(issue.severity, "value", issue.severity) for issue in result.issues}
        if severities & {"warning", "critical"}:
            return FLAGGED
        return CLEAN if result.success and not result.has_errors and result.files_scanned else UNREAD

    return judge


def work(name):
    """Reads paths and writes words, after a line with the version."""
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    judge = globals()[f"with_{name}"]()
    print(importlib.metadata.version(name), file=answers)
    for line in sys.stdin:
        try:
            print(judge(line.rstrip("\n")), file=answers)
        except (Exception, SystemExit) as error:
            print(f"{UNREAD} {type(error).__name__}", file=answers)


# In this Python


class Worker:
    """A scanner in a process, which is begun anew when it takes too long or ends."""

    def __init__(self, name, python, folder, seconds):
        self.name, self.python, self.folder, self.seconds = name, python, folder, seconds
        self.version, self.process = None, None

    def begin(self):
        self.process = subprocess.Popen(
            [self.python, os.path.abspath(__file__), "--worker", self.name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=self.folder,
            env={
                **os.environ,
                "HOME": str(self.folder),
                "PROMPTFOO_DISABLE_TELEMETRY": "1",
                "NO_ANALYTICS": "1",
            },
        )
        self.version = self.answer(START_SECONDS) or self.version

    def end(self):
        if self.process:
            self.process.kill()
            self.process.communicate()
            self.process = None

    def answer(self, seconds):
        """One line, or nothing if it does not come in time."""
        line, end = b"", time.monotonic() + seconds
        while not line.endswith(b"\n"):
            ready, _, _ = select.select([self.process.stdout], [], [], max(end - time.monotonic(), 0))
            part = os.read(self.process.stdout.fileno(), 1000) if ready else b""
            if not part:
                return None
            line += part
        return line.decode().strip()

    def judge(self, path):
        if not self.process:
            self.begin()
        try:
            self.process.stdin.write(os.fsencode(path) + b"\n")
            self.process.stdin.flush()
            answer = self.answer(self.seconds)
        except BrokenPipeError:
            answer = None
        if answer is None:
            self.end()
            return f"{UNREAD}: ended or too slow"
        return answer


def judged_by_python(name, python, folder, files, seconds):
    """The word for each file, and the version."""
    worker = Worker(name, python, folder.parent, seconds)
    try:
        return {file: worker.judge(folder / file) for file in files}, worker.version
    finally:
        worker.end()


def judged_by_brine(brine, folder, files):
    """The word for each file, and the version."""
    words = {"unsafe": FLAGGED, "unknown": PERHAPS, "safe": CLEAN, "contains code": CLEAN}
    run = subprocess.run([brine, "scan", "--json", folder], stdout=subprocess.PIPE, timeout=600)
    found = {
        str(Path(file["path"]).relative_to(folder)): file["verdict"]
        for file in json.loads(run.stdout)["files"]
    }
    version = subprocess.run([brine, "--version"], stdout=subprocess.PIPE, text=True).stdout.strip()
    return {file: words.get(found.get(file), f"{UNREAD}: {found.get(file)}") for file in files}, version


def corpus(name):
    """The files of a corpus, and which of them contain code."""
    entries = json.loads((CORPORA / name / "manifest.json").read_text())["files"]
    files = {entry["file"]: entry.get("verdict") == "contains code" for entry in entries}
    return [file for file in files if not files[file]], [file for file in files if files[file]]


def compare(judge):
    """What one scanner says of both corpora: counts by kind of file, all words, its version, its seconds."""
    counts, words, version, seconds = {}, {}, None, 0
    for name in ("attacks", "honest"):
        plain, with_code = corpus(name)
        with tempfile.TemporaryDirectory() as home:
            folder = Path(home, "files")
            shutil.copytree(CORPORA / name / "files", folder)
            start = time.monotonic()
            found, version = judge(folder, plain + with_code)
            seconds += time.monotonic() - start
        words[name] = found
        counts[name] = Counter(found[file].split(":")[0] for file in plain)
        counts["code"] = Counter(found[file].split(":")[0] for file in with_code)
        flagged = counts[name][FLAGGED] + counts["code"][FLAGGED]
        print(
            f"{name}: {flagged} of {len(found)} flagged, {seconds:.0f} s so far", file=sys.stderr, flush=True
        )
        counts["unread"] = counts.get("unread", 0) + sum(word.startswith(UNREAD) for word in found.values())
    return counts, words, version, seconds


def row(title, counts, seconds, flags):
    """One line of the table."""
    columns = [title]
    for kind in ("attacks", "honest", "code"):
        columns.append(f"{sum(counts[kind][flag] for flag in flags)} of {counts[kind].total()}")
    columns += [str(counts["unread"]), f"{seconds:.1f}"]
    return f"| {' | '.join(columns)} |"


def details(words):
    """The files that are not as they should be: attacks not flagged, and honest files that are not clean."""
    return {
        "attacks not flagged": {file: word for file, word in words["attacks"].items() if word != FLAGGED},
        "honest not clean": {file: word for file, word in words["honest"].items() if word != CLEAN},
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("brine", nargs="?", default=os.environ.get("BRINE"), help="the tool, or else $BRINE")
    parser.add_argument("--scanners", type=Path, help="the bin folder of a virtual environment")
    parser.add_argument("--seconds", type=float, default=60, help="for one file")
    parser.add_argument("--details", type=Path, help="where to write which files are not as they should be")
    parser.add_argument("--worker", choices=SCANNERS, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.worker:
        return work(arguments.worker)
    if not arguments.brine:
        parser.error("say where the tool is")
    brine, bad = os.path.abspath(arguments.brine), {}
    print("| scanner | attacks flagged | honest accused | with code, accused | not read | seconds |")
    print("|---|---|---|---|---|---|")
    counts, words, version, seconds = compare(lambda folder, files: judged_by_brine(brine, folder, files))
    print(row(f"brine {version}: unsafe", counts, seconds, [FLAGGED]))
    print(row(f"brine {version}: unsafe or unknown", counts, seconds, [FLAGGED, PERHAPS]), flush=True)
    bad["brine"] = details(words)
    for name in SCANNERS:
        if not arguments.scanners or not (arguments.scanners / name).exists():
            continue
        python = os.path.abspath(arguments.scanners / "python")
        counts, words, version, seconds = compare(
            lambda folder, files: judged_by_python(name, python, folder, files, arguments.seconds)
        )
        print(row(f"{name} {version}", counts, seconds, [FLAGGED]), flush=True)
        bad[name] = details(words)
    if arguments.details:
        arguments.details.write_text(json.dumps(bad, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
