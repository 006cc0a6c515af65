"""Texts of CSV, and what pandas 3 reads from them."""

import io

import pandas as pd

import truth

CASES = {
    "plain": "a,b,c\n1,2.5,x\n-3,4,y\n",
    "crlf": "a,b\r\n1,x\r\n2,y\r\n",
    "cr": "a,b\r1,x\r2,y",
    "quotes": 'a,b\n"x, y","say ""hi"""\n"line\nbreak",\'single\'\n',
    "after_quote": 'a,b\n"x"y,1\nx"y"z,2\n',
    "missing": "i,f,s,b\n1,1.5,x,True\n,,,\nNA,nan,NULL,None\n3,inf,y,False\n",
    "bools": "a,b,c\nTrue,true,TRUE\nFalse,false,FALSE\n",
    "bools_and_others": "a,b\nTrue,True\n1,x\n",
    "floats": "a,b\n1e5,.5\n-2.5E-3,5.\ninf,-inf\n+1,1e400\n",
    "large_ints": "a,b\n9223372036854775807,1\n-9223372036854775808,2\n",
    "text_from_numbers": "a,b\n1,1.5\nx,2\n007,y\n",
    "leading_zeros": "a\n007\n08\n",
    "spaces": "a, b\n 1, x\n2 ,y \n",
    "duplicates": "a,a,b,a\n1,2,3,4\n",
    "duplicates_taken": "a,a,a.1\n1,2,3\n",
    "unnamed": ",a,\n0,1,2\n1,3,4\n",
    "index": ",a\nx,1\ny,2\n",
    "more_fields_than_names": "a,b\nx,1,2\ny,3,4\n",
    "short_lines": "a,b,c\n1\n2,3\n4,5,6\n",
    "empty_lines": "a,b\n\n1,2\n\n\n3,4\n",
    "no_rows": "a,b\n",
    "byte_order_mark": "\ufeffa,b\n1,2\n",
    "unicode": "näme,名\nü,日本\n",
    "semicolons": "a;b\n1,5;x\n2;y\n",
    "no_header": "1,x\n2,y\n",
    "all_missing": "a,b\n,1\nNA,2\n",
    "one_column": "a\n1\n2\n",
    "quoted_numbers": 'a,b\n"1","x"\n"2","3"\n',
    "quoted_missing": 'a,b\n"","NA"\n"x",y\n',
    "no_end": "a,b\n1,2",
    "hexadecimal": "a,b\n0x10,1_000\n0x11,2_000\n",
    "wide_ints": "a,b\n18446744073709551615,99999999999999999999\n1,2\n",
}
OPTIONS = {"index": {"index_col": 0}, "semicolons": {"sep": ";"}, "no_header": {"header": None}}


def described():
    entries = []
    for name, text in CASES.items():
        frame = pd.read_csv(io.BytesIO(text.encode()), **OPTIONS.get(name, {}))
        entries.append({"name": name, "csv": text, "frame": truth.frame(frame)})
    return entries
