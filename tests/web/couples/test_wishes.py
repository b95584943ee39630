from datetime import date

import pytest
from werkzeug.datastructures import MultiDict

from app.rules.search import Wish
from app.web.couples.wishes import list_tags, loosened, query_of, read_asked

SLUGS = {"rathaus": "Rathaus", "schloss-beck": "Schloss Beck"}


@pytest.fixture(autouse=True)
def _page(app):
    with app.test_request_context("/de/"):
        yield


def read(**values):
    return read_asked(MultiDict(values), lambda: SLUGS)


WHOLE = {
    "tag": "fr,sa",
    "zeit": "vormittag",
    "gaeste": "20",
    "stufenlos": "1",
    "lage": "aussen",
    "bis": "250",
    "ort": "rathaus,schloss-beck",
}


def test_the_whole_grammar_is_read_and_written_back():
    asked = read(**WHOLE)
    assert asked.wish == Wish(
        weekdays=frozenset({4, 5}),
        part_of_day="vormittag",
        guests=20,
        step_free=True,
        surroundings="outdoors",
        most_cents=25000,
        venues=("rathaus", "schloss-beck"),
    )
    assert asked.left_out == ()
    assert query_of(asked.wish) == WHOLE


def test_an_empty_query_asks_for_nothing():
    assert read(tag="", gaeste="", zeit="").wish.is_empty


def test_repeated_parameters_mean_the_same_as_commas():
    args = MultiDict([("tag", "fr"), ("tag", "sa"), ("tag", "sa")])
    assert read_asked(args, dict).wish.weekdays == {4, 5}


def test_inside_and_outside_together_exclude_nothing():
    assert read(lage="innen,aussen").wish.surroundings is None


@pytest.mark.parametrize(
    "values",
    [
        {"tag": "xx"},
        {"tag": "sa,samstag"},
        {"zeit": "nachts"},
        {"zeit": "vormittag,abend"},
        {"gaeste": "-1"},
        {"gaeste": "10000000000000000000"},
        {"gaeste": "abc"},
        {"gaeste": "20,30"},
        {"gaeste": "٣٠"},
        {"gaeste": "1e3"},
        {"stufenlos": "vielleicht"},
        {"stufenlos": "1,0"},
        {"lage": "unten"},
        {"bis": "viel"},
        {"bis": "-5"},
        {"ort": "neuschwanstein"},
        {"ort": "rathaus,\0"},
        {"von": "2027-13"},
        {"von": "0000-01"},
        {"von": "9999-01"},
        {"von": "2027-07", "ende": "2027-05"},
        {"tag": "x" * 1_000_000},
        {"gaeste": "9" * 1_000_000},
        {"ort": "a," * 500_000},
    ],
)
def test_what_is_not_understood_is_left_out_and_said(values):
    asked = read(**values)
    assert len(asked.left_out) == 1
    assert asked.left_out[0].endswith(".")


def test_a_period_that_runs_backwards_is_turned_round():
    asked = read(von="2027-07", ende="2027-05")
    assert (asked.first, asked.last) == (date(2027, 5, 1), date(2027, 7, 1))


def test_each_filter_can_be_taken_off_by_a_link():
    wish = read(**WHOLE).wish
    tags = list_tags(wish, lambda **query: repr(query), SLUGS)
    labels = [tag.label for tag in tags]
    assert labels == [
        "Freitag",
        "Samstag",
        "vormittags",
        "20 Gäste",
        "stufenlos",
        "draußen",
        "bis 250 €",
        "Rathaus",
        "Schloss Beck",
    ]
    assert "'tag': 'sa'" in tags[0].href
    assert "gaeste" not in tags[3].href


def test_loosening_takes_one_filter_at_a_time():
    wish = Wish(guests=20, step_free=True)
    assert loosened(wish) == {"gaeste": Wish(step_free=True), "stufenlos": Wish(guests=20)}
