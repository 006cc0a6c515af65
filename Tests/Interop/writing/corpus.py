"""All values to be written: those of `run_values.py` and those made for writing."""

from dataclasses import dataclass

import values

from writing import objects, sizes


@dataclass
class Case:
    """One live value; `outside` is whether its buffers are handed out instead of pickled."""

    name: str
    value: object
    outside: bool = False


def corpus():
    """The same in every run of one process; the order of sets may differ between processes."""
    for name, value in values.values():
        yield Case(name, value)
    for module in (sizes, objects):
        for group in module.GROUPS:
            for index, value in enumerate(group()):
                yield Case(f"{module.__name__.rpartition('.')[2]} {group.__name__} {index}", value)
    for index, value in enumerate(objects.buffers()):
        yield Case(f"buffers outside {index}", value, outside=True)
