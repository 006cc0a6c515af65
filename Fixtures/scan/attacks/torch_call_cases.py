"""Callables of torch in its own archives."""

from archive import zipped
from assembler import Code, build, call, n, pickled
from case import COMMAND, SOURCE, Case
from torch_cases import INNER, TORCH, members


def functions():
    """Callables of torch that run, start or load something."""
    stream = call("io.BytesIO", zipped(members()))
    simple = {
        "torch.serialization:os.system": (COMMAND,),
        "torch:os.system": (COMMAND,),
        "torch.hub:os.system": (COMMAND,),
        "torch.utils.collect_env.run": (COMMAND,),
        "torch.utils.collect_env:subprocess.getoutput": (COMMAND,),
        "torch.jit.unsupported_tensor_ops.execWrapper": (SOURCE, {}, {}),
        "torch.fx.graph_module._exec_with_source": (SOURCE, {}),
        "torch.fx.graph_module._forward_from_src": (SOURCE + "\ndef forward(self): pass", {}),
        "torch.fx.graph_module.reduce_graph_module": ({"_code": SOURCE + "\ndef forward(self): pass"}, ""),
        "torch.utils.data.datapipes.utils.decoder.basichandlers": ("pyd", INNER),
        "torch.storage._load_from_bytes": (zipped(members()),),
        "torch.utils._config_module.ConfigModule.load_config": (n("torch._dynamo.config"), INNER),
        "torch.utils.cpp_extension:subprocess.getoutput": (COMMAND,),
        "torch.save": (1, "brine-marker"),
        "torch.package.PackageExporter": ("brine-marker",),
        "torch.distributed.run:os.system": (COMMAND,),
    }
    for function, arguments in simple.items():
        found = function.replace(":", ".")
        target = function.replace(".ConfigModule.", ":ConfigModule.")
        yield Case(
            f"{found}.pt",
            f"{found} in a PyTorch archive",
            zipped(members(pickled(call(target, *arguments)))),
            [f"call {found} @archive/data.pkl"],
            loader=TORCH,
        )
    yield Case(
        "torch.load.pkl",
        "torch.load of a stream, weights_only=False by a partial that BUILD filled",
        pickled(
            build(
                call("functools.partial", n("builtins.print")),
                (n("torch.load"), (stream,), {"weights_only": False}, {}),
            )
            + b")R"
        ),
        ["import torch.load", "build functools.partial"],
    )
    module = build(
        Code(n("torch.nn.Identity") + b")\x81"),
        {
            "_parameters": {},
            "_modules": {},
            "forward": n("os.system"),
            "_buffers": {},
            "_backward_hooks": {},
            "_forward_hooks": {},
            "_forward_pre_hooks": {},
            "_backward_pre_hooks": {},
        },
    )
    yield Case(
        "module-forward.pt",
        "BUILD gives an honest module os.system as its forward, REDUCE calls the module",
        zipped(members(pickled(call(module, COMMAND)))),
        ["import os.system @archive/data.pkl"],
        loader=TORCH,
    )


def cases():
    """All cases of this module."""
    for group in (functions,):
        yield from group()
