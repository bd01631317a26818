"""The server: the page, the API beside it, and what every request passes."""

from __future__ import annotations

import streamlit as st

from incidents.api.routes import SERVER_ERRORS, build_middleware, build_routes
from incidents.api.sockets import send_at_once
from incidents.settings import PROJECT

app = st.App(
    PROJECT / "incidents" / "ui" / "main.py",
    routes=build_routes(),
    middleware=build_middleware(),
    exception_handlers=SERVER_ERRORS,
    lifespan=send_at_once,
)
