"""Rarer values of PyTorch: data sets, samplers, distributions, hooks, packed sequences, functions by name."""

import pickle
import warnings

import torch
from torch import distributions, nn
from torch.nn.utils import prune, rnn
from torch.optim import swa_utils
from torch.utils import data

from torch_cases import saved, steady

LIBRARY = "torch"


def layer():
    torch.manual_seed(0)
    return nn.Linear(2, 2)


def values():
    rows = data.TensorDataset(torch.arange(6.0).reshape(3, 2), torch.tensor([0, 1, 0]))
    yield "data_set", rows
    yield "subset", data.Subset(rows, [0, 2])
    yield "joined_sets", data.ConcatDataset([rows, rows])
    yield "samplers", [
        data.SequentialSampler(rows),
        data.BatchSampler(data.RandomSampler(rows), 2, False),
        data.WeightedRandomSampler([0.5, 0.5], 2),
    ]
    yield "packed", rnn.pack_sequence([torch.ones(3), torch.ones(2)])
    yield "result", torch.max(torch.arange(4.0).reshape(2, 2), 0)
    yield "average", swa_utils.AveragedModel(layer())
    yield "scaler", torch.amp.GradScaler("cpu", init_scale=8.0)
    yield "normal", distributions.Normal(torch.zeros(2), torch.ones(2))
    yield "families", [
        distributions.Categorical(torch.ones(3) / 3),
        distributions.Beta(torch.tensor(2.0), torch.tensor(3.0)),
        distributions.Bernoulli(torch.tensor(0.5)),
    ]
    yield "functions", [torch.relu, torch.sigmoid, torch.exp, nn.functional.gelu, nn.functional.pad]
    yield "pruned", prune.l1_unstructured(layer(), "weight", amount=1)
    yield "prepared", nn.Sequential(torch.ao.quantization.QuantStub(), layer())


def cases():
    warnings.simplefilter("ignore")
    for name, value in values():
        yield f"torch_rare_{name}.pt", f"{name.replace('_', ' ')}, by torch.save", saved(value)
    with steady():
        yield "torch_rare_normal.pkl", "a distribution by pickle itself", pickle.dumps(
            distributions.Normal(torch.zeros(1), torch.ones(1))
        )
