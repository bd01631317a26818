"""What Streamlit's page in a browser knows: its elements, its widgets' states, its address.

Takes the server's messages and makes the client's, as Streamlit's own script does, without drawing.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

if TYPE_CHECKING:
    from collections.abc import Callable

    from streamlit.proto.Element_pb2 import Element

_KEPT_RUNS = 2
"""For how many runs the browser keeps a large message that the server may only refer to."""
_ERROR_BOX = 1  # Alert.Format.ERROR
_EDITION = re.compile(r'\\"edition\\": \\"(\w*)\\"')
"""In the script of the map's layer, which stands as text in JSON."""


@dataclass(frozen=True)
class Fields:
    """Where a kind of widget keeps its value in its own message and in the page's."""

    held: str
    default: Callable[[Any], Any]
    state: str


def _chosen_option(widget: Any) -> str | None:  # noqa: ANN401 (a message of any widget)
    return widget.options[widget.default] if widget.HasField("default") else None


_WIDGETS = {
    "selectbox": Fields("raw_value", _chosen_option, "string_value"),
    "radio": Fields("raw_value", _chosen_option, "string_value"),
    "multiselect": Fields(
        "raw_values", lambda w: [w.options[at] for at in w.default], "string_array_value"
    ),
    "date_input": Fields("value", lambda w: list(w.default), "string_array_value"),
    "checkbox": Fields("value", lambda w: w.default, "bool_value"),
    "text_input": Fields("value", lambda w: w.default, "string_value"),
    "number_input": Fields(
        "value", lambda w: w.default if w.HasField("default") else None, "int_value"
    ),
}


@dataclass
class Run:
    """What one run of the script has sent until now."""

    messages: int = 0
    bytes: int = 0
    changed: list[str] = field(default_factory=list)
    """The kinds of the elements that are not what stood in their place before, in order."""
    errors: list[str] = field(default_factory=list)
    finished: bool = False


class BrowserPage:
    """One open page."""

    def __init__(self, query: str = "") -> None:
        self.query = query
        """The address after the question mark, without it."""
        self.page_hash = ""
        self.widgets: dict[str, Any] = {}
        """The widgets of the last run by their labels."""
        self.links: dict[str, Any] = {}
        """The links to the pages by their labels."""
        self.strip: dict[str, Any] = {}
        """What the strip above the page was told: figures, chips, the filter's text."""
        self.edition = ""
        """The edition of the data, as the map was told."""
        self._states: dict[str, WidgetState] = {}
        self._components: dict[str, str] = {}
        self._elements: dict[tuple[int, ...], bytes] = {}
        self._seen: set[str] = set()
        self._kept: dict[str, tuple[int, ForwardMsg]] = {}
        self._runs = 0

    def begin_run(self) -> None:
        """Forget which widgets the last run had: those that do not come again are gone."""
        self._runs += 1
        self._seen = set()
        self.widgets, self.links, self._components = {}, {}, {}

    def holds(self, component: str) -> bool:
        """Return whether one of our components stands on the page."""
        return component in self._components

    def options(self, label: str) -> list[str]:
        """Return what the widget with this label offers; nothing when there is no such widget."""
        return list(self.widgets[label][1].options) if label in self.widgets else []

    def value(self, label: str) -> list[str]:
        """Return what is chosen in a widget that holds words or dates."""
        state = self._states[self.widgets[label][1].id]
        if state.HasField("string_array_value"):
            return list(state.string_array_value.data)
        return [state.string_value] if state.HasField("string_value") else []

    def rerun(self, page_hash: str | None = None) -> BackMsg:
        """Return the message that asks for a run with the page's present states."""
        message = BackMsg()
        asked = message.rerun_script
        asked.query_string = self.query
        asked.page_script_hash = self.page_hash if page_hash is None else page_hash
        asked.widget_states.widgets.extend(self._states.values())
        asked.cached_message_hashes.extend(self._kept)
        asked.context_info.timezone = "Asia/Baghdad"
        asked.context_info.locale = "en-GB"
        return message

    def set_value(self, label: str, value: Any) -> None:  # noqa: ANN401 (of any widget)
        """Give the widget with this label a value, as a reader's hand would."""
        kind, widget = self.widgets[label]
        self._states[widget.id] = _state(widget.id, _WIDGETS[kind].state, value)

    def trigger(self, component: str, event: str, value: object) -> BackMsg:
        """Return the message by which one of our components tells of an event, once."""
        message = self.rerun()
        told = message.rerun_script.widget_states.widgets.add()
        told.id = f"$$STREAMLIT_INTERNAL_KEY_{self._components[component]}__events"
        told.json_trigger_value = json.dumps([{"event": event, "value": value}])
        return message

    def take(self, raw: bytes, run: Run) -> None:
        """Take one message of the server."""
        message = ForwardMsg()
        message.ParseFromString(raw)
        run.messages += 1
        run.bytes += len(raw)
        kind = message.WhichOneof("type")
        if kind == "ref_hash":
            message, kind = self._recall(message), "delta"
        if kind == "delta":
            self._take_delta(message, run)
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "navigation":
            self.page_hash = message.navigation.page_script_hash
        elif kind == "session_event":
            if message.session_event.WhichOneof("type") == "script_compilation_exception":
                run.errors.append("exception")
        elif kind == "script_finished":
            self._finish(message.script_finished, run)

    def _recall(self, message: ForwardMsg) -> ForwardMsg:
        """Return the message that is meant, at the place where it is wanted now."""
        _, kept = self._kept[message.ref_hash]
        self._kept[message.ref_hash] = self._runs, kept
        found = ForwardMsg()
        found.CopyFrom(kept)
        found.metadata.CopyFrom(message.metadata)
        return found

    def _take_delta(self, message: ForwardMsg, run: Run) -> None:
        if message.metadata.cacheable:
            self._kept[message.hash] = self._runs, message
        if message.delta.WhichOneof("type") != "new_element":
            return
        element = message.delta.new_element
        kind = element.WhichOneof("type") or ""
        place = tuple(message.metadata.delta_path)
        body = element.SerializeToString(deterministic=True)
        if self._elements.get(place) != body:
            self._elements[place] = body
            run.changed.append(kind)
        if kind == "exception" or (kind == "alert" and element.alert.format == _ERROR_BOX):
            run.errors.append(kind)
        self._take_element(kind, element)

    def _take_element(self, kind: str, element: Element) -> None:
        if kind in _WIDGETS:
            self._take_widget(kind, getattr(element, kind))
        elif kind == "page_link":
            self.links[element.page_link.label] = element.page_link
        elif kind == "bidi_component":
            component = element.bidi_component
            name = component.component_name.rpartition(".")[2]
            self._components[name] = component.id
            if name == "strip":
                self.strip = json.loads(component.json)
        elif kind == "component_instance":
            told = _EDITION.search(element.component_instance.json_args)
            self.edition = told[1] if told else ""

    def _take_widget(self, kind: str, widget: Any) -> None:  # noqa: ANN401
        self.widgets[widget.label] = kind, widget
        self._seen.add(widget.id)
        fields = _WIDGETS[kind]
        if widget.set_value:
            held = getattr(widget, fields.held)
            optional = kind in {"selectbox", "radio", "number_input"}
            value = held if not optional or widget.HasField(fields.held) else None
        elif widget.id not in self._states:
            value = fields.default(widget)
        else:
            return
        self._states[widget.id] = _state(widget.id, fields.state, value)

    def _finish(self, status: int, run: Run) -> None:
        if status == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
            return
        if status != ForwardMsg.FINISHED_SUCCESSFULLY:
            run.errors.append(ForwardMsg.ScriptFinishedStatus.Name(status))
        self._states = {key: state for key, state in self._states.items() if key in self._seen}
        oldest = self._runs - _KEPT_RUNS
        self._kept = {key: kept for key, kept in self._kept.items() if kept[0] > oldest}
        run.finished = True


def _state(widget_id: str, name: str, value: Any) -> WidgetState:  # noqa: ANN401
    """Return a widget's state; None is a state without a value, as the browser sends it."""
    state = WidgetState(id=widget_id)
    if name == "string_array_value":
        state.string_array_value.data.extend(value)
    elif name == "int_value":
        if value is not None:
            state.int_value = int(value)
    elif value is not None:
        setattr(state, name, value)
    return state
