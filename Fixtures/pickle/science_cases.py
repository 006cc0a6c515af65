"""Fixtures from NumPy and scikit-learn: what people really keep in pickles."""

import numpy
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler


def training_data():
    """Two classes that a straight line nearly parts."""
    random = numpy.random.RandomState(7)
    features = random.normal(size=(40, 3))
    return features, (features[:, 0] + 0.5 * features[:, 1] > 0).astype(int)


def arrays():
    return {"floats": numpy.linspace(0, 1, 5), "ints": numpy.arange(6, dtype=">i2").reshape(2, 3),
            "fortran": numpy.asfortranarray(numpy.eye(2)), "words": numpy.array(["ab", "c"]),
            "records": numpy.array([(1, 2.5)], dtype=[("id", "<i4"), ("price", "<f8")]),
            "objects": numpy.array([None, "x", 1], dtype=object), "scalar": numpy.float32(1.5),
            "dates": numpy.array(["2026-01-02"], dtype="M8[D]"), "empty": numpy.empty((0, 3))}


def science_cases():
    features, labels = training_data()
    pipeline = Pipeline([("scale", StandardScaler()), ("classify", LogisticRegression(C=0.5, max_iter=200))])
    forest = RandomForestClassifier(n_estimators=3, max_depth=3, random_state=0)
    yield "sklearn_pipeline", pipeline.fit(features, labels), 5
    yield "random_forest", forest.fit(features, labels), 4
    for protocol in (2, 4, 5):
        yield f"numpy_p{protocol}", arrays(), protocol
