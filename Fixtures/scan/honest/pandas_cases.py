"""pandas: frames and series with each kind of index, column and extension type."""

import gzip
import pickle

import numpy
import pandas

from helpers import joblib_bytes, pickled

LIBRARY = "pandas"
DAYS = pandas.date_range("2026-01-01", periods=3)


def series():
    for kind in [
        "int8",
        "uint64",
        "float32",
        "float64",
        "bool",
        "complex128",
        "datetime64[ns]",
        "timedelta64[s]",
        "object",
        "Int64",
        "UInt8",
        "Float32",
        "boolean",
        "string",
        "category",
        "str",
        "Sparse[float64]",
        "Sparse[int]",
        "int64[pyarrow]",
        "string[pyarrow]",
        "double[pyarrow]",
        "string[python]",
        "timestamp[us][pyarrow]",
    ]:
        label = "".join(letter if letter.isalnum() else "_" for letter in kind).strip("_")
        label += "_nullable" if kind[0].isupper() and not kind.startswith("Sparse") else ""
        yield f"series_{label}", pandas.Series([1, 0, 1], name="n").astype(
            str if kind == "category" else "int64"
        ).astype(kind)
    yield "series_missing", pandas.Series([1, None, 3], dtype="Int64")
    yield "series_zone", pandas.Series(DAYS.tz_localize("Europe/Berlin"))
    yield "series_utc", pandas.Series(DAYS.tz_localize("UTC"))
    yield "series_fixed_zone", pandas.Series(pandas.to_datetime(["2026-01-01T00:00:00+02:00"]))
    yield "series_period", pandas.Series(pandas.period_range("2026-01", periods=3, freq="M"))
    yield "series_interval", pandas.Series(pandas.interval_range(0, 3))
    yield "series_ordered", pandas.Series(pandas.Categorical(["a", "b"], ["b", "a"], ordered=True))


def indexes():
    yield "index_range", pandas.RangeIndex(3)
    yield "index_int", pandas.Index([1, 5], name="n")
    yield "index_text", pandas.Index(["a", "b"])
    yield "index_object", pandas.Index([1, "b"], dtype=object)
    yield "index_dates", DAYS
    yield "index_zone", DAYS.tz_localize("America/New_York")
    yield "index_timedelta", pandas.timedelta_range("1h", periods=3)
    yield "index_period", pandas.period_range("2026Q1", periods=3, freq="Q")
    yield "index_interval", pandas.interval_range(0, 3)
    yield "index_category", pandas.CategoricalIndex(["a", "b"])
    yield "index_multi", pandas.MultiIndex.from_product([["a", "b"], DAYS], names=["k", "d"])


def frames():
    mixed = pandas.DataFrame(
        {"i": [1, 2, 3], "f": [0.5, None, 2], "s": ["x", "y", None], "d": DAYS, "b": [True, False, True]}
    )
    yield "frame_mixed", mixed
    yield "frame_categories", mixed.assign(
        c=pandas.Categorical(["u", "v", "u"]), n=pandas.array([1, None, 2], dtype="Int32")
    )
    yield "frame_multi", pandas.DataFrame(
        numpy.eye(4),
        index=pandas.MultiIndex.from_product([[1, 2], ["a", "b"]]),
        columns=pandas.MultiIndex.from_product([["x", "y"], [0, 1]]),
    )
    yield "frame_empty", pandas.DataFrame()
    yield "frame_objects", pandas.DataFrame({"o": [[1], {"a": 2}, None]}, dtype=object)
    yield "frame_arrow", mixed.convert_dtypes(dtype_backend="pyarrow")
    flagged = mixed.copy()
    flagged.attrs["source"] = "made"
    flagged.flags.allows_duplicate_labels = False
    yield "frame_attributes", flagged
    yield "frame_slice", mixed.iloc[1:, [0, 2]]


def others():
    yield "scalars", [
        pandas.Timestamp("2026-01-02 03:04:05"),
        pandas.Timestamp("2026-01-02", tz="UTC"),
        pandas.Timedelta("1h"),
        pandas.Period("2026-01"),
        pandas.Interval(0, 1),
        pandas.NaT,
        pandas.NA,
    ]
    yield "arrays", [
        pandas.array([1, None]),
        pandas.array(["a", None], dtype="string"),
        pandas.Categorical(["a"]),
        pandas.arrays.SparseArray([0, 1]),
        pandas.array([True, None]),
        pandas.array([1.5, None]),
    ]
    yield "dtypes", [
        pandas.CategoricalDtype(["a"]),
        pandas.Int64Dtype(),
        pandas.DatetimeTZDtype(tz="UTC"),
        pandas.PeriodDtype("D"),
        pandas.IntervalDtype("int64"),
        pandas.StringDtype(),
        pandas.SparseDtype("f8"),
        pandas.ArrowDtype(__import__("pyarrow").int32()),
    ]
    offsets = pandas.offsets
    yield "offsets", [
        offsets.Day(2),
        offsets.Hour(),
        offsets.BusinessDay(),
        offsets.MonthEnd(),
        offsets.QuarterEnd(),
        offsets.YearBegin(),
        offsets.Week(weekday=2),
        offsets.DateOffset(months=1),
        offsets.Minute(5),
        offsets.Nano(3),
        offsets.BusinessMonthEnd(),
        offsets.CustomBusinessDay(),
        offsets.Easter(),
        offsets.SemiMonthEnd(),
        offsets.BusinessHour(),
    ]
    yield "mapping", {"train": pandas.Series([1, 2]), "test": pandas.DataFrame({"a": [1]})}


def cases():
    for group in (series, indexes, frames, others):
        yield from pickled("pandas", group(), (5, 4, 3, 2))
    table = pandas.DataFrame({"a": [1, 2], "t": ["x", "y"]})
    yield "pandas_frame.pkl.gz", "a frame, compressed by gzip", gzip.compress(pickle.dumps(table), mtime=0)
    yield "pandas_frame.joblib", "a frame, by joblib", joblib_bytes(table)
    for protocol in (0, 1):
        yield f"pandas_old_{protocol}.pkl", f"a frame and an index, protocol {protocol}", pickle.dumps(
            [table, DAYS], protocol
        )
