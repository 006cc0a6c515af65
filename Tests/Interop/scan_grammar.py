"""Makes pickles at random: mostly valid ones, of every opcode, that import, call, build and change things."""

import pickle
import struct

MARK = object()  # on the stack that is kept while a pickle is made
EMPTY = [(b"]", "list"), (b"}", "dict"), (b"\x8f", "set"), (b")", "tuple")]
OF_MARK = [(b"t", "tuple"), (b"l", "list"), (b"\x91", "set"), (b"1", None)]
OPCODES = b"(0)12QRabdegiopqtu}]\x81\x85\x86\x90\x91\x92\x93\x94"
STATE_KEYS = ["_parse_arg_template", "_attach_methods", "append", "__class__", "__setstate__", "key"]
CALLERS = [b"ccopyreg\n__newobj__\n", b"ccopyreg\n_reconstructor\n", b"ccollections\nOrderedDict\n"]
CODECS_BYTES = [b"a", b"key", b"\xc3\xa9", b"\xff", b"os", b"system"]
UNKNOWN = [("m", "f"), ("package.module", "Class"), ("m", "Outer.Inner"), ("os.path", "os.system"), ("", "")]
PYTHON_2 = [
    ("__builtin__", "set"), ("__builtin__", "eval"), ("__builtin__", "apply"), ("copy_reg", "_reconstructor"),
    ("UserDict", "UserDict"), ("itertools", "imap"), ("commands", "getoutput"), ("urllib2", "urlopen"),
]  # fmt: skip


def text(value):
    return value.encode("utf-8", "surrogatepass")


class Maker:
    """One random pickle."""

    def __init__(self, random, allowed, dangerous, wildness):
        self.random, self.allowed, self.dangerous, self.wildness = random, allowed, dangerous, wildness
        self.out = bytearray()
        self.stack = []  # "global", "object", "list", "dict", "set", "tuple", "str", "data" or MARK
        self.memo = {}
        self.memoized = 0

    # Names

    def name(self):
        kind = self.random.random()
        if kind > self.wildness:
            return self.random.choice(self.allowed)
        return self.random.choice(self.random.choice([self.dangerous, self.dangerous, UNKNOWN, PYTHON_2]))

    def push_global(self):
        module, name = self.name()
        way = self.random.randrange(8)
        if way < 3:
            self.out += b"c" + text(module) + b"\n" + text(name) + b"\n"
        elif way < 7:
            self.string(module)
            if self.random.random() < 0.2:
                self.memoize()
            self.string(name)
            self.out += b"\x93"
            del self.stack[-2:]
        else:
            code = self.random.choice([1, 2, 2, 300, 70_000])
            self.out += (b"\x82" + bytes([code]) if code < 256 else b"\x83" + struct.pack("<H", code)
                         if code < 65536 else b"\x84" + struct.pack("<i", code))  # fmt: skip
        self.stack.append("global")

    def string(self, value):
        """A string in one of the ways that give a `str`."""
        data = text(value)
        way = self.random.randrange(7)
        if way == 0 and len(data) < 256:
            self.out += b"U" + bytes([len(data)]) + data
        elif way == 1:
            self.out += b"T" + struct.pack("<i", len(data)) + data
        elif way == 2 and "\n" not in value and value.isascii():
            self.out += b"V" + value.encode("raw_unicode_escape") + b"\n"
        elif way == 3:
            escaped = "".join(f"\\x{byte:02x}" if self.random.random() < 0.3 else chr(byte) for byte in data)
            self.out += (b"S'" + escaped.encode("latin1") + b"'\n") if "\n" not in escaped else b"S''\n"
        elif way == 4:
            self.out += b"X" + struct.pack("<I", len(data)) + data
        elif way == 5:
            self.out += b"\x8d" + struct.pack("<Q", len(data)) + data
        else:
            self.out += b"\x8c" + bytes([min(len(data), 255)]) + data[:255]
        self.stack.append("str")

    # Values

    def push_data(self):
        way = self.random.randrange(13)
        simple = [b"N", b"\x88", b"\x89", b"I01\n", b"I7\n", b"L7L\n", b"F1.5\n", b"K\x05", b"M\x05\x00",
                  b"J\x05\0\0\0", b"G?\xf8\0\0\0\0\0\0", b"\x8a\x01\x05", b"\x8b\x01\0\0\0\x05",
                  b"\x97"]  # fmt: skip
        if way < 4:
            self.out += self.random.choice(simple)
            self.stack.append("data")
        elif way < 7:
            self.string(self.random.choice(["", "a", "key", "os", "system", "builtins", "eval", "é"]))
        elif way == 7:
            data = self.random.choice(CODECS_BYTES)
            self.out += self.random.choice([b"C" + bytes([len(data)]), b"B" + struct.pack("<I", len(data)),
                                            b"\x96" + struct.pack("<Q", len(data))]) + data  # fmt: skip
            self.stack.append("data")
        elif way == 8:
            self.out += self.random.choice([b"Pid\n", b"NQ"])
            self.stack.append("outside")
        else:
            opcode, kind = self.random.choice(EMPTY)
            self.out += opcode
            self.stack.append(kind)

    def push_tuple(self):
        """Arguments, most of them of one or two plain values or globals."""
        count = self.random.randrange(4)
        for _ in range(count):
            (self.push_global if self.random.random() < 0.15 else self.push_data)()
        self.out += (b")", b"\x85", b"\x86", b"\x87")[count]
        if count:
            del self.stack[-count:]
        self.stack.append("tuple")

    # Calls and changes

    def call(self):
        way = self.random.randrange(8)
        if way == 0:
            self.out += b"("
            self.push_global()
            for _ in range(self.random.randrange(3)):
                self.push_data()
                self.stack.pop()
            self.out += b"o"
        elif way == 1:
            self.out += b"("
            for _ in range(self.random.randrange(3)):
                self.push_data()
                self.stack.pop()
            module, name = self.name()
            self.out += b"i" + text(module) + b"\n" + text(name) + b"\n"
            self.stack.append("global")
        else:
            is_object = self.stack and self.stack[-1] in ("object", "outside")
            if not (is_object and self.random.random() < self.wildness / 2):
                self.push_global()
            if self.random.random() < 0.15:
                self.memoize()
                self.push_data()
                self.out += b"0"
                self.stack.pop()
            self.push_tuple()
            if way == 2:
                self.out += b"}\x92"
            else:
                self.out += b"R" if way < 6 else b"\x81"
            self.stack.pop()
        self.stack[-1] = "object"

    def change(self):
        """BUILD, APPEND(S), SETITEM(S) or ADDITEMS on what is on top."""
        if not self.stack or self.stack[-1] is MARK:
            return
        top = self.stack[-1]
        if top not in ("object", "list", "dict", "set") and self.random.random() > self.wildness * 0.3:
            return
        ways = {"list": b"ae", "dict": b"su", "set": b"\x90"}.get(top, b"bbbaesu\x90")
        way = self.random.choice(ways)
        if way == ord("b") and self.random.random() < 0.15:
            self.state()
            self.out += b"b"
            return
        if way in b"eu\x90":
            self.out += b"("
        for _ in range(2 if way in b"su" else 1):
            self.string("key") if way in b"su" else self.push_data()
            self.stack.pop()
        self.out.append(way)

    def state(self):
        """One attribute, in one of the forms that a state may have; it is not kept on the stack."""
        depth = len(self.stack)
        before, after = self.random.choice(
            [(b"}", b"s"), (b"ccollections\nOrderedDict\n)R", b"s"), (b"", b"\x86\x85"), (b"]", b"\x86a"),
             (b"N}", b"s\x86"), (b"Nccollections\nOrderedDict\n)R", b"s\x86")]
        )  # fmt: skip
        self.out += before
        self.string(self.random.choice(STATE_KEYS))
        (self.push_global if self.random.random() < 0.4 else self.push_data)()
        self.out += after
        del self.stack[depth:]

    def rebuild(self):
        """A call that calls what it is given, maybe with arguments that another call makes."""
        depth, computed = len(self.stack), self.random.random() < 0.3
        self.out += b"ctorch._tensor\n_rebuild_from_type_v2\n"
        self.out += b"cbuiltins\ntuple\n(" if computed else b"("
        self.out += self.random.choice(CALLERS)
        self.out += b"ctorch\nTensor\n"
        self.push_global()
        self.out += self.random.choice([b"\x85", b"cbuiltins\nobject\nN\x87", b"0)"])
        self.state()
        self.out += b"t\x85RR" if computed else b"tR"
        del self.stack[depth:]
        self.stack.append("object")

    # The machine

    def memoize(self):
        if not self.stack or self.stack[-1] is MARK:
            return
        way = self.random.randrange(4)
        index = self.random.randrange(6)
        if way == 0:
            index = len(self.memo)
            self.out += b"\x94"
        elif way == 1:
            self.out += b"p%d\n" % index
        elif way == 2:
            self.out += b"q" + bytes([index])
        else:
            self.out += b"r" + struct.pack("<I", index)
        self.memo[index] = self.stack[-1]

    def get(self):
        if not self.memo:
            return
        index = self.random.choice(list(self.memo))
        ways = [b"g%d\n" % index, b"h" + bytes([index & 255]), b"j" + struct.pack("<I", index)]
        self.out += self.random.choice(ways)
        self.stack.append(self.memo[index])

    def shuffle(self):
        way = self.random.randrange(4)
        if way == 0 and self.stack and self.stack[-1] is not MARK:
            self.out += b"2"
            self.stack.append(self.stack[-1])
        elif way == 1 and len(self.stack) > 1:
            self.out += b"0"
            self.stack.pop()
        elif way == 2:
            self.out += b"("
            self.stack.append(MARK)
        elif MARK in self.stack:
            opcode, kind = self.random.choice(OF_MARK)
            self.out += opcode
            while self.stack.pop() is not MARK:
                pass
            if kind:
                self.stack.append(kind)

    def frame(self):
        """A FRAME that is right about nothing in particular, most often one that is short."""
        self.out += b"\x95" + struct.pack("<Q", self.random.choice([0, 1, 2, 5, 9, 40]))

    def junk(self):
        way = self.random.random()
        if way < 0.5:
            self.out += b"\x80" + bytes([self.random.randrange(6)])
        elif way < 0.8:
            self.frame()
        else:
            self.out.append(self.random.randrange(256))

    def make(self):
        protocol = self.random.choice([None, 0, 1, 2, 2, 3, 4, 4, 5])
        if protocol is not None and protocol > 1:
            self.out += b"\x80" + bytes([protocol])
        steps = [self.push_data, self.call, self.call, self.change, self.change, self.memoize, self.get]
        steps += [self.shuffle, self.push_global]
        if self.random.random() < 0.05:
            steps.append(self.rebuild)
        for _ in range(self.random.randrange(1, 14)):
            if self.random.random() < 0.04 * (self.wildness > 0):
                self.junk()
            else:
                self.random.choice(steps)()
        while MARK in self.stack:
            self.out += b"1"
            while self.stack.pop() is not MARK:
                pass
        if not self.stack:
            self.out += b"N"
        if self.random.random() > 0.05:
            self.out += b"."
        return bytes(self.out)


def framed(random, data):
    """The pickle in frames as Python writes them, or nearly."""
    if len(data) < 6 or data[0] != 0x80:
        return data
    size = len(data) - 2 + random.choice([0, 0, 0, -3, 4])
    return data[:2] + b"\x95" + struct.pack("<Q", max(size, 0)) + data[2:]


def mutate(random, data, maker):
    """A few changes of a pickle: bytes, opcodes, cuts, copies, and pickles put in."""
    data = bytearray(data)
    for _ in range(random.choice([1, 1, 1, 2, 4])):
        place = random.randrange(len(data) + 1)
        way = random.randrange(7)
        if way == 0 and place < len(data):
            data[place] = random.randrange(256)
        elif way == 1:
            data[place:place] = bytes([random.choice(OPCODES)])
        elif way == 2:
            del data[place : place + random.randrange(1, 9)]
        elif way == 3:
            end = random.randrange(place, min(len(data), place + 40) + 1)
            data[place:place] = data[place:end]
        elif way == 4:
            inner = maker().make().rstrip(b".")
            data[place:place] = inner[2:] if inner[:1] == b"\x80" else inner
        elif way == 5 and data[-1:] == b".":
            inner = maker().make().rstrip(b".")
            data[-1:] = (inner[2:] if inner[:1] == b"\x80" else inner) + random.choice([b".", b"0.", b""])
        else:
            del data[place:]
    return bytes(data)


def value_pickle(random):
    """A pickle of plain values, as Python writes it."""
    values = [1, "a", None, [1, 2, [3]], {"a": (1, 2)}, 2**70, b"bytes", {1, 2}, 1.5, True, "a" * 300]
    return pickle.dumps(random.choices(values, k=random.randrange(1, 5)), random.randrange(6))
