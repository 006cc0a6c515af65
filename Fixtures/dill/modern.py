"""Functions with what came in Python 3.8."""

import typing


def positional(a, b=2, /, c=3, *, d=4):
    return (e := a) + b + c + d + e


def only_positional(a, /):
    return a


def generic(names: typing.List[int], one: typing.Optional[str] = None, any: typing.Any = 1) -> typing.Dict[str, float]:
    return {}


MODERN = ["positional", "only_positional", "generic"]
