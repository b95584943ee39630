from datetime import date

import pytest
from werkzeug.datastructures import MultiDict

from app.rules.search import Order, Wish, loosened
from app.web.couples.tags import list_tags, query_of
from app.web.couples.wishes import read_asked

SLUGS = {"rathaus": "Rathaus", "schloss-beck": "Schloss Beck"}


@pytest.fixture(autouse=True)
def _page(app):
    with app.test_request_context("/de/"):
        yield


def read(*more, **values):
    return read_asked(MultiDict(values), lambda: SLUGS, more=more)


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
    assert "\0" not in asked.left_out[0]
    assert len(asked.left_out[0]) < 200


def test_a_period_that_runs_backwards_is_turned_round():
    asked = read(von="2027-07", ende="2027-05")
    assert (asked.wish.first, asked.wish.last) == (date(2027, 5, 1), date(2027, 7, 31))
    assert query_of(asked.wish) == {"von": "2027-05", "ende": "2027-07"}


@pytest.mark.parametrize(
    ("values", "label"),
    [
        ({"von": "2027-06", "ende": "2027-06"}, "Juni 2027"),
        ({"von": "2027-06", "ende": "2027-08"}, "Juni 2027 bis August 2027"),
        ({"von": "2027-06"}, "ab Juni 2027"),
        ({"ende": "2027-08"}, "bis August 2027"),
        ({"von": "2027-06-12", "ende": "2027-06-12"}, "Sa, 12. Juni 2027"),
        ({"von": "2027-06", "ende": "2027-06-10"}, "Juni 2027 bis Do, 10. Juni 2027"),
    ],
)
def test_a_period_is_a_filter_like_the_others(values, label):
    wish = read(**values).wish
    assert query_of(wish) == values
    (tag,) = list_tags(wish, lambda **query: repr(query), SLUGS)
    assert (tag.label, tag.href) == (label, "{}")


def test_the_ranking_is_read_and_an_unknown_one_is_by_date():
    assert read("sortierung", sortierung="gebuehr").order is Order.FEE
    asked = read("sortierung", sortierung="farbe")
    assert asked.order is Order.DATE
    assert asked.odd == ("sortierung",)
    assert "„farbe“" in asked.left_out[0]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"tag": "sa,XX,yy"}, "Wochentag: „XX“, „yy“ haben wir nicht verstanden und weggelassen."),
        ({"zeit": "abend,vormittag"}, "Tageszeit: Nur eine Angabe geht. „abend“ gilt, „vormittag“"),
        ({"gaeste": "20,30"}, "Gäste: Nur eine Angabe geht. „20“ gilt, „30“ nicht."),
        ({"gaeste": "viele"}, "Gäste: „viele“ haben wir nicht verstanden und weggelassen."),
        ({"stufenlos": "1,nein"}, "Stufenlos: Nur eine Angabe geht. „1“ gilt, „nein“ nicht."),
        ({"lage": "innen,aussen"}, "Drinnen und draußen zusammen schließt nichts aus."),
        ({"bis": "umsonst"}, "Gebühren bis: „umsonst“ haben wir nicht verstanden"),
        ({"von": "2027-06,2027-07"}, "Von: Nur eine Angabe geht. „2027-06“ gilt, „2027-07“ nicht."),
        ({"ende": "30.2.2027"}, "Bis: „30.2.2027“ haben wir nicht verstanden"),
        ({"ort": "rathaus,burg\u202eeis"}, "Trauort: „burg�eis“ haben wir nicht verstanden"),
        ({"tag": "a,b,c,d,e,f,g"}, "„a“, „b“, „c“, „d“, „e“ und 2 weitere haben wir"),
        ({"ort": ",".join(f"ort-{n}" for n in range(300))}, "Wir haben die ersten 200 Angaben"),
        ({"seite": "2"}, "Die Angabe „seite“ kennen wir hier nicht."),
        ({"guests": "30", "foo": "1"}, "Die Angaben „guests“, „foo“ kennen wir hier nicht."),
        ({"x" * 5000: "1"}, "Die Angabe „" + "x" * 40 + "…“ kennen wir hier nicht."),
    ],
)
def test_each_piece_that_is_left_out_is_named(values, sentence):
    assert sentence in read(**values).left_out[0]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("seite", "-3"),
        ("seite", "0"),
        ("ansicht", "karte"),
        ("monat", "2027-13"),
        ("ab", "quark"),
        ("am", "2027-02-30"),
        ("am", "2027-06"),
        ("naechster", "x"),
        ("unterschiede", "alle"),
    ],
)
def test_what_one_page_understands_is_named_there_if_it_is_odd(name, value):
    (sentence,) = read(name, **{name: value}).left_out
    assert f"„{value}“ haben wir nicht verstanden" in sentence


def test_an_amount_may_have_cents():
    asked = read(bis="66,50")
    assert (asked.wish.most_cents, asked.left_out) == (6650, ())
    assert query_of(asked.wish) == {"bis": "66.50"}


def test_a_month_that_was_chosen_counts_in_the_list_as_well():
    wish = read("monat", "ansicht", monat="2027-06", ansicht="liste").wish
    assert (wish.first, wish.last) == (date(2027, 6, 1), date(2027, 6, 30))


def test_what_the_address_could_not_say_the_line_may():
    assert read(gaeste="viele", wunsch="30 Gäste").wish.guests == 30


def test_what_the_line_says_otherwise_than_the_address_is_overruled():
    asked = read(gaeste="20", stufenlos="0", tag="sa", wunsch="30 Gäste, stufenlos, samstags")
    assert (asked.wish.guests, asked.wish.step_free) == (20, False)
    assert asked.overruled == ("gaeste", "stufenlos")


@pytest.mark.parametrize("name", ["gäste", "gaste", "tage", "zeiten", "Tag", "orte", "stufenlos[]"])
def test_a_misspelt_question_is_named(name):
    asked = read(**{name: "1"})
    assert asked.wish.is_empty
    assert f"„{name}“" in asked.left_out[0]


@pytest.mark.parametrize("name", ["utm_source", "fbclid", "gclid", "lang", "_ga", "", " "])
def test_what_others_hang_on_an_address_is_passed_over(name):
    assert read(**{name: "1"}).left_out == ()


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
