"""Registers our components (Streamlit's components v2): a loader each.

The scripts are modules that import one another and the map's; `/api/browser/page.js` is all of them
together, with their styles. They build the page from text nodes only.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from incidents.library.editions import current_edition

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

COMPONENTS = Path(__file__).parent / "components"

_LOADER = """
let loading;
let sheet;
export default function (component) {
  const { parentElement } = component;
  loading ??= import(`${window.location.origin}/api/browser/page.js?v=EDITION`);
  let live = true;
  let clean = null;
  loading.then((module) => {
    if (!live) return;
    if (!sheet) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(module.styles.SCRIPT);
    }
    parentElement.adoptedStyleSheets = [sheet];
    clean = module.SCRIPT.render(component) ?? null;
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


def register(script: str) -> ComponentRenderer:
    """Return the command that mounts the component whose module is `script`.js."""
    loader = _LOADER.replace("SCRIPT", script).replace("EDITION", current_edition(""))
    return st.components.v2.component(f"incident-atlas.{script}", js=loader)


def send(key: str, name: str) -> object:
    """Return what the component `key` sent under `name`; for use in its callback."""
    state = st.session_state.get(key)
    return None if state is None else state.get(name)
