"""Rarer values of the standard library: functions kept by name, iterators, syntax trees, exceptions."""

import ast
import base64
import binascii
import configparser
import csv
import hashlib
import heapq
import html
import http.client
import itertools
import math
import multiprocessing
import operator
import os
import posixpath
import re
import sqlite3
import string
import subprocess
import textwrap
import time
import typing
import urllib.error
import urllib.parse
import uuid
import xml.etree.ElementTree
import zipfile

from helpers import pickled

LIBRARY = "stdlib"


def functions():
    yield "builtins", [callable, isinstance, issubclass, memoryview]
    yield "text", [str.split, str.lower, str.strip, str.join, bytes.split, dict.get, list.count]
    yield "operators", [operator.contains, operator.matmul, operator.pow, operator.is_, operator.abs]
    yield "heaps", [heapq.heappush, heapq.heappop, heapq.heapify]
    yield "patterns", [re.match, re.search, re.findall, re.split, re.fullmatch]
    yield "clocks", [time.time, time.perf_counter, time.monotonic]
    yield "paths", [posixpath.join, posixpath.basename, posixpath.splitext]
    yield "digests", [hashlib.sha256, hashlib.md5, hashlib.sha1]
    yield "codings", [base64.b64encode, base64.b64decode, html.escape, urllib.parse.quote, binascii.hexlify]
    yield "words", [string.capwords, textwrap.dedent, csv.reader, uuid.uuid4]
    yield "mathematics", [math.sin, math.floor, math.comb, math.isclose, math.log1p]
    yield "hints", [typing.NamedTuple, typing.TypeVar, typing.Protocol]


def values():
    yield "product", itertools.product("ab", [1, 2], repeat=2)
    yield "permutations", itertools.permutations([1, 2, 3], 2)
    yield "combinations", [
        itertools.combinations("abc", 2),
        itertools.combinations_with_replacement("ab", 2),
    ]
    yield "zip_longest", [itertools.zip_longest("ab", [1], fillvalue=0), itertools.compress("abc", [1, 0, 1])]
    yield "syntax", ast.parse("total = sum(x * 2 for x in values if x > 0)\n")
    yield "function_syntax", ast.parse("def scale(x, by=2):\n    return x * by\n")
    yield "system", [
        os.uname_result(("Linux", "host", "6.1", "1", "x86_64")),
        os.times_result((1, 2, 3, 4, 5)),
    ]
    yield "process_errors", [
        subprocess.CalledProcessError(1, "ls"),
        subprocess.TimeoutExpired("ls", 3),
        multiprocessing.TimeoutError("late"),
    ]
    yield "database_errors", [sqlite3.OperationalError("locked"), sqlite3.IntegrityError("twice")]
    yield "parse_errors", [
        xml.etree.ElementTree.ParseError("line 1"),
        configparser.DuplicateSectionError("a"),
        zipfile.BadZipFile("no"),
    ]
    yield "network_errors", [http.client.BadStatusLine("x"), urllib.error.URLError("refused")]


def cases():
    yield from pickled("stdlib_function", functions(), (4, 5, 2, 3))
    yield from pickled("stdlib_rare", values(), (4, 5, 2, 3))
