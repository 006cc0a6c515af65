"""Typed JSON of NumPy's arrays and scalars, from live objects; and back."""

import base64
import json
import sys


def numpy():
    """NumPy, where the program has it."""
    return sys.modules.get("numpy")


def is_plain(dtype):
    """Whether the description that typed JSON has says all about a type."""
    np = numpy()
    if dtype.metadata or dtype.isalignedstruct or dtype.kind == "V" and dtype.type is not np.void:
        return False
    if dtype.subdtype:
        return is_plain(dtype.subdtype[0])
    if not dtype.names:
        return True
    try:
        dtype.descr
    except ValueError:
        return False
    return all(is_plain(dtype.fields[name][0]) for name in dtype.names)


def descr(dtype):
    return json.dumps(dtype.descr if dtype.names else dtype.str, separators=(",", ":"), ensure_ascii=False)


def data(array):
    return f'"data":"{base64.b64encode(array.tobytes()).decode()}"'


def is_array(obj):
    """Whether an object is an array that typed JSON has as such."""
    np = numpy()
    if np is None or not isinstance(obj, np.ndarray) or isinstance(obj, np.ma.MaskedArray):
        return False
    return is_plain(obj.dtype) and (not obj.dtype.hasobject or obj.dtype == object)


def is_scalar(obj):
    np = numpy()
    return np is not None and isinstance(obj, np.generic) and is_plain(obj.dtype) and not obj.dtype.hasobject


def scalar_text(obj):
    return f'{{"$scalar":{{"dtype":{descr(obj.dtype)},{data(obj)}}}}}'


def array_pieces(obj, class_name, items):
    """The literal pieces of an array; `items` makes those of its objects."""
    np = numpy()
    name = "" if type(obj) is np.ndarray else f'"class":{json.dumps(class_name)},'
    shape = ",".join(map(str, obj.shape))
    head = f'"$ndarray":{{{name}"dtype":{descr(obj.dtype)},"shape":[{shape}]'
    if obj.flags.fnc:
        head += ',"order":"F"'
    if obj.dtype.hasobject:
        return [head, ',"items":', *items(list(obj.flat)), "}}"]
    return [f"{head},{data(obj)}}}}}"]


def dtype_of(node):
    """The type that a description in JSON stands for: NumPy wants tuples."""
    np = numpy()
    return np.dtype(node if isinstance(node, str) else fields(node))


def fields(node):
    def field(parts):
        name, kind, *shape = parts
        name = tuple(name) if isinstance(name, list) else name
        return (name, kind if isinstance(kind, str) else fields(kind), *(tuple(lengths) for lengths in shape))

    from numpy.lib.format import descr_to_dtype
    return descr_to_dtype([field(parts) for parts in node])


def rebuilt_array(content, value, named):
    """The array that a `$ndarray` stands for; `value` makes its objects."""
    np = numpy()
    dtype = dtype_of(content["dtype"])
    if "items" in content:
        array = np.empty(len(content["items"]), object)
        for index, item in enumerate(content["items"]):
            array[index] = value(item)
    else:
        array = np.frombuffer(base64.b64decode(content["data"]), dtype).copy()
    array = array.reshape(content["shape"])
    if content.get("order") == "F":
        array = np.asfortranarray(array)
    return array.view(named(content["class"])) if "class" in content else array


def rebuilt_scalar(content):
    return numpy().frombuffer(base64.b64decode(content["data"]), dtype_of(content["dtype"]))[0]
