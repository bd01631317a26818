"""What the tests ask of the child process: honest work, and every way out of it."""

# ruff: noqa: PLC0415 (a task imports only what it tries, so that most start at once)
from __future__ import annotations

import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from incidents.errors import DatasetNameError, MappingError, SourceFileError

if TYPE_CHECKING:
    from collections.abc import Callable

Arguments = dict[str, Any]


def echo(arguments: Arguments, progress: Callable[[str, float], None]) -> Arguments:
    progress("half", 0.5)
    progress("whole", 7)
    return arguments


def surroundings(*_: Any) -> Arguments:
    opened = [str(link.resolve()) for link in Path("/proc/self/fd").iterdir()]
    return {"environment": dict(os.environ), "folder": str(Path.cwd()), "opened": opened}


def attempt(arguments: Arguments, _: Any) -> Arguments:
    """Try something that is refused, and say what came of it."""
    return {"came": _try(ATTEMPTS[arguments["what"]], arguments)}


def _try(tried: Callable[[Arguments], Any], arguments: Arguments) -> str:
    try:
        return f"done: {tried(arguments)}"
    except Exception as error:  # noqa: BLE001 (whatever refuses)
        return f"refused: {type(error).__name__}"


def _read(arguments: Arguments) -> str:
    return Path(arguments["path"]).read_text(encoding="utf-8")


def _read_in_rust(arguments: Arguments) -> str:
    import polars as pl

    return str(pl.read_csv(arguments["path"], has_header=False).rows())


def _read_in_arrow(arguments: Arguments) -> str:
    from pyarrow import csv

    return str(csv.read_csv(arguments["path"]))


def _read_in_gdal(arguments: Arguments) -> str:
    import pyogrio

    return str(pyogrio.read_dataframe(f"CSV:{arguments['path']}", read_geometry=False))


def _list(arguments: Arguments) -> str:
    return str(list(Path(arguments["path"]).parent.iterdir()))


def _read_by_link(arguments: Arguments) -> str:
    link = Path("link")
    link.symlink_to(arguments["path"])
    return link.read_text(encoding="utf-8")


def _read_by_own_root(arguments: Arguments) -> str:
    return Path(f"/proc/self/root{arguments['path']}").read_text(encoding="utf-8")


def _write(arguments: Arguments) -> None:
    Path(arguments["outside"]).write_text("x", encoding="utf-8")


def _write_in_rust(arguments: Arguments) -> None:
    import polars as pl

    pl.DataFrame({"a": [1]}).write_csv(arguments["outside"])


def _overwrite_in_rust(arguments: Arguments) -> None:
    import polars as pl

    pl.DataFrame({"a": [1]}).write_csv(arguments["path"])


def _remove(arguments: Arguments) -> None:
    Path(arguments["path"]).unlink()


def _rename_out(arguments: Arguments) -> None:
    Path("mine").write_text("x", encoding="utf-8")
    Path("mine").rename(arguments["outside"])


def _connect(arguments: Arguments) -> None:
    import socket

    socket.create_connection(("127.0.0.1", arguments["port"]), timeout=2)


def _connect_in_gdal(arguments: Arguments) -> None:
    import pyogrio

    pyogrio.read_dataframe(f"/vsicurl/http://127.0.0.1:{arguments['port']}/a.geojson")


def _connect_in_rust(arguments: Arguments) -> None:
    import polars as pl

    pl.scan_parquet(f"http://127.0.0.1:{arguments['port']}/a.parquet").collect()


def _fork(_: Arguments) -> None:
    if not os.fork():
        os._exit(0)


def _unpickle(_: Arguments) -> Any:
    import pickle

    return pickle.loads(b"cos\nsystem\n(S'true'\ntR.")  # noqa: S301 (is refused)


def _subprocess(_: Arguments) -> None:
    import subprocess

    subprocess.run(["/bin/true"], check=True)


def _raise_limit(_: Arguments) -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (10_000, 10_000))


def _call_c(_: Arguments) -> None:
    import ctypes

    ctypes.CDLL(None).getppid()


ATTEMPTS: dict[str, Callable[[Arguments], Any]] = {
    "read": _read,
    "read in Rust": _read_in_rust,
    "read in Arrow": _read_in_arrow,
    "read in GDAL": _read_in_gdal,
    "list": _list,
    "read by a link": _read_by_link,
    "read by its own root": _read_by_own_root,
    "write": _write,
    "write in Rust": _write_in_rust,
    "overwrite in Rust": _overwrite_in_rust,
    "remove": _remove,
    "rename out": _rename_out,
    "connect": _connect,
    "connect in GDAL": _connect_in_gdal,
    "connect in Rust": _connect_in_rust,
    "run": lambda _: os.system("true"),  # noqa: S605, S607 (is refused)
    "run another": _subprocess,
    "become another": lambda _: os.execv("/bin/true", ["true"]),  # noqa: S606 (is refused)
    "fork": _fork,
    "end the parent": lambda _: os.kill(os.getppid(), signal.SIGTERM),
    "unpickle": _unpickle,
    "raise a limit": _raise_limit,
    "call C": _call_c,
}


def work(arguments: Arguments, progress: Callable[[str, float], None]) -> Arguments:
    """Do with every package what readers do: in threads, and over a million rows."""
    import openpyxl
    import polars as pl
    import pyogrio

    import shapely

    frame = pl.read_csv(arguments["csv"], infer_schema=False)
    progress("read", 0.5)
    counted = frame.group_by("b").len().sort("b")
    frame.write_parquet("out.parquet")
    again = pl.read_parquet("out.parquet")
    tree = shapely.STRtree(shapely.points([0, 1, 2], [0, 1, 2]))
    book = openpyxl.load_workbook(arguments["xlsx"], read_only=True, data_only=True)
    layer = pyogrio.raw.read(arguments["gpkg"])
    joined: list[int] = []
    thread = threading.Thread(target=lambda: joined.append(1))
    thread.start()
    thread.join()
    return {
        "rows": again.height,
        "groups": counted.height,
        "nearest": int(tree.nearest(shapely.Point(1.9, 1.9))),
        "cells": [list(row) for row in book.active.iter_rows(values_only=True)],
        "features": len(layer[2]),
        "threads": len(joined),
    }


def take_memory(*_: Any) -> None:
    _ = bytearray(4 << 30)


def take_memory_in_rust(*_: Any) -> None:
    import polars as pl

    # Each step doubles it; the lengths are known, the memory is not there.
    frame = pl.DataFrame({"a": ["x" * 1000] * 1000})
    while True:
        frame = pl.concat([frame, frame], rechunk=True).select(pl.col("a") + "y")


def take_time(*_: Any) -> None:
    time.sleep(60)


def compute(*_: Any) -> None:
    while True:
        pass


def write_much(*_: Any) -> None:
    with Path("much").open("wb") as file:
        for _ in range(64):
            file.write(bytes(1 << 20))


def write_many(*_: Any) -> None:
    for number in range(10_000):
        Path(f"{number}").write_bytes(bytes(1 << 19))
        time.sleep(0.005)


def say_much(*_: Any) -> Arguments:
    return {"words": "x" * (2 << 20)}


def say_deeply(*_: Any) -> Arguments:
    inner: Any = []
    for _ in range(500):
        inner = [inner]
    return {"inner": inner}


def say_nonsense(*_: Any) -> Arguments:
    for stream in range(3, 10):
        try:
            os.write(stream, b'["result", NaN]\n{{{')
        except OSError:
            continue
    return {}


def print_much(*_: Any) -> Arguments:
    for _ in range(1000):
        print("noise" * 200)  # noqa: T201 (as a library might)
        sys.stderr.write("noise" * 200)
    return {"answer": 1}


def break_off(*_: Any) -> None:
    os.abort()


def refuse_file(*_: Any) -> None:
    raise SourceFileError("whatever", "it is \x1b[31mred\x1b[0m", "Paint it.")


def refuse_mapping(*_: Any) -> None:
    raise MappingError("it maps nothing", "Map a column.")


def refuse_name(*_: Any) -> None:
    raise DatasetNameError("a secret cell")


def have_a_defect(*_: Any) -> None:
    raise KeyError("a secret cell")


def recurse(*_: Any) -> None:
    recurse()
