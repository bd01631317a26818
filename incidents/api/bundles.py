"""Our browser scripts put together: a page asks once for what would be forty files.

The scripts are ES modules that are served as they stand. A bundle is made of them without a build
step, which their plain form allows: named imports from beside them, named exports, nothing else.
Components get their styles from it too: Streamlit would send those anew with each run.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from incidents.errors import BundleError

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Bundle:
    """What one bundle is made of."""

    modules: tuple[str, ...]
    """It exports each of these, under its name, as an object of what that module exports."""
    styles: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """It exports `styles`: for each of these names the text of the style sheets."""


BUNDLES = {
    "map.js": Bundle(("main", "places")),
    "page.js": Bundle(
        ("strip", "timeline", "doc", "record"),
        {
            "strip": ("base", "strip"),
            "timeline": ("base", "timeline"),
            "doc": ("base", "doc"),
            "record": ("base", "card"),
        },
    ),
}

_IMPORT = re.compile(r'^import \{([^}]*)\}\s+from "\./(\w+)\.js";$', re.MULTILINE)
_LATER = re.compile(r'import\("\./(\w+)\.js"\)')
_EXPORT = re.compile(r"^export ((?:async )?(?:function|class|const)) (\w+)", re.MULTILINE)
_OTHER = re.compile(r"^(?:import|export)\b.*$", re.MULTILINE)


def build_bundle(name: str, read: Callable[[str], str]) -> str:
    """Return one of `BUNDLES` as one module that exports an object for each of its own.

    Args:
        name: The bundle.
        read: Gives the text of a script or a style sheet by its file name.

    Raises:
        BundleError: A module has a form that is not understood, or modules import one another.
    """
    bundle, order = BUNDLES[name], dict[str, str]()
    for module in bundle.modules:
        _add(module, read, order, ())
    styles = {
        each: "\n".join(read(f"{sheet}.css") for sheet in sheets)
        for each, sheets in bundle.styles.items()
    }
    exported = [f"${module} as {module}" for module in bundle.modules]
    if styles:
        order["styles"] = f"const styles = {json.dumps(styles)};"
        exported.append("styles")
    return "\n".join([*order.values(), f"export {{ {', '.join(exported)} }};", ""])


def _add(
    module: str, read: Callable[[str], str], order: dict[str, str], above: tuple[str, ...]
) -> None:
    """Add a module after all that it imports."""
    if module in above:
        raise BundleError(module, f"it is imported by what it imports: {' → '.join(above)}")
    if module in order:
        return
    text = read(f"{module}.js")
    for needed in [found[2] for found in _IMPORT.finditer(text)] + _LATER.findall(text):
        _add(needed, read, order, (*above, module))
    order[module] = _wrap(module, text)


def _wrap(module: str, text: str) -> str:
    """Return a module as a function of its own, called once."""
    names = [found[2] for found in _EXPORT.finditer(text)]
    body = _IMPORT.sub(_take, text)
    body = _LATER.sub(r"Promise.resolve($\1)", body)
    body = _EXPORT.sub(r"\1 \2", body)
    if other := _OTHER.search(body):
        raise BundleError(module, f"{other[0][:60]!r} is no form that a bundle can hold")
    return f"const ${module} = (() => {{\n{body}\nreturn {{ {', '.join(names)} }};\n}})();"


def _take(found: re.Match[str]) -> str:
    names = re.sub(r"\bas\b", ":", found[1])
    return f"const {{{names}}} = ${found[2]};"
