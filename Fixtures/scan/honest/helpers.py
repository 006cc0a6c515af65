"""What several modules need to write bytes."""

import io
import pickle

import joblib


def joblib_bytes(value, **options):
    """What `joblib.dump` writes."""
    buffer = io.BytesIO()
    joblib.dump(value, buffer, **options)
    return buffer.getvalue()


def pickled(prefix, values, protocols=(4,), what=None):
    """A case for each name and value, the protocols taken in turn."""
    for count, (name, value) in enumerate(values):
        protocol = protocols[count % len(protocols)]
        said = what or name.replace("_", " ")
        yield f"{prefix}_{name}.pkl", f"{said}, protocol {protocol}", pickle.dumps(value, protocol)
