"""Writes mytestfile.hdf5 beside this file, with h5py."""

from pathlib import Path

import h5py
import numpy as np

with h5py.File(Path(__file__).with_name("mytestfile.hdf5"), "w") as file:
    dataset = file.create_dataset("mydataset", (100,), dtype="i4")
    dataset[...] = np.arange(100)
    dataset.attrs["temperature"] = 99.5
    dataset.attrs["unit"] = "°F"
    group = file.create_group("subgroup")
    group.create_dataset("another_dataset", data=np.arange(50, dtype="f4") / 2)
    file.create_dataset("subgroup2/dataset_three", (10,), dtype="i4")
