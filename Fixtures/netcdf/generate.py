"""Writes the files beside this one, with h5py and netCDF4, and truth.json: what both say of dimensions and scales.

    python generate.py            # with the packages of Fixtures/hdf5/requirements.txt
"""

import json
from pathlib import Path

import h5py
import netCDF4
import numpy as np

HERE = Path(__file__).parent


def write_scales(path):
    with h5py.File(path, "w") as file:
        data = file.create_dataset("data", data=np.arange(24.0).reshape(2, 3, 4))
        x = file.create_dataset("x", data=np.arange(2))
        x.make_scale("the x")
        y = file.create_dataset("y", data=np.arange(3) * 10)
        y.make_scale("")
        other = file.create_dataset("inner/other", data=np.arange(3) * 0.5)
        other.make_scale("y again")
        data.dims[0].label, data.dims[2].label = "first", "drei – €"
        data.dims[0].attach_scale(x)
        data.dims[1].attach_scale(y)
        data.dims[1].attach_scale(other)
        file.create_dataset("plain", data=np.arange(5))
        file.create_dataset("single", data=1.5)
        file.create_dataset("labelled", data=[[1]]).dims[1].label = "only the second"


def write_netcdf(path, **options):
    with netCDF4.Dataset(path, "w", format="NETCDF4", **options) as file:
        file.title = "small"
        for name, size in [("time", None), ("lat", 3), ("lon", 4), ("bare", 2), ("len", 5)]:
            file.createDimension(name, size)
        time = file.createVariable("time", "i4", ("time",))
        time.units = "days since 2024-01-01"
        time[:] = [0, 1]
        file.createVariable("lat", "f8", ("lat",))[:] = [10, 20, 30]
        # A variable with the name of a dimension that has others.
        file.createVariable("lon", "f4", ("lat", "lon"))[:] = np.arange(12).reshape(3, 4)
        file.createVariable("len", "i2", ("bare",))[:] = [7, 8]
        values = file.createVariable("values", "f4", ("time", "lat", "lon"), fill_value=-1.0, zlib=True)
        values[:] = np.arange(24).reshape(2, 3, 4)
        values.long_name = "some values"
        # A coordinate variable of two dimensions.
        file.createDimension("track", 2)
        file.createVariable("track", "f8", ("track", "lon"))[:] = np.zeros((2, 4))
        # Longer than the variable that has the dimension's name.
        file.createDimension("step", None)
        file.createVariable("step", "i4", ("step",))[:] = [1]
        file.createVariable("longer", "i4", ("step",))[:] = [1, 2, 3]
        file.createVariable("scalar", "i8", ())[...] = 42
        file.createVariable("pair", "u1", ("bare", "bare"))[:] = [[1, 2], [3, 4]]
        inner = file.createGroup("inner")
        inner.createDimension("deep", 2)
        inner.createVariable("both", "f8", ("deep", "lat"))[:] = np.ones((2, 3))
        inner.createVariable("deep", str, ("deep",))[:] = np.array(["a", "b"], object)


def hdf5(file):
    """What h5py says of each dataset."""
    found = {}

    def visit(name, item):
        if isinstance(item, h5py.Dataset):
            found["/" + name] = {
                "is_scale": bool(item.is_scale), "dims": [{"label": dim.label, "scales": [scale.name for scale in dim.values()],
                                                           "names": list(dim.keys())} for dim in item.dims]}
    file.visititems(visit)
    return found


def netcdf(group, path=""):
    """What netCDF says of a group and the groups in it."""
    found = {path or "/": {
        "dimensions": {name: [len(dim), dim.isunlimited()] for name, dim in group.dimensions.items()},
        "variables": {name: {"dimensions": list(v.dimensions), "shape": list(v.shape), "attributes": sorted(v.ncattrs())}
                      for name, v in group.variables.items()},
        "attributes": sorted(group.ncattrs())}}
    for name, inner in group.groups.items():
        found.update(netcdf(inner, f"{path}/{name}"))
    return found


write_scales(HERE / "scales.h5")
write_netcdf(HERE / "small.nc")
truth = {"versions": {"h5py": h5py.__version__, "netCDF4": netCDF4.__version__}}
for name in ["scales.h5", "small.nc"]:
    with h5py.File(HERE / name) as file:
        truth[name] = {"hdf5": hdf5(file)}
with netCDF4.Dataset(HERE / "small.nc") as file:
    truth["small.nc"]["netcdf"] = netcdf(file)
(HERE / "truth.json").write_text(json.dumps(truth, indent=1, ensure_ascii=False) + "\n")
