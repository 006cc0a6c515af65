"""Classes that pandas does not have: an extension array, and subclasses of DataFrame and Series."""

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray, ExtensionDtype


class MoneyDtype(ExtensionDtype):
    """Amounts in cents of one currency."""

    type = int
    name = "money"

    def __init__(self, currency="EUR"):
        self.currency = currency

    @classmethod
    def construct_array_type(cls):
        return MoneyArray

    def __repr__(self):
        return f"money[{self.currency}]"


class MoneyArray(ExtensionArray):
    def __init__(self, cents, currency="EUR"):
        self._cents = np.asarray(cents, dtype="int64")
        self._dtype = MoneyDtype(currency)

    @classmethod
    def _from_sequence(cls, scalars, *, dtype=None, copy=False):
        return cls(scalars)

    def __getitem__(self, item):
        part = self._cents[item]
        return int(part) if np.isscalar(part) else MoneyArray(part, self._dtype.currency)

    def __len__(self):
        return len(self._cents)

    @property
    def dtype(self):
        return self._dtype

    @property
    def nbytes(self):
        return self._cents.nbytes

    def isna(self):
        return np.zeros(len(self), dtype=bool)

    def take(self, indices, *, allow_fill=False, fill_value=None):
        return MoneyArray(self._cents.take(indices), self._dtype.currency)

    def copy(self):
        return MoneyArray(self._cents.copy(), self._dtype.currency)


class Table(pd.DataFrame):
    """A DataFrame with a property of its own."""

    _metadata = [*pd.DataFrame._metadata, "source"]

    @property
    def _constructor(self):
        return Table


class Measured(pd.Series):
    """A Series with a property of its own."""

    _metadata = [*pd.Series._metadata, "unit"]

    @property
    def _constructor(self):
        return Measured
