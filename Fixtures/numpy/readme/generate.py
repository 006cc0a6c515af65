"""Writes the files that README's section on arrays is about."""

import pathlib

import joblib
import numpy as np

HERE = pathlib.Path(__file__).parent
weights = np.arange(12.0).reshape(3, 4) / 4
np.save(HERE / "weights.npy", weights)
table = np.array([("2026-01-02", 1.5), ("2026-01-05", np.nan)], dtype=[("day", "M8[D]"), ("price", "f4")])
np.savez(HERE / "prices.npz", table=table)
other = weights.copy()
other[2, 3] = 2.8
joblib.dump({"weights": other, "bias": np.array([0.5, -0.5], "f4")}, HERE / "model.joblib")
