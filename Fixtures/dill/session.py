"""An interactive session: what `dill.dump_module` finds in `__main__`."""

import collections
import math as m
from math import pi, sin as sine

numbers = [1, 2, 3]
name = "session"
settings = {"depth": 2, "rate": 0.5}


def scaled(value, by=2):
    return value * by * pi


cube = lambda x: x ** 3


class Account:
    """Money."""

    rate = 0.02

    def __init__(self, owner):
        self.owner = owner

    def interest(self, years=1):
        return self.rate * years


account = Account("Ada")
again = numbers
