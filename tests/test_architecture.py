"""Which room imports which, and the few rules that no linter knows."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent
PACKAGE = PROJECT / "incidents"
LONGEST_MODULE = 300

ALL_BELOW = {
    "files", "settings", "confined", "model", "places", "readers", "library", "query", "exports",
    "maps", "charts",
}  # fmt: skip

# Each room and what it may import besides `errors`. Text folding and Web Mercator live in model/,
# because places/ and query/ both need them and neither may import the other.
ROOMS: dict[str, set[str]] = {
    "errors": set(),
    "files": set(),
    "ahead": set(),
    "settings": set(),
    "confined": set(),
    "model": set(),
    "places": {"model"},
    "readers": {"model"},
    "library": {"ahead", "files", "settings", "confined", "model", "places", "readers"},
    "query": {"model"},
    "exports": {"ahead", "files", "model", "query"},
    "maps": {"model", "query"},
    "charts": {"model", "query"},
    "api": ALL_BELOW,
    "ui": ALL_BELOW,
    "cli": ALL_BELOW | {"api"},
}

# Packages that only the named rooms or modules may import.
KEPT_TO: dict[str, set[str]] = {
    "streamlit": {"ui", "app"},
    "streamlit_folium": {"ui"},
    "folium": {"maps"},
    "branca": {"maps"},
    "altair": {"charts"},
    "starlette": {"api", "app"},
    "click": {"cli"},
    "xlsxwriter": {"exports"},
    # parsers of files that somebody else wrote
    "pyogrio": {"readers"},
    "fiona": {"readers"},
    "openpyxl": {"readers"},
    "zipfile": {"readers", "exports"},  # exports write zips, and open none
    "xml": {"readers"},
    # other programs, and what is not Python: to start the process that parsers of such files run
    # in, and to ask the kernel for its fences; a reader that needed either would meet them
    "subprocess": {"confined"},
    "multiprocessing": set(),
    "ctypes": {"confined"},
    "cffi": set(),
    "resource": {"confined"},
    # ways out to other machines, and ways to run what was read
    "requests": set(),
    "urllib3": set(),
    "httpx": set(),
    "smtplib": set(),
    "pickle": set(),
    "marshal": set(),
    "shelve": set(),
}
# The one module that may speak to another machine, and only when a person asks it to.
ONLINE = "incidents/library/online.py"
# The one module that speaks to a cluster, where one is set up.
SPARK = "incidents/query/spark.py"
# The one module that touches a socket: the server's own, which listens.
LISTENING = "incidents/api/sockets.py"
KEPT_TO_ONE = {
    "geopy": ONLINE, "geographiclib": ONLINE, "pyspark": SPARK, "py4j": SPARK, "socket": LISTENING,
}  # fmt: skip
WAYS_OUT = {"urllib.request", "http.client", "ftplib", "telnetlib", "asyncio", "ssl", "aiohttp"}
FOREIGN_READERS = {"read_file", "read_excel", "read_pickle", "read_html", "read_xml", "read_sql"}

# Ways for text to become code or markup in a page.
UNSAFE = re.compile(
    r"unsafe_allow_html|unsafe_allow_javascript|\binnerHTML\b|\bouterHTML\b|insertAdjacentHTML"
    r"|document\.write|\bsrcdoc\b|(?<![.\w])eval\(|new Function\(|createContextualFragment"
    r"|(?<![.\w])exec\(|dangerouslySetInnerHTML|setHTMLUnsafe"
)


def python_files() -> list[Path]:
    return [*sorted(PACKAGE.rglob("*.py")), PROJECT / "app.py"]


def script_files() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*") if path.suffix in {".js", ".mjs"})


def name_of(path: Path) -> str:
    return str(path.relative_to(PROJECT))


def room_of(path: Path) -> str:
    inside = path.relative_to(PACKAGE) if path.is_relative_to(PACKAGE) else Path(path.name)
    return inside.parts[0].removesuffix(".py")


def imports_of(path: Path) -> set[str]:
    """Return every module the file names, those for type checking included."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)}: a relative import hides its room"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def packages_of(path: Path) -> set[str]:
    return {module.split(".")[0] for module in imports_of(path)}


@pytest.mark.parametrize("path", python_files(), ids=name_of)
def test_a_module_imports_only_from_the_rooms_it_may(path):
    room = room_of(path)
    if room in {"app", "__init__"}:
        return
    assert room in ROOMS, f"{room} is no room of the house: add it to ROOMS with what it may import"
    imported = {m.split(".")[1] for m in imports_of(path) if m.startswith("incidents.")}
    imported -= {room, "errors", "__version__"}
    assert imported <= ROOMS[room]


@pytest.mark.parametrize("path", python_files(), ids=name_of)
def test_a_package_stays_in_the_rooms_it_is_kept_to(path):
    misplaced = {
        package
        for package in packages_of(path) & set(KEPT_TO)
        if room_of(path) not in KEPT_TO[package]
    }
    assert not misplaced


@pytest.mark.parametrize("path", python_files(), ids=name_of)
def test_one_module_speaks_to_another_machine(path):
    for package, module in KEPT_TO_ONE.items():
        assert package not in packages_of(path) or name_of(path) == module
    assert not [m for m in imports_of(path) if any(f"{m}.".startswith(f"{w}.") for w in WAYS_OUT)]


def test_what_touches_a_socket_speaks_to_nobody():
    code = (PROJECT / LISTENING).read_text(encoding="utf-8")
    assert not re.search(r"\.(connect|create_connection|send|recv)", code)


def test_one_module_shows_folium_maps():
    users = [name_of(path) for path in python_files() if "streamlit_folium" in packages_of(path)]
    assert len(users) == 1


# Frames that have columns and no rows where an engine reads them elsewhere, and who may read them:
# what makes, stores and checks them, and the engine that holds them in this process.
LARGE = re.compile(
    r"\btables\.(laid\b|let_go\b|(incidents|involvements|attributions|citations)\b(?!\.columns\b))"
)
HOLDS_THEM = {
    "incidents/query/embedded.py", "incidents/query/engine.py", "incidents/cli/packing.py",
}  # fmt: skip


@pytest.mark.parametrize("path", python_files(), ids=name_of)
def test_answers_come_from_the_engine_and_not_from_a_large_table(path):
    if room_of(path) in {"query", "exports", "api", "maps", "charts", "ui", "cli"}:
        found = LARGE.search(path.read_text(encoding="utf-8"))
        assert not found or name_of(path) in HOLDS_THEM


@pytest.mark.parametrize("path", python_files(), ids=name_of)
def test_only_readers_open_what_sniffs_its_format(path):
    if room_of(path) == "readers":
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))
    called = {
        node.func.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    assert not called & FOREIGN_READERS


@pytest.mark.parametrize("path", [*python_files(), *script_files()], ids=name_of)
def test_text_never_becomes_markup_or_code(path):
    assert UNSAFE.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", [*python_files(), *script_files()], ids=name_of)
def test_a_module_is_short_enough_to_be_about_one_thing(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE


@pytest.mark.parametrize("path", script_files(), ids=name_of)
def test_a_script_names_no_other_host(path):
    namespaces = {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    named = set(re.findall(r"https?://[\w./-]+", path.read_text(encoding="utf-8")))
    assert named <= namespaces


@pytest.mark.parametrize("path", python_files(), ids=name_of)
def test_nothing_catches_everything(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    too_wide = [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"})
    ]
    assert not too_wide


@pytest.mark.parametrize("path", sorted((PROJECT / "tests").rglob("test_*.py")), ids=name_of)
def test_no_test_is_forgotten(path):
    """A function that is no test, no fixture and never used is a test with a misspelt name."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    forgotten = [
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith(("test_", "pytest_"))
        and not node.decorator_list
        and node.name not in used
    ]
    assert not forgotten


def test_every_event_type_has_a_style():
    from incidents.maps.styles import browser_styles  # noqa: PLC0415  # one test's need
    from incidents.model.vocabularies import EventType  # noqa: PLC0415

    shown = str(browser_styles())
    assert [kind.value for kind in EventType if kind.value not in shown] == []
