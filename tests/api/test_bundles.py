"""The browser's scripts are put together whole, each once, and after what it needs."""

from __future__ import annotations

import re

import pytest

from incidents.api.browser import list_files
from incidents.api.bundles import BUNDLES, build_bundle
from incidents.errors import BundleError
from incidents.library.editions import current_edition

LOADER = "atlas"
"""Asked for by st_folium itself, as a classic script."""


def read_ours(name):
    return list_files()[name].read_text(encoding="utf-8")


def bundle_of(monkeypatch, scripts, *modules):
    monkeypatch.setitem(BUNDLES, "x.js", BUNDLES["map.js"].__class__(modules))
    return build_bundle("x.js", scripts.__getitem__)


@pytest.mark.parametrize("name", BUNDLES)
def test_every_bundle_holds_each_of_its_modules_once(name):
    bundle = build_bundle(name, read_ours)
    made = re.findall(r"^const \$(\w+) = \(\(\) => \{$", bundle, re.MULTILINE)
    assert len(made) == len(set(made))
    assert set(BUNDLES[name].modules) <= set(made)
    # nothing but the one export at the end is left of the modules' own form
    assert re.findall(r"^(?:import|export)\b.*$", bundle, re.MULTILINE) == [
        bundle.rstrip().splitlines()[-1]
    ]


def test_no_script_of_ours_is_left_out():
    scripts = {name.removesuffix(".js") for name in list_files() if re.fullmatch(r"\w+\.js", name)}
    bundles = "\n".join(build_bundle(name, read_ours) for name in BUNDLES)
    assert scripts - set(re.findall(r"^const \$(\w+) = ", bundles, re.MULTILINE)) == {LOADER}


def test_what_a_module_needs_stands_before_it_under_the_name_it_uses(monkeypatch):
    scripts = {
        "one.js": 'import { go as start, other } from "./two.js";\nexport const x = start();',
        "two.js": "export async function go() {}\nexport class other {}\n",
    }
    bundle = bundle_of(monkeypatch, scripts, "one")
    assert bundle.index("const $two") < bundle.index("const $one")
    assert "const { go : start, other } = $two;" in bundle
    assert "return { go, other };" in bundle
    assert bundle.endswith("export { $one as one };\n")


@pytest.mark.parametrize(
    "script",
    [
        "export default 1;",
        'export { a } from "./b.js";',
        'import all from "./b.js";',
        "export let a;",
    ],
)
def test_another_form_is_refused_and_not_guessed(monkeypatch, script):
    with pytest.raises(BundleError, match=r"one\.js"):
        bundle_of(monkeypatch, {"one.js": script, "b.js": ""}, "one")


def test_modules_that_need_one_another_are_refused(monkeypatch):
    scripts = {
        "one.js": 'import { b } from "./two.js";',
        "two.js": 'import { a } from "./one.js";',
    }
    with pytest.raises(BundleError, match="one → two"):
        bundle_of(monkeypatch, scripts, "one")


def test_styles_are_text_in_the_bundle():
    bundle = build_bundle("page.js", read_ours)
    styles = re.search(r"^const styles = (\{.*\});$", bundle, re.MULTILINE)[1]
    assert r"</" not in styles
    assert all(f'"{name}": "' in styles for name in BUNDLES["page.js"].styles)


def test_a_bundle_is_kept_for_good_under_the_codes_edition(client):
    edition = current_edition("")
    kept = client.ask(f"/api/browser/map.js?v={edition}")
    assert kept.headers["content-type"] == "text/javascript; charset=utf-8"
    assert "immutable" in kept.headers["cache-control"]
    assert client.ask("/api/browser/map.js?v=other").headers["cache-control"] == "no-cache"
