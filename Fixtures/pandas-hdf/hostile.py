"""Stores that are not as pandas writes them: objects by key, and the error that each must give."""

import numpy as np
import pandas as pd
import tables

CASES = {}


def case(error, format="fixed"):
    def added(change):
        CASES[change.__name__] = (error, format, change)
        return change
    return added


def frame():
    return pd.DataFrame({"a": [1, 2], "b": [0.5, 1.5], "c": ["x", "y"]}, index=pd.MultiIndex.from_tuples([(1, 2), (1, 3)]))


@case("malformed")
def many_blocks(file, node):
    node._v_attrs.nblocks = 1 << 40


@case("malformed")
def negative_blocks(file, node):
    node._v_attrs.nblocks = -1


@case("malformed")
def no_blocks(file, node):
    node._v_attrs.nblocks = 0


@case("malformed")
def many_levels(file, node):
    node._v_attrs.axis1_nlevels = 1 << 40


@case("malformed")
def three_axes(file, node):
    node._v_attrs.ndim = 3


@case("malformed")
def text_for_a_number(file, node):
    node._v_attrs.nblocks = "many"


@case("malformed")
def no_such_variety(file, node):
    node._v_attrs.axis0_variety = "sparse"


@case("malformed")
def two_blocks_for_a_column(file, node):
    file.remove_node(node, "block1_items")
    file.copy_node(node.block0_items, node, "block1_items")


@case("lengthMismatch")
def short_block(file, node):
    file.remove_node(node, "block0_values")
    made = file.create_array(node, "block0_values", np.array([[1]]))
    made._v_attrs.transposed = True


@case("malformed")
def no_values(file, node):
    file.remove_node(node, "block0_values")


@case("malformed")
def huge_empty_shape(file, node):
    node.block0_values._v_attrs.shape = (0, 1 << 50)


@case("lengthMismatch")
def wide_empty_shape(file, node):
    node.block0_values._v_attrs.shape = (1 << 20, 0)
    node.block0_values._v_attrs.value_type = "int64"
    node.block0_values._v_attrs.transposed = False


@case("malformed")
def no_such_type(file, node):
    node.block0_values._v_attrs.value_type = "datetime64[fortnight]"
    node.block0_values._v_attrs.shape = (1, 0)
    node.block0_values._v_attrs.transposed = False


@case("typeMismatch")
def no_such_encoding(file, node):
    node._v_attrs.encoding = "klingon"


@case("malformed")
def no_pickle(file, node):
    file.remove_node(node, "block2_values")
    array = file.create_vlarray(node, "block2_values", tables.UInt8Atom())
    array.append(np.frombuffer(b"this is no pickle", "u1"))


@case("malformed")
def pickle_of_no_array(file, node):
    file.remove_node(node, "block2_values")
    array = file.create_vlarray(node, "block2_values", tables.UInt8Atom())
    array.append(np.frombuffer(b"cposix\nsystem\n(S'echo run'\ntR.", "u1"))


@case("notAFrame")
def no_such_kind(file, node):
    node._v_attrs.pandas_type = "wide"


@case("malformed", "table")
def no_index(file, node):
    node._v_attrs.index_cols = []


@case("malformed", "table")
def called_index(file, node):
    raw(node, "index_cols", b"cposix\nsystem\n(S'echo run'\ntR.")


@case("malformed", "table")
def no_such_field(file, node):
    node._v_attrs.values_cols = ["values_block_0", "nothing"]


@case("malformed", "table")
def one_field_twice(file, node):
    node._v_attrs.values_cols = ["values_block_0", "values_block_0"]


@case("lengthMismatch", "table")
def more_labels(file, node):
    node.table._v_attrs.values_block_0_kind = list("abcdefgh")


@case("malformed", "table")
def other_labels(file, node):
    node._v_attrs.non_index_axes = [(1, ["p", "q"])]


@case("malformed", "table")
def no_such_level(file, node):
    node._v_attrs.levels = ["level_0", "level_7"]


@case("malformed", "table")
def same_level(file, node):
    node._v_attrs.levels = ["level_0", "level_0"]


@case("malformed", "table")
def shared_labels(file, node):
    tuples = ("a",) * 60
    node._v_attrs.non_index_axes = [(1, [tuples] * 3000)]


def raw(node, name, content):
    """An attribute with bytes of one's own."""
    node._v_attrs[name] = np.bytes_(content)


def write(path):
    """The store, and the errors by key."""
    with pd.HDFStore(path, "w", complevel=9, complib="zlib") as store:
        for name, (_, format, change) in CASES.items():
            if format == "fixed":
                store.put(name, frame(), format="fixed", track_times=False)
            else:
                store.append(name, frame(), index=False, expectedrows=2)
            change(store._handle, store._handle.get_node("/" + name))
        nested = pd.DataFrame({"c": pd.Categorical([7])})
        store.append("nested_categories", nested, index=False, expectedrows=2)
        inner = store._handle.get_node("/nested_categories/meta/values_block_0/meta")
        inner.table._v_attrs.values_meta = "category"
        store.append("nested_categories/meta/values_block_0/meta/meta/values/meta", pd.Series([7]), index=False,
                     expectedrows=2)
    return {**{"/" + name: error for name, (error, _, _) in CASES.items()}, "/nested_categories": "malformed"}
