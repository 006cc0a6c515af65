"""What pandas says about an object, in plain JSON.

Values: integers and booleans as such, floats as their repr, complex as two reprs, datetimes, timedeltas and
periods as integers in the unit of the dtype, strings as such, missing ones as {"missing": "NaN" | "NaT" | "NA" |
"None"}. Values of object arrays are [type, value].
"""

import datetime
import decimal

import numpy as np
import pandas as pd

MAJOR = int(pd.__version__.split(".")[0])
NAT = np.iinfo("int64").min


def missing(value):
    if value is None:
        return {"missing": "None"}
    if value is pd.NA:
        return {"missing": "NA"}
    if value is pd.NaT:
        return {"missing": "NaT"}
    return {"missing": "NaN"}


def is_missing(value):
    if value is None or value is pd.NA or value is pd.NaT:
        return True
    return isinstance(value, (float, np.floating)) and value != value


def zone(tz):
    """The zone's name: `str` of a pytz, zoneinfo or datetime zone."""
    return None if tz is None else str(tz)


def stamp(value):
    """The integer of a Timestamp or Timedelta, in its unit."""
    return int(value.asm8.view("i8")) if hasattr(value, "asm8") else int(value.value)


def unit_of(value):
    return getattr(value, "unit", "ns")


def scalar(value):
    """A value of an object array: [type, value]."""
    if is_missing(value):
        return ["missing", missing(value)["missing"]]
    if isinstance(value, pd.Timestamp):
        return ["Timestamp", stamp(value), unit_of(value), zone(value.tz)]
    if isinstance(value, pd.Timedelta):
        return ["Timedelta", stamp(value), unit_of(value)]
    if isinstance(value, pd.Period):
        return ["Period", value.ordinal, value.freqstr]
    if isinstance(value, pd.Interval):
        return ["Interval", scalar(value.left), scalar(value.right), value.closed]
    if isinstance(value, (bool, np.bool_)):
        return ["bool", bool(value)]
    if isinstance(value, (int, np.integer)):
        return ["int", int(value)]
    if isinstance(value, (float, np.floating)):
        return ["float", repr(float(value))]
    if isinstance(value, (complex, np.complexfloating)):
        return ["complex", repr(float(value.real)), repr(float(value.imag))]
    if isinstance(value, str):
        return ["str", value]
    if isinstance(value, bytes):
        return ["bytes", value.hex()]
    if isinstance(value, decimal.Decimal):
        return ["Decimal", str(value)]
    if isinstance(value, (datetime.datetime, datetime.date, datetime.time)):
        return [type(value).__name__, value.isoformat()]
    if isinstance(value, tuple):
        return ["tuple", [scalar(v) for v in value]]
    if isinstance(value, list):
        return ["list", [scalar(v) for v in value]]
    if isinstance(value, np.ndarray):
        return ["ndarray", [scalar(v) for v in value.tolist()]]
    if isinstance(value, dict):
        return ["dict", [[scalar(k), scalar(v)] for k, v in value.items()]]
    if isinstance(value, (pd.DataFrame, pd.Series, pd.Index)):
        return ["pandas", describe(value)]
    return ["other", type(value).__name__, str(value)]


def plain(value):
    """A value of a typed array."""
    if is_missing(value):
        return missing(value)
    if isinstance(value, (pd.Timestamp, pd.Timedelta)):
        return stamp(value)
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, (int, np.integer)):
        return int(value)
    if isinstance(value, np.longdouble):
        return repr(float(value))
    if isinstance(value, (float, np.floating)):
        return repr(float(value))
    if isinstance(value, (complex, np.complexfloating)):
        return [repr(float(value.real)), repr(float(value.imag))]
    if isinstance(value, str):
        return value
    return scalar(value)


def integers(array):
    return [{"missing": "NaT"} if v == NAT else int(v) for v in array]


def dense(array):
    """A NumPy array."""
    if array.dtype.kind in "mM":
        return integers(array.view("i8"))
    if array.dtype.kind == "O":
        return [scalar(v) for v in array]
    return [float_or_plain(v) for v in array]


def float_or_plain(value):
    """NaN of a float array is a float, not a missing value: its repr."""
    if isinstance(value, np.floating):
        return repr(float(value))
    return plain(value)


def sparse_fill(value):
    return float_or_plain(value)


def array(values):
    """The values of a column or index: {"dtype", "kind", …}."""
    dtype = values.dtype
    result = {"dtype": str(dtype)}
    name = type(dtype).__name__
    if isinstance(dtype, pd.CategoricalDtype):
        categories = index(dtype.categories)
        result.update(kind="categorical", ordered=bool(dtype.ordered), categories=categories)
        result["codes"] = [int(c) for c in values.codes]
    elif isinstance(dtype, pd.DatetimeTZDtype):
        result.update(kind="datetimetz", unit=dtype.unit, tz=zone(dtype.tz))
        result["values"] = integers(values.asi8)
    elif isinstance(dtype, pd.PeriodDtype):
        result.update(kind="period", freq=values.freqstr, values=integers(values.asi8))
    elif isinstance(dtype, pd.IntervalDtype):
        result.update(kind="interval", closed=values.closed)
        result["left"], result["right"] = ends(values.left), ends(values.right)
    elif isinstance(dtype, pd.SparseDtype):
        result.update(kind="sparse", subtype=str(dtype.subtype), fill=sparse_fill(dtype.fill_value))
        result["values"] = dense(np.asarray(values))
        result["indices"] = [int(i) for i in values.sp_index.indices] if MAJOR > 1 else [
            int(i) for i in values.sp_index.to_int_index().indices]
    elif name == "StringDtype":
        result.update(kind="string", storage=getattr(dtype, "storage", "python"))
        result["values"] = [missing(v) if is_missing(v) else v for v in values]
    elif name == "ArrowDtype":
        result.update(kind="arrow", arrow=str(dtype.pyarrow_dtype))
        result["values"] = [scalar(v) for v in values]
    elif name in ("MoneyDtype",):
        result.update(kind="extension", values=values._cents.tolist())
    elif not isinstance(dtype, np.dtype):
        result.update(kind="masked", values=[plain(v) for v in values])
    else:
        result.update(kind="numpy", values=dense(np.asarray(values)))
    return result


def ends(labels):
    """The ends of intervals: an Index or an array, which is told as the latter."""
    return array(labels.values if isinstance(labels.dtype, np.dtype) else getattr(labels, "array", labels))


def row(value, i):
    """A row of a MultiIndex. pandas makes whole columns of floats where an integer is missing; the levels don't."""
    labels = []
    for level, codes in zip(value.levels, value.codes):
        code = codes[i]
        labels.append(level[code] if code >= 0 else pd.NaT if level.dtype.kind in "mM" else np.nan)
    return tuple(labels)


def index(value):
    result = {"class": type(value).__name__, "names": [scalar(n) for n in value.names], "length": len(value)}
    if isinstance(value, pd.MultiIndex):
        result["levels"] = [index(level) for level in value.levels]
        result["codes"] = [[int(c) for c in codes] for codes in value.codes]
        result["tuples"] = [scalar(row(value, i)) for i in range(len(value))]
        return result
    if isinstance(value, pd.RangeIndex):
        result["range"] = [value.start, value.stop, value.step]
    if hasattr(value, "freqstr"):
        result["freq"] = value.freqstr
    result["array"] = array(value.array if not isinstance(value.dtype, np.dtype) else value.values)
    return result


def common(value):
    result = {"attrs": [[scalar(k), scalar(v)] for k, v in value.attrs.items()]}
    # Flags came with pandas 1.2.
    allows = value.flags.allows_duplicate_labels if hasattr(value, "flags") else True
    result["flags"] = {"allows_duplicate_labels": allows}
    result["metadata"] = {n: scalar(getattr(value, n)) for n in value._metadata if n not in ("name", "_name")}
    return result


def column(series):
    return array(series.values if isinstance(series.dtype, np.dtype) else series.array)


def series(value):
    result = {"class": type(value).__name__, "kind": "series", "name": scalar(value.name)}
    result.update(common(value), index=index(value.index), column=column(value))
    return result


def frame(value):
    result = {"class": type(value).__name__, "kind": "frame", "shape": list(value.shape)}
    result.update(common(value), index=index(value.index), columns=index(value.columns))
    result["values"] = [column(value.iloc[:, i]) for i in range(value.shape[1])]
    return result


def describe(value):
    """What is true of an object."""
    if isinstance(value, pd.DataFrame):
        return frame(value)
    if isinstance(value, pd.Series):
        return series(value)
    if isinstance(value, pd.Index):
        return dict(index(value), kind="index")
    return {"kind": "value", "value": scalar(value)}


def texts(value):
    """How pandas prints the object, and its CSV."""
    result = {"repr": repr(value)}
    if isinstance(value, (pd.DataFrame, pd.Series)):
        result["csv"] = value.to_csv()
    return result
