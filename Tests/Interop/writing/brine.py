"""Asks the command line tool for many conversions at once."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

TIMEOUT = 600


@dataclass
class Job:
    """One conversion; `answer` is `ok`, `error: …` or how the tool ended."""

    source: Path
    target: Path
    protocol: int | str = "-"
    answer: str = "not asked"

    @property
    def done(self):
        return self.answer == "ok"

    @property
    def refused(self):
        return self.answer.startswith("error: ")

    def line(self):
        return f"{self.source}\t{self.target}\t{self.protocol}\n"

    def take(self):
        """The bytes that were written, which are then deleted."""
        data = self.target.read_bytes()
        self.target.unlink()
        return data


def ask(brine, jobs):
    """Runs one process over some jobs; how many it answered."""
    text = "".join(job.line() for job in jobs)
    try:
        result = subprocess.run([brine, "convert", "--batch"], input=text.encode(), capture_output=True,
                                timeout=TIMEOUT)
        output, status = result.stdout, result.returncode
    except subprocess.TimeoutExpired as late:
        output, status = late.stdout or b"", f"none in {TIMEOUT} s"
    answers = output.decode(errors="replace").splitlines()[:len(jobs)]
    for job, answer in zip(jobs, answers):
        job.answer = answer
    if len(answers) < len(jobs):
        jobs[len(answers)].answer = f"crashed: exit status {status}"
    return len(answers)


def convert(brine, jobs):
    """Has all jobs done. After a crash, each is asked for alone until the one to blame is found."""
    start = 0
    while start < len(jobs):
        start += ask(brine, jobs[start:])
        while start < len(jobs):
            answered = ask(brine, jobs[start:start + 1])
            start += 1
            if not answered:
                break
