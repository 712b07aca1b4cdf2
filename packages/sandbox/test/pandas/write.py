"""Writes the table of ../parquet-writers.ts with pandas: write.py <folder>

The files beside this one were made by it, with pandas 3.0.6, pyarrow 25.0.1 and fastparquet 2026.9.0.
fastparquet has no lists of numbers. The index is no plain count, so that pandas writes it as a column.
"""

import sys
from datetime import datetime, timedelta

import pandas as pd

rows = range(60)
table = pd.DataFrame(
    {
        "number": [row / 4 for row in rows],
        "whole": [row * 1_000_003 for row in rows],
        "flag": pd.array([None if row % 5 == 0 else row % 2 == 0 for row in rows], dtype="boolean"),
        "label": [None if row % 7 == 0 else f"Fahrt {row % 3} ü" for row in rows],
        "at": [datetime(2030, 1, 1) + timedelta(seconds=row) for row in rows],
    },
    index=[row * 2 for row in rows],
)
lists = table.assign(spectrum=[[row + at / 2 for at in range(row % 3)] for row in rows])

for engine, frame in {"pyarrow": lists, "fastparquet": table}.items():
    for codec in [None, "snappy", "gzip", "zstd", "brotli"]:
        frame.to_parquet(f"{sys.argv[1]}/{engine}-{codec or 'uncompressed'}.parquet", engine=engine, compression=codec)
