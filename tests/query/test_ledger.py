import pytest

from incidents.model.vocabularies import Role, Viewpoint
from incidents.query.filters import IncidentFilter
from incidents.query.ledger import ask_parties
from incidents.query.select import select_incidents
from tests.factories import make_tables

LEDGER = [
    {"incident_id": "T-001", "actor_id": "group", "stance": "claimed", "by": "group"},
    {"incident_id": "T-002", "actor_id": "group", "stance": "attributed", "by": "ministry"},
    {"incident_id": "T-003", "actor_id": "group", "stance": "attributed", "by": "whisper"},
    {"incident_id": "T-004", "actor_id": "group", "stance": "denied", "by": "group"},
    {"incident_id": "T-005", "actor_id": "army", "stance": "acknowledged", "by": "ministry"},
    {"incident_id": "T-006", "actor_id": "group", "stance": "attributed", "by": "ministry"},
    {"incident_id": "T-006", "actor_id": "group", "stance": "denied", "by": "group"},
    {"incident_id": "T-006", "actor_id": "army", "stance": "attributed", "by": "whisper"},
]
PARTS = [
    {"incident_id": "T-001", "actor_id": "group", "role": "perpetrator"},
    {"incident_id": "T-001", "actor_id": "army", "role": "target"},
    {"incident_id": "T-004", "actor_id": "civilians", "role": "affected"},
    {"incident_id": "T-007", "actor_id": "army", "role": "responder"},
    {"incident_id": "T-007", "actor_id": "stray", "role": "perpetrator"},
]
WHISPER = {"actor_id": "whisper", "kind": "unnamed source"}


def tables():
    return make_tables(*[{}] * 8, actors=[WHISPER], attributions=LEDGER, involvements=PARTS)


def numbers(**chosen):
    made = tables()
    ranks = select_incidents(made, IncidentFilter(**chosen)).collect()["rank"].to_list()
    return sorted(
        int(incident_id[-1]) for incident_id in made.incidents["incident_id"].gather(ranks)
    )


def group(**chosen):
    return numbers(actors=frozenset({"group"}), **chosen)


@pytest.mark.parametrize(
    ("viewpoint", "expected"),
    [
        pytest.param(Viewpoint.ANY, [1, 2, 3, 4, 6], id="any row of the ledger"),
        pytest.param(Viewpoint.CLAIMED, [1], id="what it claims"),
        pytest.param(Viewpoint.ATTRIBUTED, [2, 6], id="what a named party says"),
        pytest.param(Viewpoint.ACKNOWLEDGED, [], id="what nobody acknowledged for it"),
    ],
)
def test_a_viewpoint_says_whose_word_counts(viewpoint, expected):
    assert group(viewpoint=viewpoint) == expected


def test_acknowledged_is_what_a_state_says_of_its_forces():
    assert numbers(actors=frozenset({"army"}), viewpoint=Viewpoint.ACKNOWLEDGED) == [5]
    assert numbers(viewpoint=Viewpoint.ACKNOWLEDGED) == [5]


def test_an_unnamed_sources_word_counts_only_as_any_attribution():
    army = frozenset({"army"})
    assert 6 in numbers(actors=army, roles=frozenset({Role.PERPETRATOR}))
    assert 6 not in numbers(actors=army, viewpoint=Viewpoint.ATTRIBUTED)


def test_without_denied_leaves_out_what_is_denied_for_the_chosen_actor():
    assert group(without_denied=True) == [1, 2, 3]
    assert group(without_denied=True, viewpoint=Viewpoint.ATTRIBUTED) == [2]


def test_a_denial_for_one_actor_says_nothing_of_another():
    assert 6 in numbers(actors=frozenset({"army"}), without_denied=True)


def test_without_denied_and_no_actor_leaves_out_every_incident_with_a_denial():
    assert numbers(without_denied=True) == [1, 2, 3, 5, 7, 8]


def test_a_viewpoint_alone_selects_what_anybody_claims_or_is_said_to_have_done():
    assert numbers(viewpoint=Viewpoint.CLAIMED) == [1]
    assert numbers(viewpoint=Viewpoint.ATTRIBUTED) == [2, 6]


def test_a_perpetrator_comes_from_the_ledger_and_never_from_involvements():
    perpetrator = frozenset({Role.PERPETRATOR})
    assert numbers(actors=frozenset({"stray"}), roles=perpetrator) == []
    assert numbers(roles=perpetrator) == [1, 2, 3, 5, 6]


@pytest.mark.parametrize(
    ("role", "expected"),
    [(Role.TARGET, [1]), (Role.AFFECTED, []), (Role.RESPONDER, [7]), (Role.PERPETRATOR, [5, 6])],
)
def test_a_role_is_that_of_the_chosen_actor(role, expected):
    assert numbers(actors=frozenset({"army"}), roles=frozenset({role})) == expected


def test_a_role_alone_selects_incidents_in_which_anybody_had_it():
    assert numbers(roles=frozenset({Role.AFFECTED, Role.RESPONDER})) == [4, 7]


def test_without_roles_every_part_of_an_actor_counts():
    assert numbers(actors=frozenset({"army"})) == [1, 5, 6, 7]


def test_several_actors_are_any_of_them():
    assert numbers(actors=frozenset({"civilians", "stray"})) == [4]


def test_a_denial_makes_no_perpetrator():
    perpetrator = frozenset({Role.PERPETRATOR})
    assert 4 in group()
    assert 4 not in group(roles=perpetrator)


def test_another_role_with_a_viewpoint_asks_for_incidents_of_which_the_ledger_says_so():
    target = {"actors": frozenset({"army"}), "roles": frozenset({Role.TARGET})}
    assert numbers(**target, viewpoint=Viewpoint.CLAIMED) == numbers(**target) == [1]
    assert numbers(**target, viewpoint=Viewpoint.ACKNOWLEDGED) == []


def test_a_pair_is_named_once_however_many_say_so():
    twice = [
        {"actor_id": "group", "by": "ministry"},
        {"actor_id": "group", "by": "army"},
        {"actor_id": "group", "stance": "claimed", "by": "group"},
    ]
    parties = make_tables({}, attributions=twice).laid.parties
    assert parties.select("row", "actor_id").rows() == [(0, "group")]


@pytest.mark.parametrize(
    ("chosen", "concerned"),
    [
        (IncidentFilter(), False),
        (IncidentFilter(text="x", without_denied=True), False),
        (IncidentFilter(actors=frozenset({"a"})), True),
        (IncidentFilter(roles=frozenset({Role.TARGET})), True),
        (IncidentFilter(viewpoint=Viewpoint.CLAIMED), True),
    ],
)
def test_actors_roles_and_viewpoints_concern_actors(chosen, concerned):
    asked = ask_parties(chosen)
    assert (asked is not None and asked.present) == concerned
