"""What the readers must find, told by the live objects themselves and Python's own `inspect` and `dis`."""

import dis
import enum
import functools
import inspect
import sys
import types

BY_VALUE = {"__main__", "tools"}
FLAGS = 0xC0003FF & sum(dis.COMPILER_FLAG_NAMES)


def label(value):
    """A value in a few words; the tests make the same of what they read."""
    if value is None or isinstance(value, (bool, float)) or type(value) is int:
        return repr(value)
    if isinstance(value, str):
        return repr(value) if len(value.encode()) <= 80 else "str"
    if isinstance(value, bytes):
        return repr(value) if len(value) <= 24 else "bytes"
    if type(value) in (tuple, list, dict, set):
        return "%s (%d)" % (type(value).__name__, len(value))
    if isinstance(value, types.CodeType):
        return "code " + value.co_name
    if isinstance(value, types.ModuleType):
        return "module " + value.__name__
    if isinstance(value, (property, classmethod, staticmethod)):
        return type(value).__name__
    if isinstance(value, (types.FunctionType, type)):
        kind = "class " if isinstance(value, type) else "function "
        return kind + value.__name__ if value.__module__ in BY_VALUE else value.__qualname__
    if isinstance(value, types.BuiltinFunctionType):
        return value.__qualname__
    return "Ellipsis" if value is ... else type(value).__name__


def named(values):
    return [[name, label(value)] for name, value in values.items()]


def line_ranges(code):
    """`[start, end, line]` for each range of bytecode, neighbours with one line joined."""
    if hasattr(code, "co_lines"):
        ranges = list(code.co_lines())
    else:
        starts = list(dis.findlinestarts(code))
        ends = [offset for offset, _ in starts[1:]] + [len(code.co_code)]
        ranges = [(offset, end, line) for (offset, line), end in zip(starts, ends)]
    joined = []
    for start, end, line in ranges:
        if joined and joined[-1][2] == line and joined[-1][1] == start:
            joined[-1][1] = end
        elif start < end:
            joined.append([start, end, line])
    assert joined[0][0] == 0 and joined[-1][1] == len(code.co_code), (code, joined)
    return joined


def describe_code(code):
    flags = [name for bit, name in sorted(dis.COMPILER_FLAG_NAMES.items()) if code.co_flags & bit & FLAGS]
    return {"name": code.co_name, "qualname": getattr(code, "co_qualname", None), "filename": code.co_filename,
            "firstLine": code.co_firstlineno, "argumentCount": code.co_argcount,
            "positionalOnlyCount": getattr(code, "co_posonlyargcount", 0), "keywordOnlyCount": code.co_kwonlyargcount,
            "localCount": code.co_nlocals, "stackSize": code.co_stacksize, "flags": code.co_flags, "flagNames": flags,
            "bytecodeSize": len(code.co_code),
            "exceptionTableSize": len(code.co_exceptiontable) if hasattr(code, "co_exceptiontable") else None,
            "consts": [label(const) for const in code.co_consts], "names": list(code.co_names),
            "varnames": list(code.co_varnames), "freevars": list(code.co_freevars), "cellvars": list(code.co_cellvars),
            "lines": line_ranges(code),
            "nested": [describe_code(const) for const in code.co_consts if isinstance(const, types.CodeType)]}


def closure(function):
    cells = []
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or ()):
        try:
            cells.append([name, label(cell.cell_contents)])
        except ValueError:
            cells.append([name, None])
    return cells


def describe_function(function):
    # Of a decorated function, inspect would show the one inside.
    signature = inspect.signature(function, follow_wrapped=False)
    parameters = signature.parameters.values()
    return {"kind": "function", "name": function.__name__, "qualname": function.__qualname__,
            "module": function.__module__, "doc": function.__doc__, "signature": function.__name__ + str(signature),
            "parameters": [[p.name, p.kind.name, None if p.default is p.empty else label(p.default)] for p in parameters],
            "defaults": [label(value) for value in function.__defaults__ or ()],
            "kwdefaults": named(function.__kwdefaults__ or {}),
            "annotations": sorted(function.__annotations__), "closure": closure(function),
            "attributes": named(function.__dict__), "code": describe_code(function.__code__)}


def method_of(name, value):
    kind = type(value).__name__ if isinstance(value, (property, classmethod, staticmethod)) else "method"
    function = value.fget if kind == "property" else getattr(value, "__func__", value)
    return {"name": name, "kind": kind, "function": describe_function(function) if is_by_value(function) else None}


def is_by_value(value):
    return isinstance(value, types.FunctionType) and value.__module__ in BY_VALUE


# What Python or the library adds or makes anew.
NOT_WRITTEN = {"__dict__", "__weakref__", "_abc_impl", "__slotnames__", "__annotate_func__"}


def describe_class(type_):
    own = {name: value for name, value in vars(type_).items() if name not in NOT_WRITTEN}
    for base in type_.__bases__:  # an inherited value that a library put there again
        own = {name: value for name, value in own.items()
               if not (name in vars(base) and vars(base)[name] is value and hasattr(value, "__qualname__"))}
    for slot in own.get("__slots__", ()):
        own.pop(slot, None)
    kinds = (property, classmethod, staticmethod)
    methods = [method_of(*item) for item in own.items() if isinstance(item[1], kinds) or is_by_value(item[1])]
    same = {name for name, value in own.items() for base in type_.__bases__ if vars(base).get(name, own) is value}
    description = {"kind": "class", "name": type_.__name__, "qualname": type_.__qualname__, "module": type_.__module__,
                   "doc": type_.__doc__, "bases": [label(base) for base in type_.__bases__],
                   "metaclass": None if type(type_) is type else label(type(type_)), "members": sorted(own), "sameInBase": sorted(same),
                   "methods": sorted(methods, key=lambda method: method["name"]), "enumMembers": None,
                   "fields": None}
    if issubclass(type_, enum.Enum):
        shown = [method for method in description["methods"] if not method["name"].startswith("_")]
        description.update(enumMembers=[[member.name, label(member.value)] for member in type_], members=None,
                           methods=shown, metaclass=None)
    if hasattr(type_, "_fields"):
        description.update(fields=list(type_._fields), members=None, methods=[], bases=[], doc=None)
    if hasattr(type_, "__orig_bases__") and "__orig_bases__" in vars(type_):
        description["bases"] = None
    return description


def describe(value):
    if isinstance(value, types.FunctionType):
        return describe_function(value)
    if isinstance(value, type):
        return describe_class(value)
    if isinstance(value, functools.partial):
        return {"kind": "partial", "function": describe_function(value.func)}
    if isinstance(value, dict):
        return {"kind": "dict", "entries": [[name, describe(item)] for name, item in value.items()]}
    return {"kind": "instance", "class": describe_class(type(value))}


def describe_session(module, imports=None):
    """A session; `imports` are the names that it must hold as references."""
    imports = imports or {}
    names = {name: value for name, value in vars(module).items()
             if name not in ("__builtins__", "__loader__", *imports)}
    shown = {name: describe(value) for name, value in names.items()
             if isinstance(value, (types.FunctionType, type)) and value.__module__ == module.__name__}
    return {"kind": "session", "name": module.__name__, "variables": named(names), "described": shown,
            "imports": [[name, *where] for name, where in sorted(imports.items())],
            "python": "%d.%d" % sys.version_info[:2]}
