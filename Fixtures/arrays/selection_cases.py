"""Random arrays and random selections of them, each with what NumPy makes of it."""

import base64
import warnings

import numpy as np

warnings.simplefilter("ignore")

DTYPES = ["|b1", "|i1", "<i2", ">i4", "<u8", "<f2", "<f4", ">f8", "<f8", "<c8", "<c16", "|S3", "<U2", ">U1",
          "<M8[D]", "|V5", "|V32"]


def array(random, dtype=None, most_axes=4):
    """Memory of random bytes and a view of it: C or Fortran order, reversed, stepped, repeated or swapped axes."""
    dtype = np.dtype(dtype or random.choice(DTYPES))
    shape = [random.choice([0, 1, 1, 2, 3, 4, 5, 6, 7] if random.random() < 0.3 else [2, 3, 4, 5])
             for _ in range(random.randint(0, most_axes))]
    steps = [random.choice([1, 1, 1, -1, 2, -2]) if random.random() < 0.5 else 1 for _ in shape]
    full = [n * abs(s) for n, s in zip(shape, steps)]
    count = int(np.prod(full, dtype=int))
    if dtype.kind == "U":
        numbers = [random.randrange(32, 0x250) for _ in range(count * dtype.itemsize // 4)]
        data = np.array(numbers, dtype.newbyteorder("=").str[0] + "u4").astype(dtype.str[0] + "u4").tobytes()
    elif dtype.kind == "b":
        data = bytes(random.randrange(2) for _ in range(count))
    else:
        data = random.randbytes(count * dtype.itemsize)
    whole = np.frombuffer(bytearray(data), dtype, count) if count else np.empty(0, dtype)
    whole = whole.reshape(full, order=random.choice("CCF"))
    view = whole[(*(slice(None, None, s) for s in steps), ...)]
    if view.ndim and random.random() < 0.2:
        view = view.transpose(random.sample(range(view.ndim), view.ndim))
    base, start = np.frombuffer(data, np.uint8), whole.__array_interface__["data"][0]
    offset = view.__array_interface__["data"][0] - start
    return base.tobytes(), offset if view.size else 0, view


def bound(random, length):
    return "" if random.random() < 0.3 else str(random.randint(-length - 2, length + 2))


def slice_text(random, length):
    text = bound(random, length) + ":" + bound(random, length)
    if random.random() < 0.4:
        text += ":" + random.choice(["", "1", "2", "3", "-1", "-2", "-1", "7"])
    return text


def index(random, length):
    low, high = (-length, length - 1) if random.random() < 0.97 else (-length - 1, length)
    return str(random.randint(low, max(high, low)))


def mask(random, shape):
    if not shape:
        return random.choice(["True", "False"])
    return "[" + ", ".join(mask(random, shape[1:]) for _ in range(shape[0])) + "]"


def nested(random, shape, length):
    if not shape:
        return index(random, length)
    return "[" + ", ".join(nested(random, shape[1:], length) for _ in range(shape[0])) + "]"


def selection(random, shape):
    """A text that NumPy's brackets might hold; now and then one that it refuses."""
    parts, axis = [], 0
    lengths = random.choice([[3], [3], [1], [2, 3], [0]])
    advanced = random.random() < 0.5
    axes = len(shape) if random.random() < 0.7 else random.randint(0, len(shape))
    while axis < axes:
        kind, length = random.random(), shape[axis]
        if kind < 0.1:
            parts.append("None")
            continue
        if kind < 0.4 and advanced and length:
            own = lengths if random.random() < 0.8 else random.choice([[1], [3], [2, 1]])
            parts.append(nested(random, own, length))
        elif kind < 0.5 and advanced and length:
            most = min(len(shape) - axis, 2)
            own = shape[axis:axis + random.randint(1, most)]
            if 0 in own:
                own = [length]
            if random.random() < 0.05:
                own = [own[0] + 1]
            parts.append(mask(random, own))
            axis += len(own) - 1
        elif kind < 0.65 and length:
            parts.append(index(random, length))
        else:
            parts.append(slice_text(random, length))
        axis += 1
    if random.random() < 0.3 or not parts:
        parts.insert(random.randint(0, len(parts)), "...")
    if random.random() < 0.04:
        parts.insert(random.randint(0, len(parts)), random.choice(["True", "False", "...", "0", "::0"]))
    text = random.choice([", ", ",", " , "]).join(parts)
    return text + "," if len(parts) == 1 and text.startswith("[") else text


def expected(view, text):
    """NumPy's result, or the name of its error. A scalar gets back the byte order that NumPy takes from it."""
    try:
        return np.asarray(eval(f"a[{text}]", {"a": view}), view.dtype), None
    except (IndexError, ValueError) as error:
        return None, type(error).__name__


def text64(data):
    return base64.b64encode(data).decode()


def cases(random, count):
    for _ in range(count):
        data, offset, view = array(random)
        text = selection(random, list(view.shape))
        result, error = expected(view, text)
        case = {"dtype": view.dtype.str, "shape": list(view.shape), "strides": list(view.strides),
                "offset": offset, "data": text64(data), "text": text}
        if error:
            case["error"] = error
        else:
            case |= {"result_shape": list(result.shape), "result": text64(result.tobytes())}
            case["shares"] = bool(result.size and np.shares_memory(result, view))
        yield case
