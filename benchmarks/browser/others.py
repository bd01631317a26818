"""How much of the machine others use while we measure: on a shared one, that is in the figures."""

from __future__ import annotations

import asyncio
import time

import psutil

QUIET_PERCENT = 15
"""Up to this share of all cores, the figures of a run count as undisturbed."""
_PATIENCE_S = 60
_LOOK_S = 0.5


async def await_quiet() -> None:
    """Wait until the machine is idle, within reason."""
    ends = time.monotonic() + _PATIENCE_S
    psutil.cpu_percent()
    while time.monotonic() < ends:
        await asyncio.sleep(_LOOK_S)
        if psutil.cpu_percent() < QUIET_PERCENT:
            return


class OthersLoad:
    """What processes other than this one, and those that it started, use from now on."""

    def __init__(self) -> None:
        self._before_s = _machine_s() - _ours_s()
        self._began = time.monotonic()

    def read_percent(self) -> float:
        """Return the share of all cores."""
        offered_s = (time.monotonic() - self._began) * (psutil.cpu_count() or 1)
        return max(0.0, 100 * (_machine_s() - _ours_s() - self._before_s) / offered_s)


def _machine_s() -> float:
    """Return the processor time that was not idle, that taken by other machines included."""
    spent = psutil.cpu_times()
    # the time of guests is counted among the user's, too
    aside = ("idle", "iowait", "guest", "guest_nice")
    return sum(spent) - sum(getattr(spent, name, 0) for name in aside)


def _ours_s() -> float:
    me = psutil.Process()
    total = 0.0
    for each in (me, *me.children(recursive=True)):
        try:
            spent = each.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += spent.user + spent.system + spent.children_user + spent.children_system
    return total
