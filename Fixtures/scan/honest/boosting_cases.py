"""Models of XGBoost and LightGBM: boosters and their scikit-learn wrappers."""

import lightgbm
import numpy
import xgboost

from helpers import joblib_bytes, pickled

LIBRARY = "xgboost, lightgbm"
RANDOM = numpy.random.default_rng(3)
X = RANDOM.uniform(0, 1, (40, 3)).round(2)
CLASSES = numpy.array([0, 1] * 20)
REAL = X.sum(axis=1)
GROUPS = [10, 10, 20]


def xgboosts():
    small = {"n_estimators": 2, "max_depth": 2, "random_state": 0, "n_jobs": 1}
    yield "booster", xgboost.train({"max_depth": 2, "nthread": 1}, xgboost.DMatrix(X, REAL), 2)
    yield "classifier", xgboost.XGBClassifier(**small).fit(X, CLASSES)
    yield "regressor", xgboost.XGBRegressor(**small).fit(X, REAL)
    yield "forest_classifier", xgboost.XGBRFClassifier(**small).fit(X, CLASSES)
    yield "forest_regressor", xgboost.XGBRFRegressor(**small).fit(X, REAL)
    yield "ranker", xgboost.XGBRanker(**small).fit(X, CLASSES, group=GROUPS)
    yield "linear", xgboost.XGBRegressor(booster="gblinear", n_estimators=2, n_jobs=1).fit(X, REAL)
    yield "untrained", xgboost.XGBClassifier(objective="multi:softprob")


def lightgbms():
    small = {
        "n_estimators": 2,
        "num_leaves": 3,
        "min_child_samples": 2,
        "random_state": 0,
        "n_jobs": 1,
        "verbose": -1,
    }
    options = {"num_leaves": 3, "min_data_in_leaf": 2, "verbose": -1, "num_threads": 1}
    yield "booster", lightgbm.train(options, lightgbm.Dataset(X, REAL), 2)
    yield "classifier", lightgbm.LGBMClassifier(**small).fit(X, CLASSES)
    yield "regressor", lightgbm.LGBMRegressor(**small).fit(X, REAL)
    yield "ranker", lightgbm.LGBMRanker(**small).fit(X, CLASSES, group=GROUPS)
    yield "untrained", lightgbm.LGBMRegressor()


def cases():
    yield from pickled("xgboost", xgboosts(), (5, 4, 3, 2))
    yield from pickled("lightgbm", lightgbms(), (2, 3, 4, 5))
    for name, model in [
        ("xgboost", xgboost.XGBClassifier(n_estimators=1, max_depth=1, n_jobs=1)),
        ("lightgbm", lightgbm.LGBMClassifier(n_estimators=1, num_leaves=2, n_jobs=1, verbose=-1)),
    ]:
        yield f"{name}_model.joblib", f"a classifier of {name}, by joblib", joblib_bytes(
            model.fit(X, CLASSES)
        )
