"""What the stores hold: frames and Series by key, for each of the two formats."""

import datetime
import decimal

import numpy as np
import pandas as pd

MAJOR = int(pd.__version__.split(".")[0])
TEXTS = ["one", "", "drei – €", "nan", "日本"]


def numbers():
    whole = {n: np.array([1, np.iinfo(n).max, np.iinfo(n).min], n) for n in ["int8", "int16", "int32", "int64",
                                                                            "uint8", "uint16", "uint32", "uint64"]}
    return pd.DataFrame({**whole, "float32": np.array([0.1, np.nan, np.inf], "f4"), "float64": [0.1, np.nan, -1e300],
                         "bool": [True, False, True], "other": [False, False, True]})


def mixed():
    return pd.DataFrame({"a": [1, 2, 3], "b": [0.5, np.nan, 2.5], "c": ["x", "yy", None], "d": [True, False, True],
                         "e": [4, 5, 6], "when": pd.to_datetime(["2024-01-02 03:04:05.000000006", None, "1969-12-31 00:00:00.000000000"]),
                         "span": pd.to_timedelta(["1 days 02:03:04", "-1 ns", None])})


def texts():
    return pd.DataFrame({"a": TEXTS, "b": list("vwxyz"), "n": range(5)}, index=list("pqrst"))


def zoned():
    times = pd.date_range("2024-03-30", periods=4, freq="D", tz="Europe/Berlin")
    other = pd.to_datetime(["2024-01-01 00:00", None, "2024-07-01 12:00", "1970-01-01 00:00"], utc=True)
    return pd.DataFrame({"x": range(4), "there": other.tz_convert("America/New_York"), "utc": other}, index=times)


def fixed_zone():
    zone = datetime.timezone(datetime.timedelta(hours=5, minutes=30))
    return pd.DataFrame({"x": [1, 2]}, index=pd.DatetimeIndex(["2024-01-01", "2024-01-03"], tz=zone, name="at"))


def with_index(index, columns=("x", "y")):
    values = np.arange(len(index) * len(columns), dtype="f8").reshape(len(index), len(columns))
    return pd.DataFrame(values, index=index, columns=list(columns))


def multi_rows():
    index = pd.MultiIndex.from_tuples([("b", 2), ("a", 1), ("b", 1), ("a", 3)], names=["letter", "number"])
    return with_index(index)


def multi_rows_unnamed():
    index = pd.MultiIndex.from_product([[1.5, 0.5], pd.to_datetime(["2024-01-02", "2024-01-01"]), ["u", "v"]])
    return with_index(index)


def multi_columns():
    columns = pd.MultiIndex.from_tuples([("b", 1), ("a", 2), ("a", 1)], names=["top", None])
    return pd.DataFrame(np.arange(6).reshape(2, 3), columns=columns)


def number_columns():
    return pd.DataFrame(np.arange(6.0).reshape(2, 3), columns=[2, 0, 1])


def named_axes():
    frame = with_index(pd.Index([10, 20, 30], name="row"))
    frame.columns.name = "column"
    return frame


def indexes():
    """Frames of every kind of index that both formats take."""
    yield "int_index", with_index(pd.Index([3, 1, 2], dtype="int64"))
    yield "float_index", with_index(pd.Index([0.5, np.nan, 2.0]))
    yield "string_index", with_index(pd.Index(["b", "a", "c"], name="key"))
    yield "datetime_index", with_index(pd.DatetimeIndex(["2024-01-02", "2023-01-01", "2025-05-05"]))
    yield "daily", with_index(pd.date_range("2024-01-01", periods=4, freq="D", name="day"))
    yield "quarters", with_index(pd.date_range("2024-01-01", periods=4, freq="QS"))
    yield "timedelta_index", with_index(pd.timedelta_range("1h", periods=3, freq="90min"))
    yield "period_index", with_index(pd.period_range("2024-01", periods=3, freq="M"))
    yield "quarterly", with_index(pd.period_range("2024Q1", periods=3, freq="Q-NOV", name="q"))
    yield "date_index", with_index(pd.Index([datetime.date(2024, 2, 29), datetime.date(1999, 1, 1)], dtype=object))
    yield "step_index", with_index(pd.RangeIndex(10, 2, -3))


def series():
    yield "series_floats", pd.Series([1.5, np.nan, 3.0], name="price")
    yield "series_unnamed", pd.Series([1, 2, 3], index=["a", "b", "c"])
    yield "series_texts", pd.Series(["a", None, "ccc"], name="text")
    yield "series_times", pd.Series(pd.date_range("2024-01-01", periods=3, freq="h"), name="t")
    yield "series_zoned", pd.Series(pd.date_range("2024-01-01", periods=3, tz="Asia/Tokyo"), name="t")
    yield "series_spans", pd.Series(pd.to_timedelta(["1h", None, "-2 days"]), name="t")
    yield "series_bools", pd.Series([True, False], name="b")
    yield "series_multi", pd.Series([1.0, 2.0, 3.0], name="v", index=pd.MultiIndex.from_tuples(
        [("x", 1), ("x", 2), ("y", 1)], names=["k", "n"]))


COMMON = [("numbers", numbers), ("mixed", mixed), ("texts", texts), ("zoned", zoned), ("fixed_zone", fixed_zone),
          ("multi_rows", multi_rows), ("multi_rows_unnamed", multi_rows_unnamed), ("multi_columns", multi_columns),
          ("number_columns", number_columns), ("named_axes", named_axes)]


def common():
    for name, make in COMMON:
        yield name, make()
    yield from indexes()
    yield from series()


def fixed():
    """Key and value for `format="fixed"`."""
    yield from common()
    yield "complexes", pd.DataFrame({"c64": np.array([1 + 2j, complex(np.nan, 1)], "c8"), "c128": [1j, -2.5]})
    yield "halves", pd.DataFrame({"h": np.array([0.5, np.nan, 65504], "f2")})
    yield "objects", pd.DataFrame({"o": [1, "two", None, 3.5, (4, "five")], "p": [b"bytes", True, [1, 2], {"k": 1},
                                                                               decimal.Decimal("1.10")]})
    yield "object_stamps", pd.DataFrame({"o": [pd.Timestamp("2024-01-01", tz="UTC"), pd.Timestamp("2024-01-01"), 1]})
    yield "all_missing", pd.DataFrame({"n": [None, None], "m": np.array([np.nan, np.nan], object)})
    yield "mixed_columns", pd.DataFrame([[1, 2.5]], columns=["a", 7])
    yield "bool_index", with_index(pd.Index([True, False]))
    yield "object_index", with_index(pd.Index(["a", 1, None], dtype=object))
    yield "no_rows", pd.DataFrame({"a": np.array([], "i4"), "b": np.array([], "f8"), "c": np.array([], object)})
    yield "no_rows_times", pd.DataFrame({"t": pd.to_datetime([])}, index=pd.DatetimeIndex([]))
    yield "no_columns", pd.DataFrame(index=["a", "b"])
    yield "nothing", pd.DataFrame()
    yield "empty_series", pd.Series([], dtype="f8", name="e")
    yield "series_objects", pd.Series([1, "b", None], name=("tuple", 1))
    yield "series_number_name", pd.Series([1, 2], name=5)
    yield "group/inner", pd.DataFrame({"z": [1]})
    if MAJOR > 1:
        yield "units", pd.DataFrame({u: np.array(["2024-01-02", "NaT"], f"M8[{u}]") for u in ["s", "ms", "us", "ns"]},
                                    index=pd.DatetimeIndex(np.array(["2024-01-02", "1600-01-01"], "M8[s]")))
    if MAJOR > 2:
        yield "periods", pd.DataFrame({"p": pd.period_range("2024-01", periods=2, freq="M")})
        yield "category_index", with_index(pd.CategoricalIndex(["b", "a", "b"], name="c"))
        yield "category_ordered", with_index(pd.CategoricalIndex([3, 1], categories=[3, 2, 1], ordered=True))
        yield "string_dtype", pd.DataFrame({"s": pd.array(["a", None, "c"], dtype="string"), "t": ["x", None, "z"]})
        yield "missing_label", with_index(pd.Index(["a", None, "nan"], dtype="str"))


def table():
    """Key, value and what `HDFStore.append` is given besides, for `format="table"`."""
    for name, value in common():
        if name != "date_index" or MAJOR < 3:
            yield name, value, {}
    letters = pd.Categorical(["b", None, "a", "b"], categories=["c", "b", "a"])
    sizes = pd.Categorical([10, 20, 10, None], ordered=True)
    yield "categories", pd.DataFrame({"letter": letters, "size": sizes, "x": range(4)}), {}
    yield "categories_missing", pd.DataFrame({"c": pd.Categorical([None, None], categories=[]), "x": [1, 2]}), {}
    yield "series_category", pd.Series(letters, name="letter"), {}
    yield "data_columns", mixed(), {"data_columns": ["a", "c", "when"]}
    yield "all_data_columns", mixed(), {"data_columns": True, "index": False}
    yield "wide_texts", texts(), {"min_itemsize": {"values": 30, "index": 12}}
    yield "nan_rep", mixed(), {"nan_rep": "_missing_"}
    yield "nan_texts", pd.DataFrame({"s": ["nan", None, "x"]}), {}
    yield "latin", pd.DataFrame({"s": ["é", "ü"]}, index=["ä", "ö"]), {"encoding": "latin-1"}
    yield "transposed", with_index(pd.Index(["r", "s"])), {"axes": [1]}
    yield "multi_data", multi_rows(), {"data_columns": ["x"]}
    yield "complexes", pd.DataFrame({"c64": np.array([1 + 2j, 3j], "c8"), "c128": [1j, -2.5]}), {}
    yield "group/inner", pd.DataFrame({"z": [1]}), {}
    if MAJOR > 1:
        yield "units", pd.DataFrame({u: np.array(["2024-01-02", "NaT"], f"M8[{u}]") for u in ["s", "ms", "us", "ns"]}), {}
    if MAJOR > 2:
        yield "periods", pd.DataFrame({"p": pd.period_range("2024-01", periods=2, freq="M"), "x": [1, 2]}), {}
        yield "category_index", with_index(pd.CategoricalIndex(["b", "a", "b"], name="c")), {}
        yield "string_dtype", pd.DataFrame({"s": pd.array(["a", None, "c"], dtype="string"), "t": ["x", None, "z"]}), {}
        yield "missing_label", with_index(pd.Index(["a", None, "nan"], dtype="str")), {}
