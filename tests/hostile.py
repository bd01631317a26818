"""Strings that break careless programs: inert, and each with the reader it would fool.

A payload that ran would set `window.__hit` or ask 127.0.0.1:9; nothing else can come of it.
"""

from __future__ import annotations

BEACON = "http://127.0.0.1:9"
HIT = "window.__hit=1"

TEMPLATES = (
    "{{7*7}}", "{{ 7 * 7 }}", "{{ config }}", "{{ ''.__class__.__mro__ }}", "100% {% sure",
    "{% if x %}", "{% raw %}", "{# note", "{#7*7#}", "}}{{7*7", "${7*7}", "${1}", "#{7*7}",
    "<%= 7*7 %>", "`${7*7}`", "`", "``` unclosed", "%(name)s %s %d", "{0} {name!r}", "$name \\1",
    "{{this._parent.get_name()}}", "[[7*7]]", "@{7*7}",
)  # fmt: skip

HTML = (
    "</script>", f"</script><script>{HIT}</script>", f"<script>{HIT}</script>",
    f"<img src=x onerror={HIT}>", f"<svg onload={HIT}>", f"<svg/onload={HIT}//",
    f'"><img src=x onerror={HIT}>', f"'><img src=x onerror={HIT}>", f'" autofocus onfocus={HIT} x="',
    f"<iframe srcdoc='<script>parent.{HIT.removeprefix('window.')}</script>'>",
    f"<img src={BEACON}/pixel.png>", f"<link rel=stylesheet href={BEACON}/a.css>",
    f"<style>@import '{BEACON}/b.css'</style>", f"<details open ontoggle={HIT}>",
    f"<math><mi xlink:href='javascript:{HIT}'>x</mi></math>", f"<a href='javascript:{HIT}'>x</a>",
    f"<base href={BEACON}/>", f"<meta http-equiv=refresh content='0;url={BEACON}/'>",
    f"<object data={BEACON}/o>", f"<template><script>{HIT}</script></template>", "<!-- comment",
    "-->", "<![CDATA[x]]>", "<b>bold</b>", "</textarea></title></style>", "</div></div></article>",
    f"<input autofocus onfocus={HIT}>", f"<video><source onerror={HIT}></video>",
    "&lt;b&gt;", "&amp;lt;", "&#x3C;b&#x3E;", "&nbsp;&shy;", "&notanentity;", "AT&T < 3 > 2",
)  # fmt: skip

SCRIPT = (
    f"javascript:{HIT}", f"JaVaScRiPt:{HIT}", f"java\tscript:{HIT}",
    f"data:text/html,<script>{HIT}</script>", f"';{HIT};//", f'";{HIT};//', f"\\';{HIT};//",
    f"`;{HIT};`", f"){HIT};(", f"${{{HIT}}}", "__proto__", "constructor", "prototype", "toString",
    "hasOwnProperty", "[object Object]", "line\u2028separator", "paragraph\u2029separator",
    "\\u003cscript\\u003e", "\\", "trailing\\", '"', "'", "datum.x + 1", "datum['a']",
    f"event.view.{HIT.removeprefix('window.')}", "toggle(datum)", "vega.expressionFunction",
)  # fmt: skip

MARKDOWN = (
    f"![pixel]({BEACON}/p.png)", f"[![a]({BEACON}/a.png)]({BEACON}/)", f"[link]({BEACON}/)",
    f"[x](javascript:{HIT})", f"<{BEACON}/auto>", f"see {BEACON}/gfm now", "www.example.invalid",
    "a@example.invalid", f"[ref]: {BEACON}/ref", "**bold** _it_ ~~struck~~", "# Heading",
    "- item\n- item", "1. one", "> quoted", "| a | b |\n|---|---|\n| 1 | 2 |", "---",
    ":material/delete: icon", ":streamlit: logo", ":red[danger]", ":blue-background[x]",
    ":violet-badge[x]", ":smile: :bomb:", "$x^2$ and $$\\int$$", "\\(x\\)", "costs $5 or $6",
    "<u>x</u> and <br>", "[^1] note", "- [ ] task", "a*b*c_d_e", ":small[x]", "&copy; :)",
)  # fmt: skip

FORMULAS = (
    "=1+1", '=HYPERLINK("http://127.0.0.1:9";"x")', "=cmd|' /C calc'!A0", "+1+1", "-1+1",
    "@SUM(1+1)", "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "＝1+1", "＋1+1", "－1+1", "＠SUM(1)",
    "|calc", "%0A=1", "-5 injured", "+963 11 000 0000", "- dash first", "@handle", "'=1+1", "''x",
    "=", "-", "+", "@", ";=1+1",
)  # fmt: skip

FILES = (
    'say "yes"', '"quoted"', '"unclosed', "comma, comma", "semi;colon", "two\nlines",
    "carriage\r\nreturn", "lone\rreturn", "tab\tstop", "pipe|pipe", "../../etc/passwd",
    "..\\..\\windows", "C:\\x", "\\\\127.0.0.1\\share", "%2e%2e%2f", "file:///etc/hostname",
    "x.csv; filename=y", "name\r\nX-Header: 1", "' OR '1'='1", "1; DROP TABLE incidents;--",
    "Robert'); --", "%00", "\\x00", "a" * 300 + ".csv", "CON", "~root", "$(id)", "`id`", "; id",
)  # fmt: skip

UNICODE = (
    "\u202eevil\u202c", "\u202dforced\u202c", "\u2066isolate", "\u2069\u2069pop", "\u200fmark",
    "zero\u200bwidth", "join\u200djoin", "non\u200cjoin", "\ufeffmark first", "soft\u00adhyphen",
    "word\u2060joiner", "no\u00a0break", "\u061cletter mark", "é vs e\u0301", "ﷺ ﷽", "ﬁ ligature",
    "العـــراق", "مُحَمَّد", "بغداد Baghdad بغداد", "كركوك (Kirkuk) كه‌ركووك", "١٢٣ ۱۲۳",
    "𝕳𝖆𝖗𝖉", "💣 🧨 👩\u200d👩\u200d👧", "🇮🇶", "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞a̴̵l̷g̷o̷", "İstanbul ı", "ß ẞ",
    "Ｆｕｌｌ ｗｉｄｔｈ", "\u0085next line", "tag\U000e0041", "bell\x07", "escape\x1b[31mred\x1b[0m",
    "back\x08space", "form\x0cfeed", "vertical\x0btab", "delete\x7f", "\ufffc object", "\ufffd",
    "\uffff noncharacter", "\ue000 private",
)  # fmt: skip

WORDS = (
    "null", "None", "undefined", "NaN", "nan", "NA", "N/A", "inf", "-inf", "true", "false", "0",
    "-0", "1e309", "0x10", "007", "2021-13-45", "1/2", "12,5", "#N/A", "#REF!", "[]", "{}", "[1,",
    '{"a": 1}', "not reported", ".", "…", "?", "/", "?x=1&type=Riots#frag", "a=b&c=d", "%20%ZZ",
    "x" * 5000, "long" + " word" * 800, "W" * 400,
)  # fmt: skip

HOSTILE: tuple[str, ...] = (
    *TEMPLATES, *HTML, *SCRIPT, *MARKDOWN, *FORMULAS, *FILES, *UNICODE, *WORDS,
)  # fmt: skip
"""The whole corpus, each string once."""
