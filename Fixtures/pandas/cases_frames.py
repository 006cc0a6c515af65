"""Frames: dtypes, blocks, labels, attrs."""

import datetime
import decimal
import uuid

import numpy as np
import pandas as pd

from extension import Measured, MoneyArray, Table

MAJOR = int(pd.__version__.split(".")[0])
CASES = {}


def case(make):
    CASES[make.__name__] = make
    return make


@case
def ints():
    names = ["int8", "int16", "int32", "int64"]
    return pd.DataFrame({n: np.array([np.iinfo(n).min, 0, np.iinfo(n).max], n) for n in names})


@case
def uints():
    names = ["uint8", "uint16", "uint32", "uint64"]
    return pd.DataFrame({n: np.array([1, 0, np.iinfo(n).max], n) for n in names})


@case
def floats():
    values = [0.1, -2.5, np.nan, np.inf, -np.inf, 1e-300, 123456.789]
    with np.errstate(over="ignore"):
        return pd.DataFrame({n: np.array(values).astype(n) for n in ["float16", "float32", "float64"]})


@case
def longdouble():
    return pd.DataFrame({"x": np.array([1, 2.5, 3], np.longdouble)})


@case
def bools():
    return pd.DataFrame({"a": [True, False, True], "b": [False, False, True]})


@case
def complexes():
    values = [1 + 2j, -0.5j, complex(np.nan, 1)]
    return pd.DataFrame({"c64": np.array(values, "c8"), "c128": np.array(values)})


@case
def datetimes():
    return pd.DataFrame({
        "when": pd.DatetimeIndex(["2024-01-02 00:00:00.000000000", "1999-12-31 23:59:59.123456789", None]),
        "day": pd.to_datetime(["2024-02-29", "1970-01-01", "2262-04-11"])})


@case
def timedeltas():
    return pd.DataFrame({"span": pd.to_timedelta(["1 days 02:03:04", "-1 ns", None]),
                         "whole": pd.to_timedelta([1, 2, 3], unit="D")})


if MAJOR > 1:
    @case
    def datetime_units():
        days = ["2024-01-02", "1600-12-31", "NaT"]
        return pd.DataFrame({u: np.array(days, f"M8[{u}]") for u in ["s", "ms", "us", "ns"]}).assign(
            zoned=pd.Series(np.array(["2024-01-02", "1950-12-31", "NaT"], "M8[s]")).dt.tz_localize("Europe/Berlin"))

    @case
    def timedelta_units():
        return pd.DataFrame({u: np.array([1, -90000, "NaT"], f"m8[{u}]") for u in ["s", "ms", "us", "ns"]})


@case
def mixed():
    return pd.DataFrame({
        "id": [1, 2, 3], "price": [9.99, 1250.5, np.nan], "name": ["apple", "pear, green", None],
        "ok": [True, False, True], "when": pd.to_datetime(["2024-01-01", "2024-06-01", None])})


@case
def objects():
    return pd.DataFrame({
        "any": pd.Series([1, "two", 3.5, None, np.nan, pd.NaT, pd.NA, True, b"raw", 10**30], dtype=object),
        "more": pd.Series([
            decimal.Decimal("1.10"), datetime.date(2024, 1, 2), datetime.datetime(2024, 1, 2, 3, 4, 5),
            pd.Timestamp("2024-01-02", tz="UTC"), pd.Timedelta("1h"), pd.Period("2024-03", "M"),
            pd.Interval(0, 1), datetime.time(1, 2), 2 + 3j, uuid.UUID(int=5)], dtype=object)})


@case
def nested_objects():
    return pd.DataFrame({"list": [[1, 2], [], [None]], "tuple": [(1, "a"), (), (2,)],
                         "dict": [{"a": 1}, {}, {"b": [1]}], "array": [np.arange(2), np.array([1.5]), np.array([])]})


@case
def strings():
    return pd.DataFrame({"s": ["a", "longer text", "ünï", "日本語", ""], "t": ["x", None, np.nan, 'q"uote', "a\nb"]},
                        dtype=object)


@case
def frames_within():
    inner = pd.DataFrame({"a": [1]})
    cells = np.empty(2, object)
    cells[0], cells[1] = inner, pd.Series([1, 2], name="s")
    return pd.DataFrame({"cell": cells})


@case
def fragmented():
    frame = pd.DataFrame({"a": [1, 2]})
    for i in range(5):
        frame[f"i{i}"] = [i, i + 1]
        frame[f"f{i}"] = [i / 2, i]
    return frame


@case
def consolidated():
    return fragmented().copy()


@case
def interleaved():
    data = {f"{'if'[i % 2]}{i}": (np.arange(3) if i % 2 == 0 else np.arange(3) / 4) for i in range(6)}
    return pd.DataFrame(data).copy()


@case
def three_of_four():
    frame = pd.DataFrame({"a": [1.5, 2], "b": [1, 2], "c": [2.5, 3], "d": ["x", "y"], "e": [3.5, 4], "f": [5.5, 6]})
    return frame.drop(columns=["c"])


@case
def f_order():
    return pd.DataFrame(np.asfortranarray(np.arange(6.0).reshape(2, 3)), columns=list("abc"))


@case
def c_order():
    return pd.DataFrame(np.arange(6).reshape(2, 3), columns=list("abc"))


@case
def every_second_row():
    return pd.DataFrame(np.arange(20).reshape(10, 2), columns=list("ab")).iloc[::2]


@case
def reversed_rows():
    return pd.DataFrame(np.arange(12).reshape(4, 3), columns=list("abc")).iloc[::-1, ::-1]


@case
def transposed():
    return pd.DataFrame({"a": [1, 2], "b": [3, 4]}, index=["x", "y"]).T


@case
def big_endian():
    return pd.DataFrame({"a": np.array([1, 2], ">i4"), "b": np.array([1.5, 2], ">f8")})


@case
def empty():
    return pd.DataFrame()


@case
def no_columns():
    return pd.DataFrame(index=[3, 1, 2])


@case
def no_rows():
    return pd.DataFrame({"a": np.array([], "int64"), "b": np.array([], object), "c": pd.to_datetime([])})


@case
def duplicate_columns():
    return pd.DataFrame([[1, 2.5, "x"], [3, 4.5, "y"]], columns=["a", "a", "b"])


@case
def integer_columns():
    return pd.DataFrame([[1, 2], [3, 4]], columns=[10, 20])


@case
def mixed_columns():
    return pd.DataFrame([[1, 2, 3, 4]], columns=["a", 1, None, 2.5])


@case
def datetime_columns():
    return pd.DataFrame([[1, 2]], columns=pd.date_range("2024-01-01", periods=2))


@case
def multi_columns():
    columns = pd.MultiIndex.from_tuples([("a", "x"), ("a", "y"), ("b", "x")], names=["upper", "lower"])
    return pd.DataFrame([[1, 2, 3.5], [4, 5, 6.5]], columns=columns)


@case
def named_axes():
    frame = pd.DataFrame({"a": [1, 2]}, index=pd.Index(["x", "y"], name="rows"))
    frame.columns.name = "fields"
    return frame


@case
def attrs():
    frame = pd.DataFrame({"a": [1, 2]})
    frame.attrs.update({"source": "sensor", "scale": 2.5, "tags": ["x", 1], 5: None})
    return frame


@case
def flags():
    return pd.DataFrame({"a": [1]}).set_flags(allows_duplicate_labels=False)


@case
def subclass():
    frame = Table({"a": [1, 2]})
    frame.source = "here"
    return frame


@case
def subclass_series():
    series = Measured([1.5, 2], name="length")
    series.unit = "m"
    return series


@case
def wide():
    return pd.DataFrame({f"column {i}": [i * 1.5, i * 100.25] for i in range(30)})


@case
def long():
    return pd.DataFrame({"n": np.arange(100), "x": np.arange(100) / 7, "s": [f"row {i}" for i in range(100)]})


@case
def long_and_wide():
    return pd.DataFrame(np.arange(70 * 25).reshape(70, 25) % 97)


@case
def float_texts():
    return pd.DataFrame({
        "small": [1e-10, 2e-5, 0.5], "large": [1e10, 1.5, 2.25], "huge": [1e20, 1.0, 3.0],
        "whole": [1.0, 2.0, 3.0], "digits": [3.14159265358979, 2.71828, 100.1], "zero": [0.0, -0.0, 1e-7]})


@case
def wide_text():
    return pd.DataFrame({"text": ["x" * 60, "short"], "wide": ["日本" * 10, "ｱ"], "tab": ["a\tb", "c\r\nd"]})


@case
def custom_extension():
    return pd.DataFrame({"n": [1, 2], "money": MoneyArray([125, 250], "CHF")})


@case
def several():
    """Not one frame but a dict of objects that share an index."""
    index = pd.Index(["a", "b"], name="key")
    frame = pd.DataFrame({"x": [1, 2]}, index=index)
    return {"train": frame, "labels": pd.Series([0.5, 1.5], index=index), "parts": [frame, index]}


@case
def scalars():
    return [pd.Timestamp("2024-01-02 03:04:05.000000006", tz="Europe/Berlin"), pd.Timestamp("2024-01-02"),
            pd.Timedelta("1 days 00:00:00.5"), pd.Period("2024Q1", "Q-DEC"), pd.Interval(1.5, 2.5, "both"),
            pd.NaT, pd.NA, pd.Timestamp("2020-02-03", tz=datetime.timezone(datetime.timedelta(hours=5.5))),
            pd.Interval(pd.Timestamp("2024-01-01"), pd.Timestamp("2024-01-02"))]
