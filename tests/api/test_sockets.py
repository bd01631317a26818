"""Answers are not held back by the operating system."""

from __future__ import annotations

import asyncio
import socket

import pytest

from incidents.api.sockets import _OPEN_FILES, disable_delays, send_at_once

pytestmark = pytest.mark.skipif(
    not _OPEN_FILES.is_dir(), reason="this system does not list a process's open files"
)


def delays(one):
    return not one.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


@pytest.fixture
def listening():
    # opened as Streamlit opens it: without a protocol, which is what asyncio looks at
    with socket.socket(socket.AF_INET) as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server


def test_a_connection_sends_at_once_after_the_server_began(listening):
    async def begin():
        async with send_at_once(None):
            return delays(listening)

    assert delays(listening)
    assert asyncio.run(begin()) is False
    with socket.create_connection(listening.getsockname()):
        accepted, _ = listening.accept()
        with accepted:
            assert not delays(accepted)


def test_other_sockets_stay_as_they_are(listening):
    ours, theirs = socket.socketpair()
    with socket.create_connection(listening.getsockname()) as plain, ours, theirs:
        assert disable_delays() >= 1
        assert delays(plain)
        theirs.sendall(b"still open")
        assert ours.recv(64) == b"still open"
