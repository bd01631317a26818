from datetime import date

from incidents.charts.stances import build_stance_chart

PERIOD = (date(2021, 1, 1), date(2021, 12, 31))


def test_a_chart_has_a_mark_for_each_incident_and_a_row_for_each_word():
    marks = [(date(2021, 7, 19), "Claimed"), (date(2021, 7, 20), "Denied")]
    drawn = build_stance_chart(marks, ["Claimed", "Denied"], PERIOD, "#33566b").to_dict()
    assert [len(rows) for rows in drawn["datasets"].values()] == [len(marks)]
    assert drawn["encoding"]["y"]["sort"] == ["Claimed", "Denied"]
    assert drawn["encoding"]["x"]["scale"]["domain"] == ["2021-01-01", "2021-12-31"]


def test_a_chart_of_nothing_can_be_drawn():
    drawn = build_stance_chart([], [], PERIOD, "#33566b").to_dict()
    assert list(drawn["datasets"].values()) == [[]]
