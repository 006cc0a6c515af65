"""HDF5 files with filters of other projects: `plugin_files.py FOLDER`, by h5py and hdf5plugin."""

import sys
from pathlib import Path

import h5py
import hdf5plugin
import numpy as np

RNG = np.random.default_rng(3)
# Runs, slopes and noise, so that every filter has to store some of it as it is.
SMOOTH = np.concatenate([np.zeros(90), np.arange(250) // 3, RNG.integers(0, 100, 160)]).reshape(20, 25)
TYPES = ["u1", ">i4", "<f8"]


def main(folder):
    blosc = {f"blosc {name} shuffle {shuffle}": hdf5plugin.Blosc(cname=name, clevel=5, shuffle=shuffle)
             for name in ("blosclz", "lz4", "lz4hc", "zlib", "zstd") for shuffle in (0, 1, 2)}
    blosc["blosc lz4 level 0"] = hdf5plugin.Blosc(cname="lz4", clevel=0)
    blosc2 = {f"blosc2 {name} filter {filters}": hdf5plugin.Blosc2(cname=name, clevel=5, filters=filters)
              for name in ("blosclz", "lz4", "lz4hc", "zlib", "zstd") for filters in (0, 1, 2)}
    groups = {
        "blosc": blosc,
        "blosc2": blosc2,
        "others": {"lz4": hdf5plugin.LZ4(), "lz4 in blocks": hdf5plugin.LZ4(nbytes=128), "zstd": hdf5plugin.Zstd(), "zstd 19": hdf5plugin.Zstd(19),
                   "bitshuffle": hdf5plugin.Bitshuffle(cname="none"), "bitshuffle lz4": hdf5plugin.Bitshuffle(cname="lz4"),
                   "bitshuffle zstd": hdf5plugin.Bitshuffle(cname="zstd"), "bitshuffle blocks": hdf5plugin.Bitshuffle(nelems=64, cname="lz4"),
                   "bzip2": hdf5plugin.BZip2(blocksize=1), "lzf": {"compression": "lzf"}},
        "unknown": {"zfp": hdf5plugin.Zfp(reversible=True), "fcidecomp": hdf5plugin.FciDecomp()},
    }
    for name, sets in groups.items():
        with h5py.File(folder / f"{name}.h5", "w", libver="latest") as file:
            for label, options in sets.items():
                for code in TYPES[:1] if label == "fcidecomp" else TYPES[-1:] if label == "zfp" else TYPES:
                    file.create_dataset(f"{label} {code.strip('<>')}", data=SMOOTH.astype(code), chunks=(9, 11), **options)
    with h5py.File(folder / "mixed.h5", "w") as file:
        file.create_dataset("shuffle, zstd, fletcher32", data=SMOOTH.astype("<i4"), chunks=(9, 11), shuffle=True, fletcher32=True, **hdf5plugin.Zstd())
        noise = np.frombuffer(RNG.bytes(2000), "<f8")
        for label, options in (("lz4", hdf5plugin.LZ4()), ("blosc", hdf5plugin.Blosc()), ("bitshuffle", hdf5plugin.Bitshuffle())):
            file.create_dataset(f"noise {label}", data=noise, chunks=(100,), **options)
        large = np.arange(30000, dtype="<i4") % 100  # several blocks
        for label, options in (("blosc", hdf5plugin.Blosc(cname="zstd")), ("bitshuffle", hdf5plugin.Bitshuffle()), ("lz4", hdf5plugin.LZ4(nbytes=20000))):
            file.create_dataset(f"large {label}", data=large, chunks=(29000,), **options)


main(Path(sys.argv[1]))
