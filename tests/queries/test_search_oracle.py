"""Random searches in a random city, against going through every time one by one."""

import re
from collections import Counter
from datetime import date, timedelta
from random import Random

import pytest

from app.queries.findings import find_findings
from app.queries.free import count_days, list_free
from app.queries.settings import get_policies
from app.rules.calendar import add_months, berlin_day, last_of_month
from app.rules.search import Order, Wish
from tests.factories import NOW
from tests.queries.random_city import CLOSING_DAY, FIRST, LAST, build
from tests.queries.search_oracle import Oracle, Search

#: Five hundred searches on each database.
CITIES, SEARCHES = 4, 125


def ask(dice):
    """Return a random search: often one or two questions, sometimes all."""
    likely = dice.choice((0.15, 0.35, 0.8))

    def maybe(value, otherwise=None):
        return value if dice.random() < likely else otherwise

    first = maybe(dice.choice((date(2027, 3, 1), date(2027, 4, 1), date(2027, 4, 12))))
    last = maybe(dice.choice((date(2027, 4, 30), date(2027, 5, 31), date(2027, 4, 25))))
    return Search(
        weekdays=maybe(set(dice.sample(range(7), dice.randint(1, 3))), set()),
        part=maybe(dice.choice(("vormittag", "nachmittag", "abend"))),
        guests=maybe(dice.choice((0, 6, 13, 30, 41, 70, 9999))),
        step_free=bool(maybe(True)),
        place=maybe(dice.choice(("indoors", "outdoors"))),
        euros=maybe(dice.choice((0, 40, 66, 67, 250))),
        venues=maybe([f"haus-{n}" for n in dice.sample(range(9), 2)], []),
        first=first,
        last=last,
    )


def wish_of(search):
    return Wish(
        weekdays=frozenset(search.weekdays),
        part_of_day=search.part,
        guests=search.guests,
        step_free=search.step_free,
        surroundings=search.place,
        most_cents=None if search.euros is None else 100 * search.euros,
        venues=tuple(search.venues),
        first=search.first,
        last=search.last,
    )


@pytest.mark.parametrize("seed", range(CITIES))
def test_every_search_finds_what_going_through_every_time_finds(session, seed):
    dice = Random(f"stadt-{seed}")
    build(session, dice)
    oracle = Oracle(session, NOW, {CLOSING_DAY})
    policies = get_policies(session, berlin_day(NOW))
    seen = Counter()
    for _ in range(SEARCHES):
        search = ask(dice)
        wish = wish_of(search)
        first = dice.choice((FIRST, date(2027, 4, 1), date(2027, 4, 16)))
        last = dice.choice((LAST, date(2027, 4, 30), first))
        last = max(first, last)
        expected = oracle.look(search, first, last)
        found = list_free(
            session, wish, now=NOW, policies=policies, first=first, last=last, limit=1000
        )
        assert sorted(slot.id for slot in found) == sorted(expected.free), search
        counts = count_days(session, first, last, wish, now=NOW, policies=policies)
        per_day = {
            day: count.fitting
            for day, count in counts.items()
            if wish.allows(day) and count.fitting
        }
        assert per_day == expected.per_day, search
        per_month = Counter()
        for day, count in per_day.items():
            per_month[day.year, day.month] += count
        assert per_month == expected.per_month, search
        findings = find_findings(session, first, last, wish, now=NOW, policies=policies)
        assert findings.fitting == len(expected.free), search
        assert dict(findings.opened) == expected.opened, search
        assert dict(findings.hindered) == expected.hindered, search
        seen.update(expected.hindered.keys(), opened=len(expected.opened), empty=not expected.free)
    reasons = {"taken", "held", "not_open", "too_late", "day_closed", "venue_closed"}
    reasons |= {"not_covered", "no_registrar", "no_travel_time"}
    assert reasons <= set(seen), "the city lacks a reason"
    assert seen["opened"] > 50
    assert seen["empty"] > 10


@pytest.mark.parametrize("order", list(Order))
def test_a_ranking_changes_the_order_and_nothing_else(session, order):
    dice = Random("rang")
    build(session, dice)
    policies = get_policies(session, berlin_day(NOW))
    for _ in range(20):
        wish = wish_of(ask(dice))
        plain = list_free(session, wish, now=NOW, policies=policies, limit=1000)
        ranked = list_free(session, wish, now=NOW, policies=policies, limit=1000, order=order)
        assert Counter(slot.id for slot in plain) == Counter(slot.id for slot in ranked)
        pages = [
            slot.id
            for page in range(0, len(ranked), 20)
            for slot in list_free(
                session, wish, now=NOW, policies=policies, order=order, offset=page
            )
        ]
        assert pages == [slot.id for slot in ranked]


def test_the_pages_count_what_the_oracle_counts(client, session):
    dice = Random("seiten")
    build(session, dice)
    oracle = Oracle(session, NOW, {CLOSING_DAY})
    client.proof_reads = False
    for _ in range(25):
        search = ask(dice)
        # Names that nobody knows are left out by the page, with a sentence.
        search.venues = [slug for slug in search.venues if slug < "haus-6"]
        query = query_of(search)
        expected = oracle.look(search, berlin_day(NOW) + timedelta(days=21), LAST)
        text = client.get(f"/de/termine?ansicht=liste&{query}").text
        assert count_of(text) == len(expected.free), query
        april = date(2027, 4, 1)
        in_april = oracle.look(search, april, last_of_month(april))
        text = client.get(f"/de/termine/2027-04?{query}").text
        assert count_of(text) == len(in_april.free), query
        for name, count in in_april.opened.items():
            if not in_april.free and count == max(in_april.opened.values()):
                assert f"{count} freie" in text, (query, name)
        start = client.get(f"/de/?{query}").text
        tiles = [int(n) for n in re.findall(r'month-strip__count">(\d+) frei', start)]
        assert sum(tiles) == len(expected.free), query
        months = [add_months(date(2027, 3, 1), n) for n in range(len(tiles))]
        by_month = {(m.year, m.month): n for m, n in zip(months, tiles, strict=True) if n}
        assert by_month == expected.per_month, query


def count_of(text):
    found = re.search(r"<b>(\d+) freie Zeit(?:en)?</b>", text)
    return int(found[1]) if found else 0


def query_of(search):
    words = ("mo", "di", "mi", "do", "fr", "sa", "so")
    pieces = {
        "tag": ",".join(words[n] for n in sorted(search.weekdays)),
        "zeit": search.part,
        "gaeste": search.guests,
        "stufenlos": "1" if search.step_free else None,
        "lage": {"indoors": "innen", "outdoors": "aussen", None: None}[search.place],
        "bis": search.euros,
        "ort": ",".join(f"haus-{n}" for n in range(9) if f"haus-{n}" in search.venues),
        "von": search.first,
        "ende": search.last,
    }
    return "&".join(f"{name}={value}" for name, value in pieces.items() if value not in (None, ""))
