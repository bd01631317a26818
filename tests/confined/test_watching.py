"""The second fence by itself, as it stands where the kernel offers none."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from incidents.confined.surroundings import ROOT, child_environment, system_files
from tests.confined.conftest import TESTS
from tests.confined.tasks import ATTEMPTS

IN_PYTHON = [each for each in ATTEMPTS if " in " not in each]
PROGRAM = """
import json, os, sys
from pathlib import Path
from incidents.confined.surroundings import NOWHERE, system_files
from incidents.confined.watching import watch
from tests.confined.tasks import attempt
asked = json.loads(sys.argv[1])
os.chdir(asked["home"])
watch([*system_files(), Path(asked["tests"])], [Path(asked["home"]), NOWHERE])
print(attempt(asked, None)["came"])
"""


def run(program: str, asked: dict[str, object]) -> str:
    done = subprocess.run(  # noqa: S603 (ours)
        [sys.executable, "-c", program, json.dumps(asked)], capture_output=True, text=True,
        cwd=TESTS.parent, check=False,
    )  # fmt: skip
    assert not done.returncode, done.stderr
    return done.stdout


@pytest.mark.parametrize("what", IN_PYTHON)
def test_python_refuses_by_itself_what_it_can_see(tmp_path, listener, what):
    (tmp_path / "home").mkdir()
    canary = tmp_path / "canary.csv"
    canary.write_text("the canary sings")
    hits = listener.hits
    places = {"path": canary, "outside": tmp_path / "outside", "home": tmp_path / "home"}
    asked = {name: str(place) for name, place in (places | {"tests": TESTS}).items()}
    asked |= {"what": what, "port": listener.port}
    assert run(PROGRAM, asked) == "refused: ReachError\n"
    assert listener.hits == hits
    assert sorted(path.name for path in tmp_path.iterdir()) == ["canary.csv", "home"]


def test_python_still_does_what_readers_do(tmp_path):
    program = PROGRAM.replace("print(", "").replace('attempt(asked, None)["came"])', """
import sqlite3
from urllib.parse import quote
Path("a").write_text("a"); Path("a").rename("b"); Path("b").unlink(); os.mkdir("c"); os.listdir(".")
sqlite3.connect(f"file:{quote(asked['home'])}/a.sqlite?mode=rwc", uri=True).execute("SELECT 1")
sqlite3.connect(":memory:"); open(os.devnull, "w").close(); import polars; import xml.dom
print(polars.DataFrame({"a": [1]}).height)
""")  # fmt: skip
    assert run(program, {"home": str(tmp_path), "tests": str(TESTS)}) == "1\n"


def test_what_python_reads_for_itself_holds_nobodys_data(tmp_path):
    allowed = system_files()
    for kept in (ROOT, ROOT / "data", ROOT / "tests", tmp_path, Path.home() / ".config"):
        assert not [place for place in allowed if kept.is_relative_to(place)]
    assert [place for place in allowed if (ROOT / "incidents").is_relative_to(place)]


def test_the_child_is_at_home_where_it_may_write(tmp_path, monkeypatch):
    monkeypatch.setenv("PGPASSWORD", "a secret")
    given = child_environment(tmp_path)
    assert given["HOME"] == given["TMPDIR"] == str(tmp_path)
    assert "PGPASSWORD" not in given
    assert not [name for name in given if "PROXY" in name.upper()]
