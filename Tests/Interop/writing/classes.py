"""Classes and functions that only the writing values need; `sample_classes` has the rest."""

import copyreg


class Initialised:
    """Pickled as a call of its class with one argument."""

    def __init__(self, value=None):
        self.value = value

    def __reduce__(self):
        return Initialised, (self.value,)


class Everything:
    """Each part that a reduction can have: arguments, state, items and entries, with or without a setter."""

    def __init__(self, argument=None):
        self.argument, self.state, self.items, self.entries = argument, None, [], {}
        self.with_setter = False

    def append(self, item):
        self.items.append(item)

    def extend(self, items):
        self.items.extend(items)

    def __setitem__(self, key, value):
        self.entries[key] = value

    def __setstate__(self, state):
        self.state = state

    def __reduce__(self):
        setter = give_state if self.with_setter else None
        return Everything, (self.argument,), self.state, iter(self.items), iter(self.entries.items()), setter


def give_state(target, state):
    target.state = state
    target.with_setter = True


class Deep:
    """A class four levels down, with the kinds of function that a class can have."""

    class Down:
        class In:
            class Here:
                def method(self):
                    return "method"

                @classmethod
                def made(cls):
                    return cls()

                @staticmethod
                def static():
                    return "static"


class Slotted:
    """Slots only, one of them perhaps unset."""

    __slots__ = ("left", "right")


class SlottedChild(Slotted):
    """Slots of its own, slots of its parent and a `__dict__`."""

    __slots__ = ("own", "__dict__")


class Options:
    """Made with arguments and keyword arguments, and has a state too."""

    def __new__(cls, *args, **options):
        self = super().__new__(cls)
        self.args, self.options = args, options
        return self

    def __getnewargs_ex__(self):
        return self.args, self.options

    class Nested:
        """The same, further down."""

        def __new__(cls, *args, **options):
            self = super().__new__(cls)
            self.options = options
            return self

        def __getnewargs_ex__(self):
            return (), self.options


class Été:
    """A name that is not ASCII: protocols below 3 of Python's own pickler refuse it."""

    class Août:
        """And a nested one."""


def named(name):
    """A class with a name that no source could give it."""
    made = type(name, (), {})
    made.__module__ = __name__
    globals()[name] = made
    return made


SPACED, LONG_NAMED = named("two words"), named("L" * 300)

EXTENSION_CODES = (1, 127, 128, 255, 256, 65535, 65536, 0x7FFFFFFF)


def extension(code):
    """A class with an extension code."""
    made = named(f"Extension{code}")
    copyreg.add_extension(__name__, made.__name__, code)
    return made


EXTENSIONS = [extension(code) for code in EXTENSION_CODES]
