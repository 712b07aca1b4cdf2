"""Prints what pandas reads of a Parquet file, as JSON rows: read.py ENGINE FILE, or read.py v2 FILE to write one."""

import json
import math
import sys

import pandas as pd


def plain(value):
    if isinstance(value, (list, tuple)) or hasattr(value, "tolist") and getattr(value, "ndim", 0) == 1:
        return [plain(item) for item in value]
    if value is None or value is pd.NaT or value != value:
        return None
    if isinstance(value, pd.Timestamp):
        # fastparquet leaves the zone away; both are UTC.
        return int(value.value // 1_000_000)
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, bool):
        # fastparquet reads booleans with gaps as floats.
        return int(value)
    # As text what JSON's numbers do not hold where this is read.
    if isinstance(value, float) and (math.isinf(value) or value == 0 and math.copysign(1, value) < 0):
        return str(value)
    return str(value) if isinstance(value, int) and abs(value) >= 2**53 else value


engine, file = sys.argv[1:]
if engine == "v2":
    # pyarrow's own lists in data pages of version 2, to see who is at fault.
    frame = pd.DataFrame({"list": [[1.5, 2.0], [], None]})
    frame.to_parquet(file, engine="pyarrow", data_page_version="2.0", use_dictionary=False)
else:
    frame = pd.read_parquet(file, engine=engine)
    names = list(frame.columns)
    rows = zip(*(frame[name].tolist() for name in names))
    print(json.dumps([{name: plain(value) for name, value in zip(names, row)} for row in rows]))
