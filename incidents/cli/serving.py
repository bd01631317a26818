"""`incidents serve`: the app on this machine."""

from __future__ import annotations

import os
import sys

import click

from incidents.settings import PROJECT, read_settings

_THIS_MACHINE = ("localhost", "127.0.0.1")


@click.command(
    epilog="""\b
Examples:
  incidents serve
  PORT=8600 incidents serve
  INCIDENTS_DATA=~/my-tables incidents serve
  INCIDENTS_HOSTS=atlas.example.org incidents serve --address 0.0.0.0""",
)
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    envvar="PORT",
    default=8501,
    show_default=True,
    show_envvar=True,
    help="Port to listen on.",
)
@click.option(
    "--address",
    default="127.0.0.1",
    show_default=True,
    help="Address to listen on. 127.0.0.1 is reached from this machine only.",
)
def serve(port: int, address: str) -> None:
    """Serve map, timeline, pages and API until stopped with Ctrl-C.

    There are no accounts: whoever reaches the address sees everything. Under another name than
    localhost, list the name in INCIDENTS_HOSTS, or the server will not answer to it.
    """
    os.execv(sys.executable, _serve_command(port, address))  # noqa: S606 (our own interpreter)


def _serve_command(port: int, address: str) -> list[str]:
    options = [f"--server.port={port}", f"--server.address={address}"]
    options += [f"--server.allowedHosts={name}" for name in _served_hosts()]
    return [sys.executable, "-m", "streamlit", "run", str(PROJECT / "app.py"), *options]


def _served_hosts() -> tuple[str, ...]:
    """Return the names for Streamlit's own check of WebSockets, if they differ from the default."""
    hosts = read_settings().hosts
    return (*_THIS_MACHINE, *hosts) if hosts else ()
