"""Writes SciPy's sparse matrices and arrays as pickles, with the dense values in `truth.json`."""

import json
import pathlib
import pickle

import numpy as np
import scipy
import scipy.sparse as sparse

HERE = pathlib.Path(__file__).parent
FORMATS = ("csr", "csc", "coo", "bsr", "dia", "dok", "lil")


def main():
    rng = np.random.default_rng(7)
    dense = np.where(rng.random((6, 4)) < 0.4, rng.integers(-9, 9, (6, 4)), 0)
    truth = {"versions": {"scipy": scipy.__version__, "numpy": np.__version__}, "cases": []}
    for kind in ("matrix", "array"):
        for name in FORMATS:
            for dtype in ("f8", "i4", "?"):
                matrix = getattr(sparse, f"{name}_{kind}")(dense.astype(dtype))
                stem = f"{name}_{kind}_{dtype.replace('?', 'bool')}"
                for protocol in (2, 5):
                    path = HERE / f"{stem}_p{protocol}.pkl"
                    path.write_bytes(pickle.dumps(matrix, protocol))
                    truth["cases"].append({
                        "file": path.name, "format": name, "isMatrix": kind == "matrix", "dtype": str(matrix.dtype),
                        "shape": list(matrix.shape), "dense": matrix.toarray().astype(float).ravel().tolist()})
    line = sparse.coo_array(([1.5, 2.5], ([1, 3],)), shape=(5,))
    (HERE / "coo_array_line.pkl").write_bytes(pickle.dumps(line))
    truth["cases"].append({"file": "coo_array_line.pkl", "format": "coo", "isMatrix": False, "dtype": "float64",
                           "shape": [5], "dense": line.toarray().tolist()})
    (HERE / "truth.json").write_text(json.dumps(truth, indent=1) + "\n")


main()
