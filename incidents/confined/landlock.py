"""Landlock: the Linux kernel's own fence around the files that a process may open."""

from __future__ import annotations

import ctypes
import os
import struct
from typing import TYPE_CHECKING

from incidents.confined.kernel import system_call

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

# The same numbers on every machine. Rights and structures: linux/landlock.h.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_ASK_VERSION = 1
_PATH_BENEATH = 1

_WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 1, 1 << 2, 1 << 3
_REMOVE_DIR, _REMOVE_FILE, _MAKE_DIR, _MAKE_REG = 1 << 4, 1 << 5, 1 << 7, 1 << 8
_REFER, _TRUNCATE = 1 << 13, 1 << 14
_READ = _READ_FILE | _READ_DIR
_WRITE = (
    _READ | _WRITE_FILE | _REMOVE_DIR | _REMOVE_FILE | _MAKE_DIR | _MAKE_REG | _REFER | _TRUNCATE
)
_OF_A_FILE = _READ_FILE | _WRITE_FILE | _TRUNCATE
_CONNECTIONS = 0b11
_SOCKETS_AND_SIGNALS = 0b11
# How many rights on files the kernel knows, by version, and from which on it knows the others.
_RIGHTS_BY_VERSION = {1: 13, 2: 14, 3: 15, 4: 15}
_RIGHTS_SINCE_5 = 16
_SINCE_CONNECTIONS, _SINCE_SIGNALS = 4, 6


def landlock_version() -> int:
    """Return which Landlock the kernel has; 0 is none."""
    return max(system_call(_CREATE_RULESET, None, 0, _ASK_VERSION), 0)


def restrict_files(readable: Iterable[Path], writable: Iterable[Path]) -> int:
    """Let this thread, and those it starts, read and write only there, for good.

    `prctl` must have set no_new_privs. Nothing may be executed, and nobody may be connected to.

    Returns:
        The version of Landlock that holds; 0 where there is none.
    """
    version = landlock_version()
    if not version:
        return 0
    known = (1 << _RIGHTS_BY_VERSION.get(version, _RIGHTS_SINCE_5)) - 1
    attributes = struct.pack("=Q", known)
    if version >= _SINCE_CONNECTIONS:
        attributes += struct.pack("=Q", _CONNECTIONS)
    if version >= _SINCE_SIGNALS:
        attributes += struct.pack("=Q", _SOCKETS_AND_SIGNALS)
    rules = system_call(_CREATE_RULESET, ctypes.c_char_p(attributes), len(attributes), 0)
    if rules < 0:
        return 0
    for paths, rights in ((readable, _READ), (writable, _WRITE)):
        for path in paths:
            _allow(rules, path, rights & known)
    held = system_call(_RESTRICT_SELF, rules, 0) == 0
    os.close(rules)
    return version if held else 0


def _allow(rules: int, path: Path, rights: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:  # what cannot be opened now needs no leave
        return
    rights = rights if path.is_dir() else rights & _OF_A_FILE
    rule = struct.pack("=Qi", rights, place)
    system_call(_ADD_RULE, rules, _PATH_BENEATH, ctypes.c_char_p(rule), 0)
    os.close(place)
