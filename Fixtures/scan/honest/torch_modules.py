"""Modules of PyTorch: each common layer whole, and the state dicts of small networks."""

import torch
from torch import nn


def layers():
    """The layers of each kind."""
    # fmt: off
    yield (
        nn.Linear(2, 3), nn.Bilinear(2, 2, 2), nn.Identity(), nn.Flatten(), nn.Unflatten(1, (2, 2)),
    )
    yield (
        nn.Conv1d(1, 2, 3), nn.Conv2d(1, 2, 3, padding=1), nn.Conv3d(1, 1, 2),
        nn.ConvTranspose1d( 1, 1, 2 ), nn.ConvTranspose2d(1, 2, 2), nn.ConvTranspose3d(1, 1, 2),
    )
    yield (
        nn.BatchNorm1d(2), nn.BatchNorm2d(2), nn.BatchNorm3d(2), nn.SyncBatchNorm(2), nn.LayerNorm( 4 ),
        nn.GroupNorm(2, 4), nn.RMSNorm(4), nn.InstanceNorm1d(2, affine=True), nn.InstanceNorm2d( 2 ),
        nn.InstanceNorm3d( 2 ), nn.LocalResponseNorm( 2 ),
    )
    yield (
        nn.ReLU(), nn.ReLU6(), nn.LeakyReLU(), nn.PReLU(), nn.ELU(), nn.SELU(), nn.CELU(), nn.GELU(),
        nn.SiLU(), nn.Mish(), nn.Sigmoid(), nn.Tanh(), nn.Softplus(), nn.Softsign(), nn.Softmax( 1 ),
        nn.LogSoftmax( 1 ), nn.Softmin( 1 ), nn.Softmax2d(), nn.Hardtanh(), nn.Hardswish(),
        nn.Hardsigmoid(), nn.Hardshrink(), nn.Softshrink(), nn.Tanhshrink(), nn.Threshold( 0.1, 0 ),
        nn.GLU(), nn.LogSigmoid(), nn.RReLU(),
    )
    yield (
        nn.MaxPool1d(2), nn.MaxPool2d(2), nn.MaxPool3d(2), nn.AvgPool1d(2), nn.AvgPool2d(2),
        nn.AvgPool3d( 2 ), nn.AdaptiveAvgPool1d(1), nn.AdaptiveAvgPool2d(1), nn.AdaptiveAvgPool3d(1),
        nn.AdaptiveMaxPool1d( 1 ), nn.AdaptiveMaxPool2d( 1 ), nn.AdaptiveMaxPool3d( 1 ),
        nn.MaxUnpool1d( 2 ), nn.MaxUnpool2d( 2 ), nn.MaxUnpool3d( 2 ), nn.LPPool1d( 2, 2 ),
        nn.LPPool2d( 2, 2 ), nn.FractionalMaxPool2d( 2, 1 ),
    )
    yield (
        nn.Dropout( 0.1 ), nn.Dropout1d(), nn.Dropout2d(), nn.Dropout3d(), nn.AlphaDropout(),
        nn.FeatureAlphaDropout(),
    )
    yield (
        nn.Embedding(3, 2), nn.EmbeddingBag( 3, 2 ), nn.CosineSimilarity(), nn.PairwiseDistance(),
        nn.PixelShuffle(2), nn.PixelUnshuffle( 2 ), nn.ChannelShuffle( 2 ), nn.Upsample( scale_factor=2 ),
        nn.UpsamplingNearest2d( scale_factor=2 ), nn.UpsamplingBilinear2d( scale_factor=2 ),
        nn.Fold( (2, 2), 2 ), nn.Unfold( 2 ),
    )
    yield (
        nn.ZeroPad1d(1), nn.ZeroPad2d(1), nn.ZeroPad3d(1), nn.ReflectionPad1d(1), nn.ReflectionPad2d( 1 ),
        nn.ReflectionPad3d(1), nn.ReplicationPad1d(1), nn.ReplicationPad2d(1), nn.ReplicationPad3d( 1 ),
        nn.ConstantPad1d( 1, 0 ), nn.ConstantPad2d( 1, 0 ), nn.ConstantPad3d( 1, 0 ), nn.CircularPad1d( 1 ),
        nn.CircularPad2d( 1 ), nn.CircularPad3d( 1 ),
    )
    yield (
        nn.RNN(2, 2), nn.LSTM(2, 2, bidirectional=True), nn.GRU(2, 2), nn.RNNCell(2, 2),
        nn.LSTMCell( 2, 2 ), nn.GRUCell(2, 2),
    )
    yield (
        nn.MSELoss(), nn.L1Loss(), nn.CrossEntropyLoss(), nn.NLLLoss(), nn.BCELoss(),
        nn.BCEWithLogitsLoss(), nn.HuberLoss(), nn.SmoothL1Loss(), nn.KLDivLoss(), nn.CTCLoss(),
        nn.HingeEmbeddingLoss(), nn.MarginRankingLoss(), nn.TripletMarginLoss(), nn.CosineEmbeddingLoss(),
        nn.PoissonNLLLoss(), nn.GaussianNLLLoss(), nn.SoftMarginLoss(), nn.MultiLabelMarginLoss(),
        nn.MultiLabelSoftMarginLoss(), nn.MultiMarginLoss(),
    )
    # fmt: on


NAMES = [
    "linear",
    "convolutions",
    "norms",
    "activations",
    "pools",
    "dropouts",
    "embeddings",
    "pads",
    "recurrent",
    "losses",
]


def modules():
    torch.manual_seed(0)
    for name, made in zip(NAMES, layers()):
        yield f"module_{name}", nn.ModuleList(made) if len(made) < 8 else nn.ModuleList(made[:30])
    yield "module_sequential", nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1))
    yield "module_dict", nn.ModuleDict({"a": nn.Linear(1, 1), "b": nn.ReLU()})
    yield "module_parameters", nn.Sequential(
        nn.ParameterList([torch.ones(2)]), nn.ParameterDict({"w": torch.ones(1)})
    )
    yield "module_attention", nn.MultiheadAttention(4, 2)
    yield "module_encoder", nn.TransformerEncoderLayer(4, 2, dim_feedforward=4)
    yield "module_decoder", nn.TransformerDecoderLayer(4, 2, dim_feedforward=4)
    yield "module_encoder_stack", nn.TransformerEncoder(
        nn.TransformerEncoderLayer(4, 2, dim_feedforward=4), 1
    )
    yield "module_evaluated", nn.Sequential(nn.BatchNorm1d(2), nn.Dropout()).eval()
    yield "module_half", nn.Linear(2, 2).half()


class Network(nn.Module):
    """A small picture classifier: only its state dict is saved."""

    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(nn.Conv2d(1, 2, 3), nn.BatchNorm2d(2), nn.ReLU(), nn.MaxPool2d(2))
        self.head = nn.Linear(8, 2)
        self.register_buffer("steps", torch.zeros(1, dtype=torch.long))


def states():
    torch.manual_seed(0)
    model = Network()
    yield "state_network", model.state_dict()
    yield "state_half", {
        key: value.half() if value.is_floating_point() else value for key, value in model.state_dict().items()
    }
    yield "state_bfloat16", {
        key: value.bfloat16() if value.is_floating_point() else value
        for key, value in model.state_dict().items()
    }
    yield "state_lstm", nn.LSTM(2, 3, num_layers=2).state_dict()
    yield "state_transformer", nn.TransformerEncoderLayer(4, 2, dim_feedforward=4).state_dict()
    yield "checkpoint", {
        "epoch": 7,
        "state_dict": model.state_dict(),
        "best": 0.5,
        "arch": "small",
        "args": {"lr": 0.1, "layers": [1, 2]},
        "random": torch.get_rng_state()[:16].clone(),
    }
    yield "state_parameters", dict(model.named_parameters())
    yield "state_embedding", nn.Embedding(3, 4, padding_idx=0).state_dict()
