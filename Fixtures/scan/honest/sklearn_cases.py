"""Every scikit-learn estimator that can be fitted with small data, and compositions of them."""

import pickle
import random
import warnings
from unittest import SkipTest

import joblib
import numpy
from sklearn.utils import all_estimators
from sklearn.utils._test_common.instance_generator import _construct_instances

from helpers import joblib_bytes

LIBRARY = "scikit-learn"
SMALL = {
    "n_estimators": 2,
    "max_depth": 2,
    "max_leaf_nodes": 4,
    "max_iter": 5,
    "n_quantiles": 5,
    "n_bins": 3,
    "hidden_layer_sizes": (3,),
    "random_state": 0,
    "n_init": 1,
    "n_components": 2,
    "n_knots": 3,
    "cv": 2,
    "n_alphas": 3,
    "n_nearest_features": None,
    "max_bins": 8,
    "Cs": 2,
    "n_restarts_optimizer": 0,
    "min_samples": 2,
    "n_jobs": None,
    "max_trials": 2,
    "max_subpopulation": 10,
    "n_resampling": 2,
}

RANDOM = numpy.random.default_rng(7)
X = RANDOM.uniform(0.1, 2, (24, 3)).round(3)
CLASSES = numpy.array([0, 1] * 12)
REAL = (X @ numpy.array([1.0, 0.5, 2.0])).round(3)
MANY = numpy.stack([CLASSES, 1 - CLASSES], axis=1)
TEXTS = ["a red fox", "a blue bird", "the red bird"]
RECORDS = [{"a": 1, "b": 2.5}, {"a": 3, "c": "x"}]
ATTEMPTS = [
    (X, CLASSES),
    (X, REAL),
    (X, MANY),
    (X[:, :2], X[:, 1:]),
    (X[:, 0], REAL),
    (TEXTS, None),
    (RECORDS, None),
    (CLASSES, None),
    (MANY, None),
    (["a", "b", "a"], None),
    ([{"a", "b"}, {"b"}], None),
    (X @ X.T, CLASSES),
]


def instance(kind):
    """An estimator with small settings."""
    made = next(iter(_construct_instances(kind)))
    known = made.get_params()
    for name, value in SMALL.items():
        if name in known and not (name == "n_components" and known[name] == "mle"):
            try:
                made.set_params(**{name: value})
            except ValueError:
                pass
    return made


def fitted(kind):
    """The estimator fitted with the first data that it takes, or None."""
    for data, target in ATTEMPTS:
        numpy.random.seed(0)
        random.seed(0)
        made = instance(kind)
        try:
            return made.fit(data, target) if target is not None else made.fit(data)
        except Exception:
            continue
    return None


def steady(made):
    """The same estimator without how long its fitting took and where its words lay in memory."""
    for part in [made, *getattr(made, "named_steps", {}).values()]:
        if hasattr(part, "_stop_words_id"):
            part._stop_words_id = 1
        if hasattr(part, "refit_time_"):
            part.refit_time_ = 0.5
            for key, value in part.cv_results_.items():
                if key.endswith("_time"):
                    value[:] = 0.5
    return made


def estimators():
    for count, (name, kind) in enumerate(all_estimators()):
        try:
            made = fitted(kind)
        except (TypeError, StopIteration, ImportError, SkipTest):
            made = None
        if made is None:
            continue
        protocol = 2 + count % 4
        steady(made)
        if count % 7 == 3:
            yield f"sklearn_{name}.joblib", f"a fitted {name}, by joblib", joblib_bytes(made)
        else:
            data = pickle.dumps(made, protocol)
            yield f"sklearn_{name}.pkl", f"a fitted {name}, protocol {protocol}", data


def compositions():
    """Pipelines, searches and function transformers, as in people's projects."""
    from sklearn.compose import ColumnTransformer, TransformedTargetRegressor, make_column_selector
    from sklearn.ensemble import GradientBoostingRegressor, RandomForestClassifier, VotingClassifier
    from sklearn.gaussian_process import GaussianProcessRegressor, kernels
    from sklearn.linear_model import LogisticRegression, Ridge, SGDClassifier
    from sklearn.metrics import make_scorer, mean_absolute_error
    from sklearn.model_selection import GridSearchCV, KFold, RandomizedSearchCV
    from sklearn.naive_bayes import MultinomialNB
    from sklearn.pipeline import FeatureUnion, make_pipeline
    from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, StandardScaler
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.tree import DecisionTreeClassifier
    from sklearn.utils import Bunch
    from scipy.stats import uniform
    import pandas

    table = pandas.DataFrame({"a": X[:, 0], "b": X[:, 1], "kind": ["x", "y"] * 12})
    columns = ColumnTransformer(
        [
            ("numbers", StandardScaler(), make_column_selector(dtype_include=float)),
            ("kinds", OneHotEncoder(handle_unknown="ignore"), ["kind"]),
        ]
    )
    yield "pipeline_columns", make_pipeline(columns, LogisticRegression()).fit(table, CLASSES)
    for function, inverse in [(numpy.log1p, numpy.expm1), (numpy.sqrt, numpy.square), (numpy.abs, None)]:
        made = make_pipeline(FunctionTransformer(function, inverse), Ridge()).fit(X, REAL)
        yield f"pipeline_{function.__name__}", made
    yield "target_log", TransformedTargetRegressor(Ridge(), func=numpy.log, inverse_func=numpy.exp).fit(
        X, REAL
    )
    yield "grid_search", GridSearchCV(
        Ridge(),
        {"alpha": [0.1, 1.0]},
        cv=KFold(2),
        scoring=make_scorer(mean_absolute_error, greater_is_better=False),
    ).fit(X, REAL)
    search = RandomizedSearchCV(Ridge(), {"alpha": uniform(0, 1)}, n_iter=2, cv=2, random_state=0)
    yield "random_search", search.fit(X, REAL)
    yield "text_pipeline", make_pipeline(TfidfVectorizer(), MultinomialNB()).fit(TEXTS * 2, [0, 1, 0] * 2)
    union = FeatureUnion([("a", StandardScaler()), ("b", FunctionTransformer(numpy.tanh))]).fit(X)
    yield "feature_union", union
    yield "voting", VotingClassifier(
        [("t", DecisionTreeClassifier(max_depth=2)), ("l", LogisticRegression())]
    ).fit(X, CLASSES)
    kernel = (
        kernels.ConstantKernel() * kernels.RBF()
        + kernels.WhiteKernel()
        + kernels.Matern() * kernels.ExpSineSquared()
    )
    yield "gaussian_process", GaussianProcessRegressor(kernel, optimizer=None).fit(X[:6], REAL[:6])
    for loss in [
        "hinge",
        "log_loss",
        "modified_huber",
        "squared_hinge",
        "perceptron",
        "huber",
        "epsilon_insensitive",
    ]:
        yield f"sgd_{loss}", SGDClassifier(loss=loss, max_iter=3, random_state=0).fit(X, CLASSES)
    for loss in ["squared_error", "absolute_error", "huber", "quantile"]:
        made = GradientBoostingRegressor(loss=loss, n_estimators=2, max_depth=1, random_state=0)
        yield f"gradient_boosting_{loss}", made.fit(X, REAL)
    forest = RandomForestClassifier(2, max_depth=2, random_state=numpy.random.RandomState(3)).fit(X, CLASSES)
    yield "forest_random_state", forest
    yield "bunch", Bunch(data=X, target=CLASSES, names=["a", "b", "c"])
    yield "list_of_models", {
        "models": [Ridge().fit(X, REAL), LogisticRegression().fit(X, CLASSES)],
        "note": "two",
    }


def cases():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield from estimators()
        for count, (name, value) in enumerate(compositions()):
            protocol = count % 6
            yield f"sklearn_{name}.pkl", f"{name}, protocol {protocol}", pickle.dumps(steady(value), protocol)
