"""Columns of pandas' own arrays, and a Series of each."""

import datetime
import decimal

import numpy as np
import pandas as pd

try:
    import pyarrow as pa
except ImportError:
    pa = None

MAJOR = int(pd.__version__.split(".")[0])
OLD = MAJOR < 2
CASES = {}


def case(make):
    CASES[make.__name__] = make
    return make


@case
def categorical():
    return pd.DataFrame({
        "plain": pd.Categorical(["b", "a", "b", None]),
        "ordered": pd.Categorical(["low", "high", "low", "mid"], ["low", "mid", "high"], ordered=True),
        "ints": pd.Categorical([3, 1, 3, 2]), "dates": pd.Categorical(pd.to_datetime(["2024-01-01"] * 3 + [None])),
        "bins": pd.cut([1, 5, 9, 20], [0, 4, 10]), "unused": pd.Categorical(["x"] * 4, ["x", "y", "z"])})


@case
def categorical_many():
    return pd.Series(pd.Categorical.from_codes(np.arange(200) % 150, [f"c{i}" for i in range(150)]))


@case
def nullable_ints():
    names = ["Int8", "Int16", "Int32", "Int64", "UInt8", "UInt16", "UInt32", "UInt64"]
    return pd.DataFrame({n: pd.array([1, None, 100], dtype=n) for n in names})


@case
def nullable_others():
    return pd.DataFrame({"Float32": pd.array([0.5, None, 2], dtype="Float32"),
                         "Float64": pd.array([0.1, None, 1e20], dtype="Float64"),
                         "boolean": pd.array([True, None, False], dtype="boolean")})


@case
def string_python():
    return pd.DataFrame({"s": pd.array(["a", None, "ü"], dtype="string[python]")})


@case
def string_pyarrow():
    return pd.DataFrame({"s": pd.array(["a", None, "ü", "longer than that"], dtype="string[pyarrow]")})


if not OLD:
    @case
    def string_nan():
        if MAJOR < 3:
            return pd.DataFrame({"arrow": pd.array(["a", None], dtype="string[pyarrow_numpy]")})
        return pd.DataFrame({
            "arrow": pd.array(["a", None], dtype=pd.StringDtype("pyarrow", na_value=np.nan)),
            "python": pd.array(["a", None], dtype=pd.StringDtype("python", na_value=np.nan))})

    @case
    def string_sliced():
        return pd.Series(["a", None, "ü", "longer", "z"], dtype="string[pyarrow]").iloc[1:4]

    @case
    def string_chunks():
        one = pd.Series(["a", "b"], dtype="string[pyarrow]")
        return pd.concat([one, pd.Series([None, "c"], dtype="string[pyarrow]")], ignore_index=True)


def arrow(values, kind):
    return pd.Series(pd.arrays.ArrowExtensionArray(pa.array(values, type=kind)))


if not OLD:
    @case
    def arrow_numbers():
        kinds = ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float32", "float64"]
        return pd.DataFrame({n: arrow([1, None, 100], getattr(pa, n)()) for n in kinds}).assign(
            halffloat=arrow(np.array([1, 2, 0.5], "float16"), pa.float16()),
            bool=arrow([True, None, False], pa.bool_()))

    @case
    def arrow_texts():
        values = ["a", None, "ünï"]
        data = [b"\x00", None, b"raw"]
        return pd.DataFrame({"string": arrow(values, pa.string()), "large": arrow(values, pa.large_string()),
                             "binary": arrow(data, pa.binary()), "fixed": arrow([b"ab", None, b"cd"], pa.binary(2)),
                             "large_binary": arrow(data, pa.large_binary())})

    @case
    def arrow_times():
        when = [datetime.datetime(2024, 1, 2, 3, 4, 5), None]
        day = [datetime.date(2024, 1, 2), None]
        return pd.DataFrame({
            "s": arrow(when, pa.timestamp("s")), "us_zone": arrow(when, pa.timestamp("us", "Europe/Berlin")),
            "date32": arrow(day, pa.date32()), "date64": arrow(day, pa.date64()),
            "time32": arrow([datetime.time(1, 2), None], pa.time32("s")),
            "time64": arrow([datetime.time(1, 2, 3, 4), None], pa.time64("us")),
            "duration": arrow([datetime.timedelta(1), None], pa.duration("ms"))})

    @case
    def arrow_nested():
        return pd.DataFrame({
            "decimal": arrow([decimal.Decimal("1.10"), None], pa.decimal128(5, 2)),
            "list": arrow([[1, 2], None], pa.list_(pa.int64())),
            "struct": arrow([{"a": 1, "b": "x"}, None], pa.struct([("a", pa.int32()), ("b", pa.string())])),
            "dictionary": arrow(["x", "y"], pa.dictionary(pa.int8(), pa.string())),
            "null": arrow([None, None], pa.null()),
            "large_list": arrow([["a"], []], pa.large_list(pa.string()))})

    @case
    def arrow_sliced():
        return pd.DataFrame({"i": arrow([1, None, 3, 4, 5], pa.int64()), "b": arrow([True, False, None, True, True], pa.bool_()),
                             "s": arrow(["a", "b", "c", None, "e"], pa.string())}).iloc[1:4]


@case
def sparse():
    return pd.DataFrame({
        "int": pd.arrays.SparseArray([0, 0, 5, 0]), "float": pd.arrays.SparseArray([np.nan, 1.5, np.nan, 2.5]),
        "ones": pd.arrays.SparseArray([1.0, 1, 1, 3], fill_value=1.0),
        "bool": pd.arrays.SparseArray([False, True, False, False]),
        "block": pd.arrays.SparseArray([0, 7, 8, 0], kind="block")})


@case
def sparse_from_spmatrix():
    return pd.DataFrame({f"c{i}": pd.arrays.SparseArray(row) for i, row in enumerate(np.eye(3))})


@case
def periods():
    return pd.DataFrame({"m": pd.period_range("2024-01", periods=3, freq="M"),
                         "d": pd.PeriodIndex(["2024-01-01", None, "2024-05-05"], freq="D"),
                         "w": pd.period_range("2024-01", periods=3, freq="W-SUN")})


@case
def intervals():
    return pd.DataFrame({"int": pd.arrays.IntervalArray.from_breaks([0, 1, 2, 3]),
                         "float": pd.arrays.IntervalArray.from_tuples([(0.5, 1), None, (2, 3)], closed="left"),
                         "time": pd.arrays.IntervalArray.from_breaks(pd.date_range("2024-01-01", periods=4))})


@case
def zoned():
    when = pd.to_datetime(["2024-01-01 10:00", None, "2024-07-01 00:00"])
    return pd.DataFrame({"utc": when.tz_localize("UTC"), "berlin": when.tz_localize("Europe/Berlin"),
                         "fixed": when.tz_localize(datetime.timezone(datetime.timedelta(hours=-5))),
                         "naive": when})


@case
def everything():
    return pd.DataFrame({
        "i": [1, 2], "f": [0.5, 1.5], "s": ["a", "b"], "c": pd.Categorical(["x", "y"]),
        "n": pd.array([1, None], dtype="Int64"), "t": pd.array(["p", None], dtype="string[python]"),
        "z": pd.date_range("2024-01-01", periods=2, tz="UTC"), "p": pd.period_range("2024", periods=2, freq="D"),
        "v": pd.arrays.IntervalArray.from_breaks([0, 1, 2]), "o": [[1], {"a": 2}],
        "d": pd.to_timedelta([1, 2], unit="s")}, index=pd.Index(["r1", "r2"], name="row"))


@case
def series_long():
    return pd.Series(np.arange(100) / 3, name="third")


@case
def series_empty():
    return pd.Series([], dtype="float64")


@case
def series_unnamed():
    return pd.Series(["a", "b"], index=[10, 20])


@case
def series_attrs():
    series = pd.Series([1, 2, 2], index=["x", "y", "y"], name=("a", 1))
    series.attrs["unit"] = "m"
    return series
