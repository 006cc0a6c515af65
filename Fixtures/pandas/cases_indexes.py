"""Indexes: kinds, names, zones, frequencies. Each is pickled alone or as the index of a Series."""

import datetime

import dateutil.tz
import numpy as np
import pandas as pd

MAJOR = int(pd.__version__.split(".")[0])
OLD = MAJOR < 2
CASES = {}

if OLD:
    import pytz
else:
    import zoneinfo


def plain_indexes():
    yield "int64", pd.Index([3, 1, 2])
    yield "uint64", pd.Index(np.array([1, 2**64 - 1], "uint64"), name="u")
    yield "float64", pd.Index([0.5, np.nan, 2])
    yield "object", pd.Index([1, "a", None, 2.5], dtype=object)
    yield "str", pd.Index(["a", "b", "ü"], name="label")
    yield "bool", pd.Index([True, False])
    yield "tuple_name", pd.Index([1, 2], name=("a", 1))
    yield "range", pd.RangeIndex(4)
    yield "range_step", pd.RangeIndex(10, 0, -3, name="down")
    yield "empty", pd.Index([], dtype=object)
    yield "categorical", pd.CategoricalIndex(["b", "a", None, "b"], categories=["a", "b", "c"], name="cat")
    yield "categorical_ordered", pd.CategoricalIndex([3, 1], categories=[1, 2, 3], ordered=True)
    if not OLD:
        yield "int8", pd.Index(np.array([1, -1], "int8"))
        yield "float32", pd.Index(np.array([1.5, 0.1], "float32"))
        yield "complex", pd.Index([1j, 2 + 1j])
    yield "nullable", pd.Index(pd.array([1, None, 3], dtype="Int64"), name="n")
    yield "string", pd.Index(pd.array(["x", None], dtype="string"))
    if not OLD:
        yield "arrow", pd.Index(pd.array([1, None], dtype="int32[pyarrow]"))
        yield "sparse", pd.Index(pd.arrays.SparseArray([0, 0, 1]))


def multi_indexes():
    yield "multi", pd.MultiIndex.from_product([["a", "b"], [1, 2]])
    yield "multi_names", pd.MultiIndex.from_tuples([("x", 1.5), ("y", 2.5)], names=["first", None])
    yield "multi_nan", pd.MultiIndex.from_arrays([["a", None, "b"], [1, 2, np.nan]], names=["k", "v"])
    yield "multi_dates", pd.MultiIndex.from_arrays([
        pd.date_range("2024-01-01", periods=3, tz="UTC"), pd.Categorical(["x", "y", "x"]),
        pd.timedelta_range("1h", periods=3)], names=["when", "cat", "span"])
    yield "multi_unused", pd.MultiIndex.from_product([["a", "b", "c"], [1, 2]])[:3]
    yield "multi_empty", pd.MultiIndex.from_arrays([[], []], names=["a", "b"])


def zones():
    fixed = datetime.timezone(datetime.timedelta(hours=5, minutes=30))
    yield "utc", "UTC"
    yield "berlin", "Europe/Berlin"
    yield "fixed", fixed
    yield "named_fixed", datetime.timezone(datetime.timedelta(hours=-3), "mine")
    yield "datetime_utc", datetime.timezone.utc
    yield "dateutil_offset", dateutil.tz.tzoffset("mine", 3600)
    yield "dateutil_utc", dateutil.tz.tzutc()
    if MAJOR > 2:
        yield "dateutil", "dateutil/Europe/Paris"
    if OLD:
        yield "pytz", pytz.timezone("US/Eastern")
        yield "pytz_fixed", pytz.FixedOffset(90)
    else:
        yield "zoneinfo", zoneinfo.ZoneInfo("America/New_York")
        try:
            import pytz as installed
            yield "pytz", installed.timezone("US/Eastern")
            yield "pytz_fixed", installed.FixedOffset(90)
            yield "pytz_utc", installed.utc
        except ImportError:
            pass


def frequencies():
    yield from ["D", "B", "W-TUE", "3D", "MS", "QS-OCT"]
    yield from ["H", "15T", "S", "500L", "M", "Q-DEC", "A-JUN", "BM", "2N", "U", "SM", "BQ", "BH"] if OLD else [
        "h", "15min", "s", "500ms", "ME", "QE-DEC", "YE-JUN", "BME", "2ns", "us", "SME", "BQE", "bh"]
    yield from ["WOM-2TUE", "LWOM-FRI", "C", "SMS", "BMS", "QS", "BQS", "CBMS", "REQ-N-DEC-MON-1"]


def datetime_indexes():
    yield "dates", pd.DatetimeIndex(["2024-01-03 00:00", None, "2024-01-01 12:30"], name="when")
    for name, zone in zones():
        yield f"zone_{name}", pd.date_range("2024-03-30 12:00", periods=3, freq="D", tz=zone)
    if not OLD:
        yield "dates_s", pd.DatetimeIndex(np.array(["2024-01-03", "1500-01-01"], "M8[s]"))
        yield "dates_ms", pd.date_range("2024-01-01", periods=2, freq="h", unit="ms", tz="Asia/Tokyo")
    yield "freq_custom", pd.date_range("2024-01-01", periods=3, freq=pd.offsets.CustomBusinessDay(
        weekmask="Mon Wed Fri", holidays=["2024-01-03"]))
    yield "freq_offset", pd.date_range("2024-01-01", periods=2, freq=pd.DateOffset(months=1, days=2))
    yield "freq_easter", pd.date_range("2024-01-01", periods=2, freq=pd.offsets.Easter())
    yield "freq_negative", pd.date_range("2024-01-05", periods=3, freq="-1D")


def other_indexes():
    yield "timedeltas", pd.TimedeltaIndex(["1h", None, "-2 days"], name="span")
    yield "timedelta_freq", pd.timedelta_range("1 days", periods=3, freq="12h")
    yield "period_d", pd.period_range("2024-01-01", periods=3, freq="D", name="day")
    yield "period_m", pd.PeriodIndex(["2024-01", None, "2023-12"], freq="M")
    yield "period_q", pd.period_range("2024Q1", periods=2, freq="Q-MAR")
    yield "period_y", pd.period_range("2024", periods=2, freq="A" if OLD else "Y")
    yield "period_h", pd.period_range("2024-01-01", periods=2, freq="3H" if OLD else "3h")
    yield "interval_right", pd.interval_range(0, 3)
    yield "interval_left", pd.IntervalIndex.from_breaks([0.5, 1.5, 3], closed="left", name="bin")
    yield "interval_both", pd.IntervalIndex.from_tuples([(0, 1), None, (5, 9)], closed="both")
    yield "interval_neither", pd.IntervalIndex.from_breaks([1, 2], closed="neither")
    yield "interval_dates", pd.interval_range(pd.Timestamp("2024-01-01"), periods=2)
    yield "interval_zoned", pd.interval_range(pd.Timestamp("2024-01-01", tz="UTC"), periods=2)


def frequency_cases():
    for freq in frequencies():
        try:
            yield "freq_" + freq.replace("-", "_"), pd.date_range("2024-01-01", periods=2, freq=freq)
        except ValueError:
            pass


def add(pairs, directly):
    for name, value in pairs:
        if directly:
            CASES[f"index_{name}"] = lambda value=value: value
        else:
            CASES[f"by_{name}"] = lambda value=value: pd.Series(np.arange(len(value)), index=value, name="n")


add(plain_indexes(), True)
add(multi_indexes(), False)
add(datetime_indexes(), False)
add(other_indexes(), True)
# All frequencies in one file: a list of indexes.
CASES["frequencies"] = lambda: [value for _, value in frequency_cases()]
CASES["zones_by_pandas"] = lambda: pd.DataFrame(
    {name: pd.date_range("2024-07-01", periods=2, tz=zone) for name, zone in zones()})
