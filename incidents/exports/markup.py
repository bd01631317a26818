"""Words as character data of XML."""

from __future__ import annotations

import html
import re

# What XML 1.0 cannot hold, not even escaped.
_IMPOSSIBLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def escape(text: str) -> str:
    """Return text for an element or an attribute; what XML cannot hold becomes U+FFFD."""
    # a bare carriage return would be read as a line feed
    return html.escape(_IMPOSSIBLE.sub("\ufffd", text)).replace("\r", "&#13;")
