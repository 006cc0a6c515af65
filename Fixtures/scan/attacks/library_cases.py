"""Callables of libraries for data: NumPy, SciPy, pandas, scikit-learn, joblib, setuptools."""

from assembler import call, get_attribute, keywords, n, pickled
from case import COMMAND, EXPRESSION, SOURCE, Case


def evaluators():
    """Functions that run text."""
    yield Case(
        "numpy-myeval.pkl",
        "numpy.f2py.crackfortran.myeval evaluates an expression",
        pickled(call("numpy.f2py.crackfortran.myeval", EXPRESSION)),
        ["call numpy.f2py.crackfortran.myeval"],
    )
    yield Case(
        "numpy-param-eval.pkl",
        "numpy.f2py.crackfortran.param_eval evaluates the value of a parameter",
        pickled(call("numpy.f2py.crackfortran.param_eval", EXPRESSION, {}, {})),
        ["call numpy.f2py.crackfortran.param_eval"],
    )
    yield Case(
        "numpy-eval-length.pkl",
        "numpy.f2py.crackfortran._eval_length",
        pickled(call("numpy.f2py.crackfortran._eval_scalar", EXPRESSION, {})),
        ["call numpy.f2py.crackfortran._eval_scalar"],
    )
    yield Case(
        "numpy-getlincoef.pkl",
        "numpy.f2py.crackfortran.getlincoef",
        pickled(call("numpy.f2py.crackfortran.getlincoef", EXPRESSION, {"x": 1})),
        ["call numpy.f2py.crackfortran.getlincoef"],
    )
    yield Case(
        "numpy-runstring.pkl",
        "numpy.testing._private.utils.runstring runs source text",
        pickled(call("numpy.testing._private.utils.runstring", SOURCE, {})),
        ["call numpy.testing._private.utils.runstring"],
    )
    yield Case(
        "numpy-measure.pkl",
        "numpy.testing.measure runs source text",
        pickled(call("numpy.testing.measure", SOURCE)),
        ["call numpy.testing.measure"],
    )
    yield Case(
        "numpy-f2py-os.pkl",
        "numpy.f2py imported os",
        pickled(call("numpy.f2py:os.system", COMMAND)),
        ["call numpy.f2py.os.system"],
    )
    yield Case(
        "numpy-load-os.pkl",
        "numpy.lib._npyio_impl imported os",
        pickled(call("numpy.lib._npyio_impl:os.system", COMMAND)),
        ["call numpy.lib._npyio_impl.os.system"],
    )
    yield Case(
        "numpy-vectorize.pkl",
        "numpy.vectorize makes a callable, which is called with a text",
        pickled(call(call("numpy.vectorize", n("os.system")), COMMAND)),
        ["call numpy.vectorize", "import os.system"],
    )
    yield Case(
        "numpy-frompyfunc.pkl",
        "numpy.frompyfunc makes a ufunc of os.system",
        pickled(call(call("numpy.frompyfunc", n("os.system"), 1, 1), COMMAND)),
        ["call numpy.frompyfunc", "import os.system"],
    )
    yield Case(
        "numpy-fromfunction.pkl",
        "numpy.fromfunction calls a function",
        pickled(call("numpy.fromfunction", call("functools.partial", n("os.system"), COMMAND), ())),
        ["call numpy.fromfunction", "import os.system"],
    )
    frame = call("pandas.DataFrame", {"a": [1]})
    yield Case(
        "pandas-eval.pkl",
        "pandas.eval with the python engine calls a function that its resolvers name",
        pickled(call("pandas.eval", "f('" + COMMAND + "')", "pandas", "python", {"f": n("os.system")})),
        ["call pandas.eval", "import os.system"],
    )
    yield Case(
        "pandas-eval-walk.pkl",
        "pandas.eval walks from a module that it is handed",
        pickled(
            call(
                "pandas.eval",
                "p.io.common.os.system('" + COMMAND + "')",
                "pandas",
                "python",
                {},
                {"p": call("importlib.import_module", "pandas")},
            )
        ),
        ["call pandas.eval", "call importlib.import_module"],
    )
    yield Case(
        "pandas-query.pkl",
        "DataFrame.query with the python engine walks from a module that it is handed",
        pickled(
            keywords(
                n("pandas:DataFrame.query"),
                (frame, "@p.io.common.os.system('" + COMMAND + "') + a > 0"),
                {"engine": "python", "local_dict": {"p": call("importlib.import_module", "pandas")}},
            )
        ),
        ["import pandas.DataFrame.query", "call importlib.import_module"],
    )
    yield Case(
        "pandas-map.pkl",
        "Series.map calls a function",
        pickled(call("pandas:Series.map", call("pandas.Series", [COMMAND]), n("os.system"))),
        ["call pandas.Series.map", "import os.system"],
    )
    yield Case(
        "pandas-series-apply.pkl",
        "Series.apply calls a function",
        pickled(call("pandas:Series.apply", call("pandas.Series", [COMMAND]), n("os.system"))),
        ["call pandas.Series.apply", "import os.system"],
    )
    yield Case(
        "pandas-common-os.pkl",
        "pandas.io.common imported os",
        pickled(call("pandas.io.common:os.system", COMMAND)),
        ["call pandas.io.common.os.system"],
    )


def scientific():
    """SciPy, scikit-learn, joblib."""
    modules = {
        "sklearn.utils._testing:os.system": "scikit-learn",
        "sklearn.datasets._base:os.system": "scikit-learn",
        "joblib.memory:os.system": "joblib",
        "joblib.disk:os.system": "joblib",
        "joblib.numpy_pickle:os.system": "joblib",
        "cloudpickle.cloudpickle:sys.modules.get": "cloudpickle",
        "joblib.parallel:os.system": "joblib",
    }
    for found, library in modules.items():
        plain = found.replace(":", ".")
        if found.endswith("get"):
            value = call(get_attribute(call(found, "os"), "system"), COMMAND)
        else:
            value = call(found, COMMAND)
        yield Case(
            f"imported-{plain}.pkl",
            f"a module of {library} imported what is called",
            pickled(value),
            [f"call {plain}"],
        )
    yield Case(
        "joblib-batched.pkl",
        "joblib.parallel.BatchedCalls runs its calls",
        pickled(
            call(
                call(
                    "joblib.parallel.BatchedCalls",
                    [(n("os.system"), (COMMAND,), {})],
                    (call("joblib._parallel_backends.SequentialBackend", 0), 1),
                )
            )
        ),
        ["call joblib.parallel.BatchedCalls", "import os.system"],
    )
    yield Case(
        "joblib-parallel.pkl",
        "joblib.Parallel runs delayed calls",
        pickled(call(call("joblib.Parallel", 1), [(n("os.system"), (COMMAND,), {})])),
        ["call joblib.Parallel", "import os.system"],
    )
    made = call("sklearn.preprocessing.FunctionTransformer", n("os.system"))
    yield Case(
        "sklearn-function-transformer.pkl",
        "FunctionTransformer of os.system transforms a text",
        pickled(call("sklearn.preprocessing:FunctionTransformer.transform", made, COMMAND)),
        ["call sklearn.preprocessing.FunctionTransformer", "import os.system"],
    )


def builders():
    """setuptools and distutils."""
    yield Case(
        "setuptools-execute.pkl",
        "setuptools has a copy of distutils.util.execute",
        pickled(call("setuptools._distutils.util.execute", n("os.system"), (COMMAND,))),
        ["call setuptools._distutils.util.execute", "import os.system"],
    )
    yield Case(
        "pip-vendor.pkl",
        "pip's own copy of a library imported subprocess",
        pickled(call("pip._internal.utils.subprocess:subprocess.getoutput", COMMAND)),
        ["call pip._internal.utils.subprocess.subprocess.getoutput"],
    )


def cases():
    """All cases of this module."""
    for group in (evaluators, scientific, builders):
        yield from group()
