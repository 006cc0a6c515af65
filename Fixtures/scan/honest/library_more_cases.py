"""Rarer values of the scientific libraries: functions by name, results, settings, hulls, grids, callbacks."""

import datetime
import math
import pickle
import warnings

import lightgbm
import numpy
import pandas
import pandas.tseries.holiday as holiday
import pyarrow
import xgboost
from dateutil import rrule
from scipy import integrate, interpolate, sparse, spatial, special
from scipy.sparse import linalg
from sklearn import datasets, ensemble, linear_model, metrics, model_selection, preprocessing
from sklearn.experimental import enable_iterative_imputer  # noqa: F401
from sklearn.impute import IterativeImputer

from helpers import joblib_bytes, pickled

LIBRARY = "numpy, scipy, pandas, scikit-learn, boosting"
POINTS = numpy.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0], [0.4, 0.6]])


def arrays():
    yield "functions", [numpy.sum, numpy.clip, numpy.interp, numpy.hanning, numpy.polyfit, numpy.searchsorted]
    yield "decompositions", [numpy.linalg.norm, numpy.linalg.svd, numpy.linalg.inv, numpy.fft.fft]
    yield "settings", [numpy.errstate(divide="ignore"), numpy.iinfo("int16"), numpy.ndindex(2, 3)]


def decay(time, state):
    return -state


def science():
    yield "special", [special.expit, special.logit, special.gammaln, special.erf]
    yield "distances", [spatial.distance.cosine, spatial.distance.euclidean, spatial.distance.jensenshannon]
    yield "hull", spatial.ConvexHull(POINTS)
    yield "triangles", spatial.Delaunay(POINTS)
    yield "linear_interpolator", interpolate.LinearNDInterpolator(POINTS, numpy.arange(5.0))
    yield "smooth_interpolator", interpolate.CloughTocher2DInterpolator(POINTS, numpy.arange(5.0))
    yield "solution", integrate.solve_ivp(decay, (0, 1), [1.0], max_step=0.5, dense_output=True)
    yield "operator", linalg.aslinearoperator(numpy.eye(2))
    yield "sparse_operator", 2 * linalg.aslinearoperator(sparse.csr_array(numpy.eye(2)))


def boosted():
    data, target = datasets.load_iris(return_X_y=True)
    small = {"max_iter": 1, "max_leaf_nodes": 3, "max_bins": 8}
    return ensemble.HistGradientBoostingClassifier(random_state=0, **small).fit(data[::5], target[::5])


def learning():
    data, target = datasets.load_iris(return_X_y=True)
    yield "three_classes", boosted()
    gaps = data[:12].copy()
    gaps[0, 0] = gaps[3, 2] = math.nan
    yield "iterative", IterativeImputer(max_iter=2, random_state=0).fit(gaps)
    yield "confusion", metrics.ConfusionMatrixDisplay(numpy.eye(2, dtype=int), display_labels=["a", "b"])
    yield "curves", [
        metrics.RocCurveDisplay(fpr=numpy.array([0, 1.0]), tpr=numpy.array([0, 1.0])),
        metrics.PrecisionRecallDisplay(numpy.array([1.0, 0.5]), numpy.array([0, 1.0])),
    ]
    yield "grid", model_selection.ParameterGrid({"C": [1, 10], "kernel": ["rbf"]})
    yield "metrics", [metrics.f1_score, metrics.r2_score, metrics.pairwise.rbf_kernel]
    yield "transformer", preprocessing.FunctionTransformer(numpy.cbrt, inverse_func=numpy.square)
    yield "model_and_score", {"model": linear_model.LinearRegression(), "score": metrics.mean_squared_error}


def tables():
    yield "functions", [pandas.to_datetime, pandas.isna, pandas.to_numeric, pandas.date_range]
    yield "groupers", [pandas.Grouper(key="a"), pandas.Grouper(key="t", freq="D")]
    yield "holidays", [
        holiday.USFederalHolidayCalendar(),
        holiday.Holiday("ours", month=7, day=4, observance=holiday.nearest_workday),
    ]
    yield "errors", [
        pandas.errors.EmptyDataError("no columns"),
        pandas.errors.ParserError("row 2"),
        pandas.errors.OutOfBoundsDatetime("too far"),
    ]
    yield "recurrence", rrule.rrule(rrule.DAILY, count=3, dtstart=datetime.datetime(2026, 1, 2))


def arrow():
    table = pyarrow.table({"n": [1, 2], "t": ["a", "b"]})
    yield "table", table
    yield "batch", table.to_batches()[0]
    yield "schema", table.schema
    yield "scalar", [pyarrow.scalar(1), pyarrow.scalar("x")]


def boosting():
    yield "callbacks", [lightgbm.early_stopping(3), lightgbm.log_evaluation(5)]
    yield "stopping", xgboost.callback.EarlyStopping(rounds=3)


def cases():
    warnings.simplefilter("ignore")
    groups = {"numpy": arrays, "scipy": science, "sklearn": learning, "pandas": tables}
    for name, values in {**groups, "arrow": arrow, "boosting": boosting}.items():
        yield from pickled(f"{name}_rare", values(), (4, 5, 2, 3))
    yield "sklearn_rare_boosted.joblib", "a model of three classes, by joblib", joblib_bytes(boosted())
    yield "sklearn_rare_search.pkl", "a search with a grid and a score by name", pickle.dumps(
        {"grid": model_selection.ParameterGrid([{"a": [1]}]), "score": metrics.accuracy_score}
    )
