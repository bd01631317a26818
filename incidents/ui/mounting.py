"""Registers our components (Streamlit's components v2): a loader each, and their styles.

The scripts are modules served at `/api/browser/`, so that they can import one another and the
map's. They build the page from text nodes only.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

HERE = Path(__file__).parent
COMPONENTS = HERE / "components"
MAPS = HERE.parent / "maps" / "browser"

_LOADER = """
let loading;
export default function (component) {
  const { parentElement } = component;
  loading ??= import(`${window.location.origin}/api/browser/SCRIPT.js`);
  let live = true;
  let clean = null;
  loading.then((module) => {
    if (live) clean = module.render(component) ?? null;
  }).catch((error) => {
    loading = undefined;
    console.error(error);
    const note = document.createElement("p");
    note.setAttribute("role", "alert");
    note.textContent = "A part of the page could not be loaded. Reload the page; the data is safe.";
    parentElement.append(note);
  });
  return () => { live = false; clean?.(); };
}
"""


def register(script: str, *styles: Path) -> ComponentRenderer:
    """Return the command that mounts the component whose module is `script`.js."""
    css = "\n".join(path.read_text(encoding="utf-8") for path in (COMPONENTS / "base.css", *styles))
    return st.components.v2.component(
        f"incident-atlas.{script}", js=_LOADER.replace("SCRIPT", script), css=css
    )


def send(key: str, name: str) -> object:
    """Return what the component `key` sent under `name`; for use in its callback."""
    state = st.session_state.get(key)
    return None if state is None else state.get(name)
