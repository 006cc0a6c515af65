"""What pandas, netCDF4, h5netcdf and PyTables write: `library_files.py FOLDER`. Prints what must be found in it, as JSON."""

import json
import sys
import warnings
from pathlib import Path

import netCDF4
import numpy as np
import pandas as pd
import tables

warnings.simplefilter("ignore")


def plain(value):
    """A cell as JSON has it: times as nanoseconds since 1970, missing values as null."""
    if value is None or value is pd.NaT or value is pd.NA or (isinstance(value, float) and np.isnan(value)):
        return None
    if isinstance(value, (pd.Timestamp, pd.Timedelta)):
        return int(value.as_unit("ns").value)
    if isinstance(value, tuple):
        return [plain(part) for part in value]
    return value.item() if isinstance(value, np.generic) else value


def frame_facts(frame):
    if isinstance(frame, pd.Series):
        return {"kind": "series", "name": plain(frame.name), "dtype": str(frame.dtype), "values": [plain(x) for x in frame],
                "index": index_facts(frame.index)}
    return {"kind": "frame", "columns": index_facts(frame.columns), "dtypes": [str(dtype) for dtype in frame.dtypes],
            "values": [[plain(x) for x in frame.iloc[:, n]] for n in range(frame.shape[1])], "index": index_facts(frame.index)}


def index_facts(index):
    return {"type": type(index).__name__, "names": [plain(name) for name in index.names], "dtype": str(index.dtype),
            "values": [plain(x) for x in index]}


def frames():
    rows = 7
    base = pd.DataFrame({"i": np.arange(rows), "f": np.linspace(-1, 1, rows), "s": [f"row {n}" for n in range(rows)], "b": np.arange(rows) % 2 == 0,
                         "i8": np.arange(rows, dtype="i1"), "f4": np.arange(rows, dtype="f4") / 3})
    yield "plain", base
    holes = base[["f", "s"]].copy()
    holes.iloc[2, 0], holes.iloc[3, 1] = np.nan, None
    yield "missing", holes
    dated = base[["i", "f"]].set_index(pd.date_range("2026-01-31", periods=rows, freq="D", name="day"))
    dated["when"] = pd.date_range("2026-01-01 12:34:56.789", periods=rows, freq="h")
    dated["zone"] = pd.date_range("2026-03-28", periods=rows, freq="6h", tz="Europe/Berlin")
    dated["span"] = pd.to_timedelta(np.arange(rows), unit="min")
    yield "times", dated
    deep = base[["i", "f"]].set_index(pd.MultiIndex.from_product([["x", "y"], [1, 2, 3, 4]], names=["letter", "number"])[:rows])
    yield "levels", deep
    yield "text index", base[["f"]].set_index(pd.Index([f"k{n}" for n in range(rows)], name="key"))
    yield "number columns", pd.DataFrame(np.arange(12.0).reshape(4, 3))
    yield "series", pd.Series(np.arange(4.0), index=list("abcd"), name="a series")
    yield "no rows", base[["i", "f"]].iloc[:0]
    sorts = base[["i"]].copy()
    sorts["c"] = pd.Categorical(["a", "b", "a", None, "c", "b", "a"], categories=["c", "a", "b"], ordered=True)
    yield "categories", sorts
    yield "nullable", pd.DataFrame({"n": pd.array([1, None, 3], "Int64"), "t": pd.array([True, None, False], "boolean"), "x": pd.array(["a", None, "c"], "string")})


def pandas_files(folder, facts):
    for form in ("fixed", "table"):
        path = folder / f"pandas-{form}.h5"
        for name, frame in frames():
            key = name.replace(" ", "_")
            try:
                frame.to_hdf(path, key=key, format=form)
                facts[f"{path.name}/{key}"] = frame_facts(pd.read_hdf(path, key))
            except (TypeError, NotImplementedError, ValueError, AttributeError, KeyError) as error:
                facts[f"{path.name}/{key}"] = {"refused": f"{type(error).__name__}: {error}"[:150]}
    path = folder / "pandas-compressed.h5"
    frame = next(frames())[1]
    frame.to_hdf(path, key="data", format="table", data_columns=["i", "s"], complevel=5, complib="blosc:zstd")
    facts[f"{path.name}/data"] = frame_facts(pd.read_hdf(path, "data"))


class Row(tables.IsDescription):
    """Columns of PyTables' own types."""
    name, number, amount, flags = tables.StringCol(8), tables.Int32Col(), tables.Float64Col(shape=(2,)), tables.BoolCol()
    color = tables.EnumCol({"red": 0, "green": 1}, "red", base="uint8")
    when = tables.Time64Col()


def pytables_files(folder, facts):
    path = folder / "pytables.h5"
    with tables.open_file(path, "w", title="a file") as file:
        table = file.create_table("/", "rows", Row, "a table", track_times=False)
        for n in range(6):
            table.row["name"], table.row["number"], table.row["amount"] = f"n{n}", n, (n, n / 2)
            table.row["flags"], table.row["color"], table.row["when"] = n % 2, n % 2, 1.5 * n
            table.row.append()
        table.flush()
        table.cols.number.create_index()
        file.create_array("/", "array", np.arange(6).reshape(2, 3), track_times=False)
        file.create_carray("/", "chunked", obj=np.arange(40.0), chunkshape=(10,), filters=tables.Filters(5, "blosc"), track_times=False)
        lists = file.create_vlarray("/", "lists", tables.Int16Atom(), track_times=False)
        lists.append([1, 2, 3])
        lists.append([4])
        objects = file.create_vlarray("/", "objects", tables.ObjectAtom(), track_times=False)
        objects.append({"a": (1, 2)})
        file.create_vlarray("/", "words", tables.VLUnicodeAtom(), track_times=False).append("größe")
        file.root._v_attrs.plain, file.root._v_attrs.pickled = 5, {"a": [1]}
    facts["pytables.h5"] = {"rows.number": list(range(6)), "lists": [[1, 2, 3], [4]], "objects": [{"a": [1, 2]}], "words": ["größe"]}


def netcdf_files(folder, facts):
    path = folder / "netcdf.nc"
    with netCDF4.Dataset(path, "w") as data:
        data.title, data.numbers = "a title", np.arange(3, dtype="i2")
        for name, size in (("time", None), ("lat", 4), ("lon", 5)):
            data.createDimension(name, size)
        times = data.createVariable("time", "f8", ("time",))
        times.units = "days since 2026-01-01"
        times[:] = [0, 0.5, 1]
        data.createVariable("lat", "f4", ("lat",))[:] = np.linspace(-60, 60, 4)
        warm = data.createVariable("temperature", "i2", ("time", "lat", "lon"), zlib=True, fill_value=-999, chunksizes=(1, 4, 5))
        warm.scale_factor, warm.add_offset = 0.1, 20.0
        warm.set_auto_scale(False)
        warm[:] = np.arange(60).reshape(3, 4, 5)
        data.createVariable("names", str, ("lat",))[:] = np.array(["a", "bb", "größe", ""], object)
        data.createVariable("letters", "S1", ("lat",))[:] = np.array([b"a", b"b", b"c", b"d"])
        kinds = data.createEnumType(np.uint8, "cloud", {"clear": 0, "rain": 1})
        data.createVariable("sky", kinds, ("lon",))[:] = [0, 1, 1, 0, 1]
        lists = data.createVLType(np.int32, "list")
        ragged = data.createVariable("ragged", lists, ("lat",))
        for n in range(4):
            ragged[n] = np.arange(n + 1, dtype="i4")
        pair = data.createCompoundType(np.dtype([("u", "f4"), ("v", "f4")]), "wind_type")
        data.createVariable("wind", pair, ("lon",))[:] = np.array([(n, -n) for n in range(5)], [("u", "f4"), ("v", "f4")])
        inner = data.createGroup("inner/most")
        inner.createDimension("k", 2)
        inner.createVariable("x", "u8", ("k",))[:] = [1, 2**63]
        data.createVariable("one", "i4", ())[...] = 42
    facts["netcdf.nc"] = {"dimensions": {"time": [3, True], "lat": [4, False], "lon": [5, False]},
                          "variables": {"temperature": ["time", "lat", "lon"], "names": ["lat"], "inner/most/x": ["k"], "one": []},
                          "names": ["a", "bb", "größe", ""], "ragged": [[0], [0, 1], [0, 1, 2], [0, 1, 2, 3]], "sky": [0, 1, 1, 0, 1]}


def main(folder):
    facts = {}
    pandas_files(folder, facts)
    pytables_files(folder, facts)
    netcdf_files(folder, facts)
    print(json.dumps(facts, ensure_ascii=False, indent=1))


main(Path(sys.argv[1]))
