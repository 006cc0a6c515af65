"""SciPy: sparse arrays, spatial trees, interpolation, distributions, results of solvers."""

import numpy
import scipy.sparse
from scipy import interpolate, optimize, signal, spatial, stats
from scipy.cluster import hierarchy

from helpers import joblib_bytes, pickled

LIBRARY = "scipy"
POINTS = numpy.arange(12.0).reshape(6, 2) % 5
LINE = numpy.arange(6.0)


def sparse():
    dense = numpy.array([[1.0, 0, 2], [0, 0, 3], [4, 0, 0]])
    for kind in ["bsr", "coo", "csc", "csr", "dia", "dok", "lil"]:
        for form in ["array", "matrix"]:
            yield f"{kind}_{form}", getattr(scipy.sparse, f"{kind}_{form}")(dense)


def others():
    yield "kd_tree", spatial.KDTree(POINTS)
    yield "ckd_tree", spatial.cKDTree(POINTS)
    yield "rotation", spatial.transform.Rotation.from_rotvec([0, 0, 1])
    yield "interp1d", interpolate.interp1d(LINE, LINE**2)
    yield "cubic_spline", interpolate.CubicSpline(LINE, LINE**2)
    yield "pchip", interpolate.PchipInterpolator(LINE, LINE**2)
    yield "akima", interpolate.Akima1DInterpolator(LINE, LINE**2)
    yield "b_spline", interpolate.BSpline([0, 0, 1, 1], [1.0, 2], 1)
    yield "rbf", interpolate.RBFInterpolator(POINTS[:4] + numpy.eye(4, 2), LINE[:4])
    yield "regular_grid", interpolate.RegularGridInterpolator((LINE, LINE), numpy.outer(LINE, LINE))
    yield "nearest", interpolate.NearestNDInterpolator(POINTS, LINE)
    for name, made in [
        ("norm", stats.norm(1, 2)),
        ("uniform", stats.uniform()),
        ("poisson", stats.poisson(3)),
        ("gamma", stats.gamma(2)),
        ("randint", stats.randint(0, 5)),
        ("loguniform", stats.loguniform(1, 9)),
        ("multivariate_normal", stats.multivariate_normal([0, 0])),
        ("beta", stats.beta(1, 2)),
    ]:
        yield f"stats_{name}", made
    yield "kde", stats.gaussian_kde(POINTS[:, 0])
    yield "rv_discrete", stats.rv_discrete(values=([1, 2], [0.5, 0.5]))
    yield "linregress", stats.describe(LINE)
    yield "optimize_result", optimize.minimize(
        numpy.linalg.norm, [1.0, 2.0], method="Nelder-Mead", options={"maxiter": 3}
    )
    yield "bounds", optimize.OptimizeResult(x=LINE, success=True, message="done")
    yield "signal", [signal.butter(2, 0.5), signal.dlti([1.0], [1.0, 2.0])]
    yield "linkage", hierarchy.linkage(POINTS, "average")
    yield "tree", hierarchy.to_tree(hierarchy.linkage(POINTS, "average"))


def cases():
    numpy.random.seed(0)  # the state of the shared generator is in distributions
    yield from pickled("scipy", sparse(), (2, 3, 4, 5))
    yield from pickled("scipy", others(), (2, 3, 4, 5))
    for kind in ["csr_matrix", "csc_array"]:
        yield f"scipy_{kind}.joblib", f"{kind}, by joblib", joblib_bytes(
            getattr(scipy.sparse, kind)(numpy.eye(3))
        )
