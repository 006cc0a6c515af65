"""Writes readme/run.h5, the file of README's section "HDF5": `readme.py` (h5py 3.16 on HDF5 2.0, NumPy 2.4)."""

from pathlib import Path

import h5py
import numpy as np


def main(path):
    with h5py.File(path, "w", libver="latest") as file:
        file.attrs["title"] = "A run"
        sensors = file.create_group("sensors")
        values = (np.arange(800, dtype="f4").reshape(200, 4) / 8).round(1)
        temperature = sensors.create_dataset("temperature", data=values, chunks=(50, 4), compression=4, shuffle=True)
        temperature.attrs["unit"] = "C"
        sensors["names"] = ["north", "east", "south", "west"]
        events = np.array([(0.5, 3, "door"), (1.25, 7, "wind")], dtype=[("time", "f8"), ("code", "i4"), ("note", h5py.string_dtype())])
        file["events"] = events
        file["events"].attrs["sensor"] = temperature.ref
        file["latest"] = h5py.SoftLink("/sensors/temperature")


if __name__ == "__main__":
    main(Path(__file__).with_name("readme") / "run.h5")
