"""PyTorch: tensors, state dicts, whole modules, optimizers, schedules, in the zip and the legacy format."""

import contextlib
import io
import pickle
import warnings

import torch
from torch import nn, optim

import torch_modules
from helpers import joblib_bytes

LIBRARY = "torch"


class TextKind(type):
    def __instancecheck__(cls, value):
        return isinstance(value, str)


class Text(metaclass=TextKind):
    """`str` for the legacy format: storages are called by a count, where their addresses would stand."""

    counts = {}

    def __new__(cls, value=""):
        if isinstance(value, int):
            return f"{cls.counts.setdefault(value, len(cls.counts)):04}"
        return str(value)


def no_source(kind):
    """The legacy format keeps the source text of a module's class with its path: not ours to ship."""
    raise OSError("left out")


@contextlib.contextmanager
def steady():
    """The same bytes in every run."""
    module, Text.counts = torch.serialization, {}
    original, module.get_source_lines_and_file, module.str = module.get_source_lines_and_file, no_source, Text
    try:
        yield
    finally:
        module.get_source_lines_and_file = original
        del module.str


def saved(value, legacy=False):
    """What `torch.save` writes."""
    buffer = io.BytesIO()
    with steady():
        torch.save(value, buffer, _use_new_zipfile_serialization=not legacy)
    return buffer.getvalue()


def tensors():
    for name in [
        "float32",
        "float64",
        "float16",
        "bfloat16",
        "int8",
        "int16",
        "int32",
        "int64",
        "uint8",
        "bool",
        "complex64",
        "complex128",
        "uint16",
        "uint32",
        "uint64",
        "float8_e4m3fn",
        "float8_e5m2",
    ]:
        yield f"tensor_{name}", torch.arange(4).reshape(2, 2).to(getattr(torch, name))
    yield "parameter", nn.Parameter(torch.ones(2))
    yield "buffer", nn.Buffer(torch.ones(2))
    yield "sparse_coo", torch.eye(3).to_sparse()
    yield "sparse_csr", torch.eye(3).to_sparse_csr()
    yield "sparse_csc", torch.eye(3).to_sparse_csc()
    yield "quantised", torch.quantize_per_tensor(torch.arange(4.0), 0.1, 10, torch.quint8)
    yield "quantised_channels", torch.quantize_per_channel(
        torch.eye(2), torch.tensor([0.1, 0.2]), torch.tensor([0, 1]), 0, torch.qint8
    )
    yield "shared_views", (lambda base: [base, base[1:], base.t() if base.dim() == 2 else base[::2]])(
        torch.arange(6.0)
    )
    yield "requires_grad", torch.ones(2, requires_grad=True)
    yield "conjugate", torch.ones(2, dtype=torch.complex64).conj()
    yield "meta", torch.empty(2, device="meta")
    yield "storage", [torch.ones(2).storage(), torch.ones(2).untyped_storage()]
    yield "plain_values", [
        torch.float32,
        torch.device("cpu"),
        torch.Size([2, 3]),
        torch.strided,
        torch.finfo(torch.float32).max,
        torch.qint8,
    ]
    yield "generator_state", torch.Generator().manual_seed(3).get_state()
    yield "numbers", {"epoch": 3, "loss": 0.25, "history": [1.0, 0.5], "none": None, "names": {"a", "b"}}


def trained(make, schedule=None):
    """An optimizer after two steps, and its schedule."""
    torch.manual_seed(0)
    model = nn.Linear(2, 1)
    made = make(model.parameters())
    after = schedule(made) if schedule else None
    for _ in range(2):
        made.zero_grad()
        loss = model(torch.ones(3, 2)).sum()
        loss.backward()
        made.step(lambda: loss) if isinstance(made, optim.LBFGS) else made.step()
        if after is not None:
            after.step(0.5) if isinstance(after, optim.lr_scheduler.ReduceLROnPlateau) else after.step()
    return model, made, after


def optimizers():
    for name in [
        "SGD",
        "Adam",
        "AdamW",
        "Adamax",
        "Adadelta",
        "Adagrad",
        "NAdam",
        "RAdam",
        "RMSprop",
        "Rprop",
        "ASGD",
        "LBFGS",
    ]:
        model, made, _ = trained(lambda parameters, kind=getattr(optim, name): kind(parameters, lr=0.1))
        yield f"optimizer_{name}", {"model": model.state_dict(), "optimizer": made.state_dict(), "epoch": 2}
        if name in ("SGD", "Adam", "AdamW", "RMSprop"):
            yield f"optimizer_{name}_whole", made


def schedulers():
    kinds = optim.lr_scheduler
    table = {
        "StepLR": lambda o: kinds.StepLR(o, 1),
        "MultiStepLR": lambda o: kinds.MultiStepLR(o, [1, 2]),
        "ExponentialLR": lambda o: kinds.ExponentialLR(o, 0.9),
        "CosineAnnealingLR": lambda o: kinds.CosineAnnealingLR(o, 4),
        "ReduceLROnPlateau": kinds.ReduceLROnPlateau,
        "OneCycleLR": lambda o: kinds.OneCycleLR(o, 0.1, 10),
        "LinearLR": kinds.LinearLR,
        "ConstantLR": kinds.ConstantLR,
        "PolynomialLR": kinds.PolynomialLR,
        "CosineAnnealingWarmRestarts": lambda o: kinds.CosineAnnealingWarmRestarts(o, 2),
    }
    for name, schedule in table.items():
        _, made, after = trained(lambda parameters: optim.SGD(parameters, lr=0.1, momentum=0.9), schedule)
        yield f"scheduler_{name}", {"scheduler": after.state_dict(), "optimizer": made.state_dict()}
        if name in ("StepLR", "CosineAnnealingLR", "ExponentialLR"):
            yield f"scheduler_{name}_whole", after


def cases():
    warnings.simplefilter("ignore")
    for group in (tensors, torch_modules.modules, torch_modules.states, optimizers, schedulers):
        for count, (name, value) in enumerate(group()):
            yield f"torch_{name}.pt", f"{name.replace('_', ' ')}, by torch.save", saved(value)
            if count % 3 == 0 and not name.startswith(("sparse_cs", "tensor_float8", "tensor_uint")):
                yield f"torch_{name}_legacy.pt", f"{name.replace('_', ' ')}, in the legacy format", saved(
                    value, legacy=True
                )
    torch.manual_seed(0)
    plain = nn.Sequential(nn.Linear(2, 3), nn.ReLU())
    with steady():
        whole, state = pickle.dumps(plain), pickle.dumps(plain.state_dict(), 2)
        packed = joblib_bytes(plain.state_dict())
    yield "torch_module.pkl", "a module by pickle itself", whole
    yield "torch_state.pkl", "a state dict by pickle itself", state
    yield "torch_state.joblib", "a state dict by joblib", packed
