"""Valid pickles put together by hand: opcodes that pickle itself never writes, and the ways of Python 2.

Each case is a stem, the bytes and the typed JSON, one line for each pickle in the stream.
"""

import struct


def text(string):
    data = string.encode()
    return b"X" + struct.pack("<I", len(data)) + data


RECTANGLE = b"cshapes\nRectangle\n"
POINT_STATE = b"}" + text("width") + b"K\x03sb"
TWICE = '{"$tuple":[{"$id":1,"$list":[]},{"$ref":1}]}'

HANDMADE = [
    ("int_text", b"(I12\nI-5\nI01\nI00\nI9223372036854775808\nL12345678901234567890L\nL-7\nl.",
     "[12,-5,true,false,9223372036854775808,12345678901234567890,-7]"),
    ("int_text_odd", b"(I0x10\nI010\nI 7\nI+3\nI+1\nI-0\nI 0\nl.", "[16,8,7,3,true,false,false]"),
    ("long_text_odd", b"(L0x1fL\nL1_000\nL 5 \nL-0b11L\nl.", "[31,1000,5,-3]"),
    ("string_odd", b"(S'\\101\\q\\\\'\nS'a'b'\nS''\nS'\\7\\400'\nl.", r'''["A\\q\\","a'b","","\u0007\u0000"]'''),
    ("float_text", b"(F1.5\nF-0.0\nFinf\nF-inf\nFnan\nF1e100\nF7\nl.",
     '[1.5,-0.0,{"$float":"inf"},{"$float":"-inf"},{"$float":"nan"},1e+100,7.0]'),
    ("string_py2", b"(S'abc\\n\\x41\\''\nS\"double\"\nU\x05shortT\x04\x00\x00\x00longl.",
     '["abc\\nA\'","double","short","long"]'),
    ("unicode_text", b"Vcaf\xe9 \\u20ac \\U0001f600 \\u005c\n.", '"caf\xe9 \u20ac \U0001f600 \\\\"'),
    ("long1_long4",
     b"\x80\x02(\x8a\x00\x8a\x01\xff\x8a\x02\xff\x00\x8b\x03\x00\x00\x00\x01\x02\x03\x8b" + bytes(4) + b"l.",
     "[0,-1,255,197121,0]"),
    ("binint", b"(J\xff\xff\xff\xffJ\x00\x00\x00\x80M\xff\xffK\xffl.", "[-1,-2147483648,65535,255]"),
    ("binunicode8", b"\x80\x04\x8d" + struct.pack("<Q", 3) + b"\xe2\x82\xac.", '"\u20ac"'),
    ("binbytes", b"\x80\x04(B\x02\x00\x00\x00\x01\x02C\x01\x03\x8e" + struct.pack("<Q", 1) + b"\x04l.",
     '[{"$bytes":"AQI="},{"$bytes":"Aw=="},{"$bytes":"BA=="}]'),
    ("bytearray8", b"\x80\x05\x96" + struct.pack("<Q", 2) + b"ab.", '{"$bytearray":"YWI="}'),
    ("readonly_buffer", b"\x80\x05C\x03abc\x98.", '{"$bytes":"YWJj"}'),
    ("inst", b"(I3\nI4\nS'wide'\nishapes\nRectangle\n.", '{"$object":"shapes.Rectangle","args":[3,4,"wide"]}'),
    ("inst_build", b"(ishapes\nRectangle\np0\n(dp1\nS'width'\nI3\nsb.",
     '{"$object":"shapes.Rectangle","state":{"width":3}}'),
    ("obj", b"(" + RECTANGLE + b"K\x03K\x04o.", '{"$object":"shapes.Rectangle","args":[3,4]}'),
    ("obj_build", b"(" + RECTANGLE + b"o" + POINT_STATE + b".", '{"$object":"shapes.Rectangle","state":{"width":3}}'),
    ("pop", b"K\x01K\x020.", "1"),
    ("pop_takes_a_mark", b"K\x01(0.", "1"),
    ("pop_mark", b"K\x01(K\x02K\x031.", "1"),
    ("dup", b"]2\x86.", TWICE),
    ("put_get", b"]p0\ng0\n\x86.", TWICE),
    ("put_get_far", b"]p70000\ng70000\n\x86.", TWICE),
    ("binput_binget", b"]q\x05h\x05\x86.", TWICE),
    ("long_binput_long_binget", b"]r\x00\x01\x00\x00j\x00\x01\x00\x00\x86.", TWICE),
    ("memoize", b"\x80\x04]\x94h\x00\x86.", TWICE),
    ("long_binput_huge", b"Nr\xff\xff\xff\x7f.", "null"),
    ("list_dict_tuple", b"((K\x01K\x02lK\x00(K\x03K\x04dt.", '{"$tuple":[[1,2],0,{"$dict":[[3,4]]}]}'),
    ("tuples", b"\x80\x02()N\x85NN\x86NNN\x87t.",
     '{"$tuple":[{"$tuple":[]},{"$tuple":[null]},{"$tuple":[null,null]},{"$tuple":[null,null,null]}]}'),
    ("append_setitem", b"](K\x01K\x02eK\x03a}(K\x04K\x05uK\x06K\x07s\x86.",
     '{"$tuple":[[1,2,3],{"$dict":[[4,5],[6,7]]}]}'),
    ("empty_batches", b"](e}(u\x8f(\x90\x87.", '{"$tuple":[[],{},{"$set":[]}]}'),
    ("booleans", b"\x80\x02\x88\x89N\x87.", '{"$tuple":[true,false,null]}'),
    ("equal_keys", b"\x80\x02}(K\x01K\x0a\x88K\x0bG?\xf0\x00\x00\x00\x00\x00\x00K\x0cK\x02K\x0du.",
     '{"$dict":[[1,12],[2,13]]}'),
    ("equal_strings", b"}(" + text("a") + b"K\x01" + text("b") + b"K\x02U\x01aK\x03u.", '{"a":3,"b":2}'),
    ("equal_items", b"\x80\x04\x8f(K\x01K\x02G?\xf0\x00\x00\x00\x00\x00\x00\x88\x90(K\x03K\x03\x91\x86.",
     '{"$tuple":[{"$set":[1,2]},{"$frozenset":[3]}]}'),
    ("persid", b"Pdocument 7\n.", '{"$persistent":"document 7"}'),
    ("binpersid", b"\x80\x02" + text("table") + b"K\x07\x86Q.", '{"$persistent":{"$tuple":["table",7]}}'),
    ("ext1", b"\x80\x02\x82\xf0.", '{"$extension":240}'),
    ("ext2", b"\x80\x02\x83\x00\x01.", '{"$extension":256}'),
    ("ext4", b"\x80\x02\x84\x00\x00\x01\x00)\x81.", '{"$object":{"$extension":65536}}'),
    ("newobj_ex", b"\x80\x04" + RECTANGLE + b"K\x03\x85}\x8c\x06heightK\x04s\x92.",
     '{"$object":"shapes.Rectangle","args":[3],"kwargs":{"height":4}}'),
    ("stack_global", b"\x80\x04\x8c\x06shapes\x8c\x0bGroup.Layer\x93.", '{"$global":"shapes:Group.Layer"}'),
    ("global_unicode", b"\x80\x03cno_such_module\nCaf\xc3\xa9\n.", '{"$global":"no_such_module.Caf\xe9"}'),
    ("build_twice", b"\x80\x02" + RECTANGLE + b")\x81" + POINT_STATE + b"}" + text("height") + b"K\x04sb.",
     '{"$object":"shapes.Rectangle","state":{"width":3},"states":[{"height":4}]}'),
    ("build_none", b"\x80\x02" + RECTANGLE + b")\x81Nb.", '{"$object":"shapes.Rectangle","state":null}'),
    ("reduce_unknown", b"cshapes\nset_note\n(" + RECTANGLE + b"K\x01tR.",
     '{"$call":"shapes.set_note","args":[{"$global":"shapes.Rectangle"},1]}'),
    ("getattr_of_global", b"cbuiltins\ngetattr\n(" + RECTANGLE + text("area") + b"tR.",
     '{"$global":"shapes:Rectangle.area"}'),
    ("copyreg_newobj", b"ccopy_reg\n__newobj__\n(" + RECTANGLE + b"tR.", '{"$object":"shapes.Rectangle"}'),
    ("py2_xrange", b"\x80\x02c__builtin__\nxrange\nK\x00K\x0aK\x01\x87R.",
     '{"$object":"builtins.range","args":[0,10,1]}'),
    ("py2_set", b"c__builtin__\nset\n((lI1\naI2\naI1\natR.", '{"$set":[1,2]}'),
    ("py2_names",
     b"(curllib2\nRequest\ncUserDict\nIterableUserDict\nc__builtin__\nunicode\ncexceptions\nStandardError\nl.",
     '[{"$global":"urllib.request.Request"},{"$global":"collections.UserDict"},{"$global":"builtins.str"},'
     '{"$global":"builtins.Exception"}]'),
    ("py2_instance",
     b"ccopy_reg\n_reconstructor\np0\n(" + RECTANGLE + b"c__builtin__\nobject\np1\nNtp2\nR(dS'width'\nI3\nsb.",
     '{"$object":"shapes.Rectangle","state":{"width":3}}'),
    ("py2_datetime", b"cdatetime\ndatetime\n(S'\\x07l\\x01\\x02\\x03\\x04\\x05\\x00\\x00\\x00'\ntR.",
     '{"$datetime":"1900-01-02T03:04:05"}'),
    ("frames", b"\x80\x04\x95\x02" + bytes(7) + b"](\x95\x04" + bytes(7) + b"K\x01K\x02e.", "[1,2]"),
    ("three_in_a_stream", b"I1\n.\x80\x02]K\x02a.\x80\x04\x95\x06" + bytes(7) + b"\x8c\x03end.", '1\n[2]\n"end"'),
    ("trailing_bytes", b"K\x01.\xff\xff", "1"),
]

# What the C unpickler refuses or can't be asked, though the bytes are sound: unregistered extension codes, persistent
# ids without a `persistent_load`, a memo as large as its highest index, a class that is nowhere.
NOT_FOR_PYTHON = {"ext1", "ext2", "ext4", "persid", "binpersid", "long_binput_huge", "global_unicode"}


def deep_list(depth):
    return b"]" * depth + b"a" * (depth - 1) + b"."


def deep_dict(depth):
    return b"}" + b"N}" * (depth - 1) + b"s" * (depth - 1) + b"."


def deep_tuple(depth):
    return b"\x80\x02)" + b"\x85" * depth + b"."


DEEP = {"deep_list": deep_list, "deep_dict": deep_dict, "deep_tuple": deep_tuple}
