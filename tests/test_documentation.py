"""The papers name what there is: columns, pages, commands, settings, rooms."""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from incidents.cli import main
from incidents.library.papers import build_descriptor, build_readme
from incidents.model.tables import TABLES
from incidents.settings import Settings
from tests.test_architecture import ROOMS

PROJECT = Path(__file__).parent.parent
PAPERS = sorted([*PROJECT.glob("*.md"), *(PROJECT / "docs").glob("*.md")])


def read(name):
    return (PROJECT / name).read_text(encoding="utf-8")


def targets():
    return set(re.findall(r"^([a-z-]+):.*## ", read("Makefile"), re.MULTILINE))


@pytest.mark.parametrize("name", TABLES)
def test_every_column_is_in_the_codebook(name):
    codebook = read("data/README.md")
    assert [c for c in TABLES[name].column_names if f"`{c}`" not in codebook] == []


def test_the_papers_of_the_data_are_those_the_tables_give():
    folder = Settings().data
    hint = "run `make papers`"
    assert read("data/README.md") == build_readme(folder), hint
    assert (folder / "datapackage.json").read_text(encoding="utf-8") == build_descriptor(folder), (
        hint
    )


def test_every_page_is_in_the_readme():
    readme = " ".join(read("README.md").split())
    titles = re.findall(r'title="([^"]+)"', read("incidents/ui/main.py"))
    assert titles
    assert [title for title in titles if title.lower() not in readme.lower()] == []


def test_every_command_that_the_papers_name_exists():
    named = {
        target
        for paper in PAPERS
        for target in re.findall(r"\bmake ([a-z][a-z-]+)\b", code_of(paper))
    }
    assert named
    assert named <= targets()


def code_of(paper):
    """Return only what stands in code, where `make` is the program."""
    text = paper.read_text(encoding="utf-8")
    return "\n".join(
        [*re.findall(r"`([^`\n]+)`", text), *re.findall(r"^ {4,}.*$", text, re.MULTILINE)]
    )


def test_every_command_of_the_program_is_in_the_papers():
    papers = "".join(paper.read_text(encoding="utf-8") for paper in PAPERS)
    assert [name for name in main.commands if f"incidents {name}" not in papers] == []


def test_every_setting_is_documented():
    deploying = read("docs/deploying.md")
    names = [f"INCIDENTS_{field.name.upper()}" for field in fields(Settings)]
    assert [name for name in names if name not in deploying] == []


def test_every_room_is_in_the_architecture():
    architecture = read("docs/architecture.md")
    assert [room for room in ROOMS if f"`{room}" not in architecture] == []


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.name)
def test_every_link_between_papers_leads_somewhere(paper):
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", paper.read_text(encoding="utf-8"))
    local = [link for link in links if "://" not in link]
    assert [link for link in local if not (paper.parent / link).exists()] == []


def test_the_example_row_of_the_readme_is_accepted(make_incidents):
    lines = [line for line in read("README.md").splitlines() if line.startswith("| ")]
    at = next(n for n, line in enumerate(lines) if "incident_id" in line)
    header, row = (
        [cell.strip() for cell in line.strip("|").split("|")] for line in (lines[at], lines[at + 1])
    )
    tables = make_incidents(dict(zip(header, row, strict=True)))
    assert tables.incidents["title_en"].to_list() == ["Bombing at a market"]


def test_every_line_of_the_configuration_says_why():
    lines = read(".streamlit/config.toml").splitlines()
    bare = [
        line
        for line in lines[: lines.index("[theme]")]
        if "=" in line and not line.startswith("#") and "  # " not in line
    ]
    assert bare == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-spark.txt"])
def test_every_requirement_says_why_and_is_exact(name):
    lines = [line for line in read(name).splitlines() if line and line[0] != "#"]
    assert [line for line in lines if not re.match(r"[A-Za-z0-9-]+==\S+ +# \w", line)] == []


def test_the_version_is_said_once():
    cff = re.search(r"^version: (\S+)$", read("CITATION.cff"), re.MULTILINE)
    project = tomllib.loads(read("pyproject.toml"))["project"]
    from incidents import __version__  # noqa: PLC0415  # one test's need

    assert cff
    assert cff[1] == __version__
    assert "version" in project["dynamic"]
    assert f"## {__version__}" in read("CHANGELOG.md")
