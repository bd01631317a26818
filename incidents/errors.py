"""Every error raised on purpose, named by where the trouble is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path


class IncidentsError(Exception):
    """Base class: catch this to catch everything raised on purpose."""


class SettingError(IncidentsError, ValueError):
    """An `INCIDENTS_*` setting holds a value that cannot be used."""

    def __init__(self, name: str, value: str, expected: str) -> None:
        self.name = name
        self.value = value
        super().__init__(f"{name} is {value!r}; expected {expected}. Correct or unset it.")


class DataFolderError(IncidentsError, FileNotFoundError):
    """The folder that holds the tables is missing or lacks its main table."""

    def __init__(self, folder: Path, missing: str) -> None:
        self.folder = folder
        self.missing = missing
        super().__init__(folder, missing)

    def __str__(self) -> str:
        return (
            f"No {self.missing} in {self.folder}. "
            "Point INCIDENTS_DATA at a folder with the tables, or restore data/curated."
        )


class DatasetFolderError(IncidentsError, ValueError):
    """A folder of Parquet files is not a dataset that this version can read."""

    def __init__(self, folder: Path, reason: str) -> None:
        self.folder = folder
        self.reason = reason
        super().__init__(
            f"The Parquet files in {folder} cannot be used: {reason}. "
            "Write them anew with `incidents pack`."
        )


class UnpackedFolderError(IncidentsError, ValueError):
    """Spark was asked to read a folder of CSV files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        super().__init__(
            f"{folder} holds CSV files, and Spark reads Parquet files only. Run `incidents pack "
            f"{folder} -o OUT` and point INCIDENTS_DATA at OUT, or unset INCIDENTS_ENGINE."
        )


class SparkMissingError(IncidentsError, ImportError):
    """Spark was asked for and is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "INCIDENTS_ENGINE is 'spark', and the package pyspark is not installed. Run "
            "`pip install -r requirements-spark.txt`, or unset INCIDENTS_ENGINE."
        )


class SparkStartError(IncidentsError, RuntimeError):
    """Spark is installed and could not be reached or started."""

    def __init__(self, master: str, reason: str) -> None:
        self.master = master
        super().__init__(
            f"Spark did not start at {master!r}: {reason}. It needs Java 17 or newer (`java "
            "-version`, JAVA_HOME) and a master that answers: see INCIDENTS_SPARK_MASTER."
        )


class TableError(IncidentsError, ValueError):
    """A table's file could not be read as a table at all."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"{path.name} could not be read: {reason}.")


class MissingColumnsError(IncidentsError, ValueError):
    """A table was read but lacks columns that incidents need."""

    def __init__(self, table: str, missing: Iterable[str], found: Collection[str]) -> None:
        self.table = table
        self.missing = sorted(missing)
        self.found = list(found)
        super().__init__(
            f"{table}.csv lacks the column(s) {', '.join(map(repr, self.missing))}. "
            f"Found: {', '.join(self.found) or 'none'}. Add them; a column may be left blank."
        )


class FilterError(IncidentsError, ValueError):
    """A filter's text cannot be read."""

    def __init__(self, key: str, value: str, reason: str) -> None:
        self.key = key
        self.value = value
        self.reason = reason
        super().__init__(f"The filter {key}={value!r} cannot be read: {reason}.")


class TileError(IncidentsError, ValueError):
    """A tile address lies outside the world."""

    def __init__(self, zoom: int, column: int, row: int) -> None:
        super().__init__(
            f"There is no tile {zoom}/{column}/{row}: zoom is 0 to 20 and "
            "column and row run from 0 to 2^zoom - 1."
        )


class BinError(IncidentsError, ValueError):
    """Bars or frames of a width would be too many to draw or play."""

    def __init__(self, width: str, count: int, most: int) -> None:
        super().__init__(
            f"By {width} there would be {count}, and at most {most} can be given. "
            "Choose a wider one, or narrow the dates."
        )


class BundleError(IncidentsError, ValueError):
    """Browser scripts cannot be put together."""

    def __init__(self, module: str, reason: str) -> None:
        super().__init__(f"{module}.js cannot be bundled: {reason}.")


class UnknownIncidentError(IncidentsError, LookupError):
    """No incident has the id that was asked for."""

    def __init__(self, incident_id: str) -> None:
        self.incident_id = incident_id
        super().__init__(f"No incident has the id {incident_id!r} in this dataset.")


class AreasError(IncidentsError, ValueError):
    """The file of areas cannot be used."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"The areas in {path.name} cannot be used: {reason}. Restore data/areas.")


class GazetteerError(IncidentsError, ValueError):
    """A file of named places cannot be used."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            f"The places in {path.name} cannot be used: {reason}. Restore data/gazetteer."
        )


class LayerStoreError(IncidentsError, ValueError):
    """A file under `INCIDENTS_HOME` that holds places or choices cannot be used."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path = path
        super().__init__(
            f"{path} cannot be read: {reason}. Restore it, or move it away to begin anew."
        )


class LayerNameError(IncidentsError, ValueError):
    """A layer of places cannot have the name it was given."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"A layer cannot be called {name!r}: a name is 1 to 60 letters, digits, blanks and "
            "- . ( ) +, begins with a letter or digit, and is not 'remembered'. Use --name."
        )


class UnknownLayerError(IncidentsError, LookupError):
    """No layer of places has the name that was asked for."""

    def __init__(self, name: str, known: Collection[str]) -> None:
        found = ", ".join(map(repr, known)) or "none"
        super().__init__(f"No layer is called {name!r}. Layers of your own: {found}.")


class UnknownQuestionError(IncidentsError, LookupError):
    """No question of the review list is the one that was meant."""

    def __init__(self, question_id: str, number: int | None = None, count: int = 0) -> None:
        if number is None:
            words = f"The review list has nothing under {question_id!r}"
        else:
            words = f"{question_id!r} has candidates 1 to {count}, none is {number}"
        super().__init__(f"{words}. `incidents gazetteer review list` shows what there is.")


class PlainTableError(IncidentsError, ValueError):
    """A CSV file that was given cannot be used."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path = path
        super().__init__(f"{path.name} cannot be used: {reason}.")


class OnlineSearchError(IncidentsError, OSError):
    """The online search for places could not be asked."""

    def __init__(self, base_url: str, reason: str) -> None:
        super().__init__(
            f"{base_url} gave no answer: {reason}. Nothing was changed; try again later."
        )


class OnlineSearchOffError(IncidentsError):
    """The online search for places was asked for but is switched off."""

    def __init__(self) -> None:
        super().__init__(
            "The online search is off. Set INCIDENTS_NOMINATIM to the address of a Nominatim "
            "server, such as one of your own or https://nominatim.openstreetmap.org."
        )


class SourceFileError(IncidentsError, ValueError):
    """A file that somebody brought cannot be used at all."""

    def __init__(self, file_name: str, reason: str, cure: str) -> None:
        self.file_name = file_name
        self.reason = reason
        self.cure = cure
        super().__init__(f"{file_name} cannot be used: {reason}. {cure}")


class MappingError(IncidentsError, ValueError):
    """A mapping of a table's columns cannot be used."""

    def __init__(self, reason: str, cure: str) -> None:
        self.reason = reason
        self.cure = cure
        super().__init__(f"The mapping cannot be used: {reason}. {cure}")


class DatasetNameError(IncidentsError, ValueError):
    """A dataset cannot have the name it was given."""

    def __init__(self, name: str, *, reserved: bool = False) -> None:
        self.reserved = reserved
        """The installation's own dataset has the name."""
        self.another = f"{name[:38].rstrip('-')}-2" if reserved else "acled-iraq"
        """A name that would do."""
        rule = "a name is 1 to 40 small letters, digits and hyphens, and begins with a letter"
        why = "the installation's own dataset has that name. Take another" if reserved else rule
        super().__init__(f"A dataset cannot be called {name!r}: {why}, such as {self.another!r}.")


class UnknownDatasetError(IncidentsError, LookupError):
    """No dataset of the library has the name, or no version of it the id, that was asked for."""

    def __init__(self, name: str, known: Collection[str]) -> None:
        found = ", ".join(map(repr, known)) or "none"
        super().__init__(f"The library has no {name!r}. It has: {found}.")


class LibraryError(IncidentsError, OSError):
    """The library under `INCIDENTS_HOME` cannot be read or written."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path = path
        super().__init__(f"{path} cannot be used: {reason}. Nothing was changed.")


class TermsError(IncidentsError, PermissionError):
    """A download would hand on rows whose licence restricts that, and nobody accepted its terms."""

    def __init__(self, titles: Collection[str], names: Collection[str]) -> None:
        self.titles = list(titles)
        self.names = list(names)
        super().__init__(
            f"The selection holds rows that may not be handed on freely: {', '.join(titles)}. "
            "Read the terms, then ask for them by name, or choose other datasets."
        )
