"""What the library says of the datasets it keeps: cards, versions and how each came in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from incidents.readers.raw import Reading  # noqa: TC001  read_json asks for the type

if TYPE_CHECKING:
    from pathlib import Path

READER_VERSION = 2
"""Changes whenever the same file would be read into other tables."""

CARD_TEXTS = (
    "title", "source", "version_name", "accessed", "filters_used", "licence", "licence_name",
    "licence_url", "citation", "homepage", "redistribution", "terms", "sensitivity",
    "toll_convention", "method",
)  # fmt: skip


@dataclass(frozen=True)
class StoredCard:
    """What is said of one version of a dataset as a whole."""

    title: str = ""
    source: str = ""
    """Who says so: the party to whom its attributions are due."""
    version_name: str = ""
    """What the source calls this version, such as `GED 26.1`."""
    accessed: str = ""
    """The day the file was taken from its source, YYYY-MM-DD."""
    filters_used: str = ""
    """What was chosen where the file was taken from."""
    licence: str = "not stated"
    licence_name: str = ""
    licence_url: str = ""
    citation: str = ""
    homepage: str = ""
    redistribution: str = "allowed"
    """`allowed` or `restricted`."""
    terms: str = ""
    sensitivity: str = ""
    toll_convention: str = ""
    method: str = ""
    caveats: tuple[str, ...] = ()


@dataclass(frozen=True)
class Counts:
    """What became of the rows of a file; the last three add up to the first."""

    rows: int = 0
    accepted: int = 0
    rejected: int = 0
    duplicates: int = 0


@dataclass(frozen=True)
class Composed:
    """What a file was put together of, where nobody brought it as it is."""

    original: str
    """What the file was called in which rows were replaced."""
    original_sha256: str
    version: str
    """The version whose file that is."""
    mended: str
    """What the file of mended rows was called."""
    mended_sha256: str
    replaced: int
    """How many rows of the original stand in it as the other file has them."""
    unlike: str = ""
    """Which of these have mostly other cells than before, in words; "" for none."""

    def tell(self) -> str:
        """Return the same as a sentence."""
        one = self.replaced == 1
        rows = "1 row is" if one else f"{self.replaced:,} rows are"
        said = (
            f"The file is put together: in {self.original!r}, {rows} replaced by the mended "
            f"{'one' if one else 'ones'} of {self.mended!r}. Every row has the number it had there."
        )
        doubt = (
            f" Most cells are others than in the rejected rows of these numbers: {self.unlike}. "
            "They may be of another version; look whether they belong there."
        )
        return said + doubt if self.unlike else said


@dataclass(frozen=True)
class VersionAbout:
    """How one version of a dataset came in; kept beside its tables as `import.json`."""

    version: str
    """12 hexadecimal digits: of the original bytes, the mapping and the reader's version."""
    imported: str
    """When, YYYY-MM-DDTHH:MM:SSZ."""
    file_name: str
    """What the file was called where it came from; never used as a path."""
    bytes: int
    sha256: str
    format: str
    """A `readers.raw.Format`."""
    container: str
    """A `readers.raw.Container`."""
    reader_version: int
    mapping: str = ""
    """The mapping's JSON, for a plain table."""
    card: StoredCard = field(default_factory=StoredCard)
    counts: Counts = field(default_factory=Counts)
    warnings: dict[str, int] = field(default_factory=dict)
    """The sort of doubt to how many rows it concerns."""
    reading: Reading | None = None
    """How the file was asked to be read; None where that was not kept."""
    composed: Composed | None = None
    """None of a file that somebody brought."""


@dataclass(frozen=True)
class StoredVersion:
    """One version of a dataset, on disk."""

    dataset: str
    """The dataset's name."""
    about: VersionAbout
    folder: Path
    """Holds the original file, the tables as Parquet, `import.json`, `report.json` and, if rows
    were rejected, `rejected.csv`."""


@dataclass(frozen=True)
class StoredDataset:
    """A dataset of the library."""

    name: str
    """1 to 40 small letters, digits and hyphens."""
    versions: tuple[StoredVersion, ...]
    """Oldest first; never empty."""
    active: str
    """The version that is shown."""
    removed: bool = False
    """It is kept, and can be restored, but shown nowhere."""

    @property
    def current(self) -> StoredVersion:
        """The version that is shown."""
        return next(each for each in self.versions if each.about.version == self.active)
