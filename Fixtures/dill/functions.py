"""Functions to be pickled by value. Their code is run in `__main__`, as that of an interactive session is."""

import functools
import math

UNIT = "cm"
SCALE = 2.5


def area(width, height=1.0, *, unit='cm', **rest):
    """The area of a rectangle."""
    return width * height


def plain():
    pass


def every_default(a=None, b=True, c=-1, d=1.5, e="it's", f=b"\x00", g=(1, (2,), ()), h=[1, 2], i={"k": 3}, j=2**70):
    return a, b, c, d, e, f, g, h, i, j


def many_kinds(first, second=2, *others, only, also="x", **rest):
    return first, second, others, only, also, rest


def only_keywords(*, one, two=2):
    return one + two


def annotated(width: int, name: str = "n", flag: "bool" = False, *sizes: float) -> dict:
    return {width: name}


squared = lambda x, power=2: x ** power


def uses_globals(value):
    return "%s %s" % (helper(value) * SCALE, UNIT)


def helper(value):
    return math.floor(value)


def make_counter(start):
    seen = [start]

    def counter(step=1):
        seen.append(seen[-1] + step)
        return seen[-1]

    return counter


def make_factorial():
    def factorial(n):
        return 1 if n <= 1 else n * factorial(n - 1)

    return factorial


def make_mutual():
    def is_even(n):
        return n == 0 or is_odd(n - 1)

    def is_odd(n):
        return n != 0 and is_even(n - 1)

    return is_even


def make_unset():
    def unset():
        return later

    if SCALE < 0:
        later = 1
    return unset


def generator(limit):
    for number in range(limit):
        yield number


async def coroutine(delay):
    return delay


async def async_generator(limit):
    for number in range(limit):
        yield number


def with_nested(rows, limit=3):
    """Holds code in its constants."""
    def inner(row, *, factor=2):
        return [cell * factor for cell in row if cell < limit]

    class Local:
        size = 3

        def method(self):
            return self.size

    return {index: inner(row) for index, row in enumerate(rows)}, (lambda: Local), Local


def with_handlers(path):
    try:
        with open(path) as file:
            return [line
                    for line in file
                    if line]
    except (OSError,
            ValueError) as error:
        raise RuntimeError(
            path,
            error,
        )
    finally:

        print("done",

              path)


def with_constants(x):
    if x in {"a", "b"}:
        return 1 + 2j, ..., -2**80, "caf\xe9 \u20ac", b"bytes", (1, ("deep", None))
    return 3.25, True


def far_apart(x):
    first = x
    # Many lines without code: the line table has to step over them.
    # 01
    # 02
    # 03
    # 04
    # 05
    # 06
    # 07
    # 08
    # 09
    # 10
    # 11
    # 12
    # 13
    # 14
    # 15
    # 16
    # 17
    # 18
    # 19
    # 20
    return first


exec("\n".join(["def very_far(x):", "    y = x"] + [""] * 300 + ["    return (y +"] + [""] * 140 + ["            x)"]))


def logged(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        return function(*args, **kwargs)

    wrapper.calls = 0
    return wrapper


@logged
def decorated(a, b=2):
    """Was decorated."""
    return a + b


def größe(länge, π=3.14):
    return länge * π


counter = make_counter(5)
factorial = make_factorial()
is_even = make_mutual()
unset = make_unset()
unicode_names = größe
partial_area = functools.partial(area, 3, unit="m")

FUNCTIONS = ["area", "plain", "every_default", "many_kinds", "only_keywords", "annotated", "squared", "uses_globals",
             "counter", "factorial", "is_even", "unset", "generator", "coroutine", "async_generator", "with_nested",
             "with_handlers", "with_constants", "far_apart", "very_far", "decorated", "unicode_names", "partial_area"]
