"""Functions and classes that dill and cloudpickle pickle by value, each with a call and what it must give."""

import functools
import math
import textwrap
import types

PASSED = 41


def plain():
    """Lambdas and functions with every kind of parameter."""
    def parameters(first, /, second=2, *rest, third=3, **others):
        return first, second, rest, third, others

    def annotated(value: "int" = 1, *, scale: float = 2.0) -> float:
        """A docstring."""
        return value * scale

    parameters.note = {"set": [1, 2]}
    yield "lambda", lambda x: x + 1, (PASSED,)
    yield "parameters", parameters, (1, 5, 6)
    yield "annotated", annotated, (7,)
    yield "imports", lambda x: math.sqrt(x) + PASSED, (16.0,)
    yield "comprehension", lambda n: {k: [v for v in range(k)] for k in range(n)}, (4,)
    yield "constants", lambda: (None, True, 1.5, 1j, b"\x00\xff", "caf\xe9", frozenset({1, 2}), (1, (2, ())), ...), ()
    yield "large constant", lambda: len("x" * 70000), ()
    yield "raises", lambda: [int(each) for each in "12 x".split() if each.isdigit()], ()


def closures():
    """Cells: shared, nested, empty, and with the function itself inside."""
    def counter(start):
        count = [start]

        def step(by=1):
            count[0] += by
            return count[0]

        def peek():
            return count[0], step(0)

        return peek

    def recursive():
        def factorial(n):
            return 1 if n < 2 else n * factorial(n - 1)
        return factorial

    def mutual():
        def even(n):
            return n == 0 or odd(n - 1)

        def odd(n):
            return n > 0 and even(n - 1)
        return even

    def composed(*functions):
        return functools.reduce(lambda f, g: lambda x: g(f(x)), functions)

    def holds_class():
        class Local:
            def __init__(self, value):
                self.value = value

            def doubled(self):
                return self.value * 2
        return lambda value: Local(value).doubled()

    shared = {"k": [1]}
    yield "counter", counter(10), ()
    yield "recursive", recursive(), (10,)
    yield "mutual", mutual(), (7,)
    yield "composed", composed(lambda x: x + 1, lambda x: x * 2, str), (3,)
    yield "class in a cell", holds_class(), (21,)
    yield "shared cell", (lambda: (lambda: shared["k"], lambda: shared)[1]()["k"]), ()
    yield "partial", functools.partial(lambda a, b, *, c: (a, b, c), 1, c=3), (2,)


def classes():
    """Local classes: with inheritance, properties, slots, closures over super, generics and dataclass-like members."""
    class Base:
        kind = "base"

        def name(self):
            return self.kind

    class Child(Base):
        """A docstring of a class."""

        kind = "child"
        registry = {"shared": []}
        __slots__ = ("value",)

        def __init__(self, value=1):
            self.value = value

        def name(self):
            return super().name() + "!"

        @property
        def twice(self):
            return self.value * 2

        @classmethod
        def make(cls, value):
            return cls(value)

        @staticmethod
        def constant():
            return 42

    def use(value):
        made = Child.make(value)
        return made.name(), made.twice, made.constant(), Child.__doc__, Child.__mro__[1].__name__, len(Child.registry)

    made = Child(5)
    yield "uses a class", use, (4,)
    yield "bound method", made.name, ()
    yield "class", Child, ()
    yield "class method", Child.make, (3,)


def generators():
    """Generator and coroutine functions, nested code, and code without a module."""
    def numbers(n):
        yield from range(n)
        received = yield "asked"
        return received

    def deep():
        def one():
            def two():
                def three():
                    return [x for x in (y for y in range(3))]
                return three()
            return two()
        return one()

    space = {}
    exec(textwrap.dedent("""
        def made(a, b=[1, 2]):
            '''Made from text.'''
            return a, b, helper(a)

        def helper(x):
            return x, "helped"
    """), space)
    yield "generator", lambda n: list(numbers(n)), (3,)
    yield "deep", deep, ()
    yield "from text", space["made"], (1,)
    yield "code", types.FunctionType(deep.__code__, {"__builtins__": __builtins__}), ()


def functions():
    """Name, function and arguments."""
    for group in (plain, closures, classes, generators):
        for name, function, arguments in group():
            yield f"{group.__name__}: {name}", function, arguments
