"""What the child process finds around it: few variables, and the files that Python itself needs."""

from __future__ import annotations

import os
import site
import sys
import sysconfig
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent
ROOT = _PACKAGE.parent

_KEPT = ("LD_LIBRARY_PATH", "SYSTEMROOT", "TZ", "POLARS_MAX_THREADS")
_THREADS = str(min(os.cpu_count() or 1, 8))
# Every GDAL driver that no reader of ours asks for. GDAL chooses by content, so that any of them
# may be met under any file name; some follow what is written in a file to others and to servers.
_UNUSED_DRIVERS = (
    "GDALG,OGR_VRT,VRT,HTTP,WFS,OAPIF,OGCAPI,CSW,EEDA,PLSCENES,NGW,Carto,AmigoCloud,"
    "Elasticsearch,ADBC,GML,GMLAS,NAS,GTFS,MapML,PMTiles,MVT,MBTiles,JSONFG,ESRIJSON,TopoJSON,"
    "SQLite,OpenFileGDB,PCIDSK,PDS4,VICAR,PDF,MapInfo File,LVBAG,S57,DGN,GPX,OGR_GMT,WAsP,DXF,"
    "GeoRSS,VFK,PGDUMP,OSM,GPSBabel,OGR_PDS,EDIGEO,Idrisi,ODS,XLSX,XLS,SXF,Selafin,JML,VDV,"
    "MiraMonVector,AVCBin,AVCE00,AIVector,WMS,WCS,WMTS,STACTA,STACIT,TileDB,Interlis 1,"
    "Interlis 2,Memory"
)
_FIXED = {
    "LANG": "C.UTF-8",
    "PATH": "",
    # Each arena and each thread reserves address space that the limit on memory counts.
    "MALLOC_ARENA_MAX": "4",
    # Polars' allocator keeps what it freed: giving it back and taking it again costs a fifth.
    "_RJEM_MALLOC_CONF": "dirty_decay_ms:-1,muzzy_decay_ms:-1",
    "POLARS_MAX_THREADS": _THREADS,
    "RAYON_NUM_THREADS": _THREADS,
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    # GDAL_SKIP means the same, and GDAL 3.12 ends at the start when both name the same drivers.
    "OGR_SKIP": _UNUSED_DRIVERS,
    "GDAL_PAM_ENABLED": "NO",
    "GDAL_HTTP_TIMEOUT": "1",
    "LIBKML_RESOLVE_STYLE": "NO",
    "OGR_SQLITE_STATIC_VIRTUAL_OGR": "NO",
}

_SHARED_LIBRARIES = (
    "/lib", "/lib32", "/lib64", "/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/local/lib",
    "/nix/store", "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d",
    "/opt/homebrew/lib", "/System/Library",
)  # fmt: skip
_FACTS = (
    "/etc/localtime", "/usr/share/zoneinfo", "/usr/share/locale", "/dev/urandom", "/dev/random",
    "/proc/meminfo", "/proc/cpuinfo", "/proc/stat", "/proc/sys/vm/overcommit_memory",
    # `mimetypes`, which openpyxl imports, reads those of them that there are.
    "/etc/mime.types", "/etc/httpd/mime.types", "/etc/httpd/conf/mime.types",
    "/etc/apache/mime.types", "/etc/apache2/mime.types", "/usr/local/etc/mime.types",
    "/usr/local/etc/httpd/conf/mime.types", "/usr/local/lib/netscape/mime.types",
    "/sys/devices/system/cpu", "/sys/fs/cgroup", "/sys/kernel/mm/transparent_hugepage",
)  # fmt: skip
NOWHERE = Path(os.devnull)
"""What may be read and written by everybody."""


def child_environment(writable: Path) -> dict[str, str]:
    """Return the variables of the child: no proxy, no credential, no home but `writable`."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    homes = dict.fromkeys(("HOME", "TMPDIR", "TEMP", "TMP"), str(writable))
    return _FIXED | kept | homes


def system_files() -> list[Path]:
    """Return the files and folders that Python and its packages read for themselves.

    Of the folder in which this package lies only the package is one of them: the rest may hold
    anything, such as somebody's data.
    """
    places = {*sysconfig.get_paths().values(), *sys.path, *site.getsitepackages()}
    places |= {str(Path(prefix) / "lib") for prefix in (sys.prefix, sys.base_prefix)}
    places |= {*os.environ.get("LD_LIBRARY_PATH", "").split(os.pathsep)}
    # Those of a packaged Python may be the folder of all programs, or hold a home folder.
    places -= {"", sysconfig.get_path("data"), sysconfig.get_path("scripts")}
    found = {Path(os.path.realpath(place)) for place in places}
    if ROOT.name not in {"site-packages", "dist-packages"}:
        found -= {ROOT}
    found |= {_PACKAGE, *map(Path, _SHARED_LIBRARIES), *map(Path, _FACTS)}
    found |= {Path(f"/proc/{os.getpid()}"), Path(sys.prefix) / "pyvenv.cfg"}
    return sorted(place for place in found if place.exists())
