import re
from contextlib import contextmanager
from datetime import date, time, timedelta

import pytest
from sqlalchemy import event, insert

from app.actions.days import lock_days, reckon
from app.extensions import db
from app.models import Day, Entry, Setting, Slot, StepFree, Surroundings, Venue
from app.queries.tokens import hash_of
from app.rules.calendar import instant_at
from app.rules.reservations import ReservationState
from app.rules.slots import SlotState
from app.web.freshness import Pages
from tests.factories import NOW, make_reservation, make_slot, make_venue
from tests.support.client import make_client

MONTH = "/de/termine/2027-06"
ALL = (
    "von=2027-03&ende=2027-09&tag=sa&zeit=vormittag&gaeste=20&stufenlos=1&lage=innen&bis=250&ort="
    + ",".join(f"haus-{n}" for n in range(1, 15))
)
PAGES = (
    "/de/",
    f"/de/?{ALL}",
    f"{MONTH}?{ALL}",
    f"/de/termine/2027-06-12?{ALL}",
    f"/de/termine?ansicht=liste&sortierung=passend&{ALL}",
    f"/de/termine?ansicht=liste&{ALL}".replace("gaeste=20", "gaeste=9999"),
    f"/de/orte/haus-1?{ALL}",
    MONTH,
    f"{MONTH}?tag=sa&zeit=vormittag&gaeste=20&stufenlos=1&lage=innen&bis=250&ort=haus-1",
    f"{MONTH}?gaeste=9999&stufenlos=1&ort=haus-1",
    "/de/termine/2027-06-12",
    "/de/termine/2027-06-12?gaeste=30&stufenlos=1&ort=haus-1,haus-2",
    "/de/termine?ansicht=liste&tag=sa&ort=haus-1",
    "/de/orte",
    "/de/orte/haus-1",
    "/de/orte/haus-1?am=2027-06-12",
)
BUDGET = 8
#: For a browser with a secret, nothing in memory: the same for every size of the city.
EXPECTED = dict(zip(PAGES, (8, 7, 6, 8, 7, 6, 6, 5, 6, 6, 6, 7, 6, 6, 5, 6), strict=True))


@contextmanager
def counted(app):
    """Count what is sent to the database."""
    sent = []

    def note(_connection, _cursor, statement, *_rest):
        if not statement.startswith(("BEGIN", "SELECT pg_catalog", "show ", "PRAGMA")):
            sent.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


def fill(session, venues, years):
    """Fill a city in bulk: every Saturday at every venue."""
    session.execute(
        insert(Venue),
        [
            {
                "slug": f"haus-{n}",
                "name": f"Haus {n:03}",
                "short_name": f"Haus {n}",
                "district": "Stadtmitte",
                "mode": "instant",
                "seats": 10 + n % 50,
                "standing": 0,
                "step_free": StepFree.YES if n % 3 else StepFree.NO,
                "location": Surroundings.INDOORS,
                "drawing": "rathaus",
                "buffer_minutes": 15,
                "summary": {},
                "description": {},
                "access": {},
                "rain_plan": {},
                "arrival": {},
                "assumptions": [],
            }
            for n in range(1, venues + 1)
        ],
    )
    ids = list(session.scalars(db.select(Venue.id).order_by(Venue.id)))
    days = [date(2027, 3, 1) + timedelta(days=7 * n + 5) for n in range(52 * years)]
    session.execute(insert(Day), [{"day": day, "version": 1} for day in days])
    session.execute(
        insert(Slot),
        [_slot(venue_id, day, hour) for venue_id in ids for day in days for hour in (9,)],
    )
    session.commit()


def _slot(venue_id, day, hour):
    begins_at = instant_at(day, time(hour))
    return {
        "venue_id": venue_id,
        "day": day,
        "begins_at": begins_at,
        "ends_at": begins_at + timedelta(minutes=30),
        "minute": hour * 60,
        "buffer_minutes": 15,
        "state": SlotState.RELEASED,
        "opens_at": NOW - timedelta(days=1),
        "holdable": True,
        "fee_cents": 4000,
        "created_at": NOW,
    }


def queries_per_page(app, session):
    with client_with_a_past(app, session) as client:
        found = {}
        for path in PAGES:
            with counted(app) as sent:
                assert client.get(path).status_code == 200
            found[path] = len(sent)
    return found


@contextmanager
def client_with_a_past(app, session):
    """A browser that has a secret, so that its hold and its reservation are looked for."""
    client = make_client(app, session)
    with client.session_transaction() as kept:
        kept["browser"] = "geheim"
    yield client


@pytest.mark.parametrize(("venues", "years"), [(14, 1), (140, 5)])
def test_every_page_stays_within_its_queries_whatever_the_size_of_the_city(
    app, session, venues, years
):
    fill(session, venues, years)
    found = queries_per_page(app, session)
    assert max(found.values()) <= BUDGET, found
    assert found == EXPECTED


def tag_of(answer):
    return answer.headers["ETag"]


def test_an_unchanged_page_is_not_sent_again(client, session):
    make_slot(session)
    first = client.get(MONTH)
    again = client.get(MONTH, headers={"If-None-Match": tag_of(first)})
    assert (again.status_code, again.data) == (304, b"")
    assert tag_of(again) == tag_of(first)
    assert again.headers["Cache-Control"] == "private, no-cache"


def test_an_unchanged_page_costs_two_queries_once_it_is_known(app, client, session):
    make_slot(session)
    client.get(MONTH)
    with counted(app) as sent:
        client.get(MONTH)
    assert len(sent) == 2


@pytest.mark.parametrize("path", [MONTH, "/de/termine/2027-06-12", "/de/orte", "/de/"])
def test_a_page_for_everybody_is_rendered_once(app, client, session, path):
    make_slot(session)
    first = client.get(path)
    with counted(app) as sent:
        other = make_client(app).get(path)
    assert len(sent) <= 3
    assert re.sub(r'value="[^"]{60,}"', "", other.text) == re.sub(
        r'value="[^"]{60,}"', "", first.text
    )


def test_every_visitor_gets_a_form_token_of_its_own(app, session):
    slot = make_slot(session)
    session.commit()
    tokens = set()
    for _ in range(3):
        client = make_client(app)
        text = client.get("/de/termine/2027-06-12").text
        found = set(re.findall(r'name="csrf_token" value="([^"]+)"', text))
        assert len(found) == 1
        tokens |= found
        data = {"slot": slot.id, "csrf_token": found.pop()}
        answer = client.post("/de/termine/2027-06-12", data=data, csrf=False)
        assert answer.status_code == 405, "the token was refused"
    assert len(tokens) == 3
    assert "gap-" not in text


def test_two_hundred_changes_are_seen_at_once(client, session, now):
    slot = make_slot(session)
    make_slot(session, make_venue(session))
    session.commit()
    client.proof_reads = False
    tag = None
    for n in range(200):
        lock_days(session, [slot.day])
        slot.begins_at = instant_at(slot.day, time(8 + n % 12, n % 60))
        slot.ends_at = slot.begins_at + timedelta(minutes=30)
        reckon(session, [slot.day], now=now)
        answer = client.get("/de/termine/2027-06-12", headers={"If-None-Match": tag} if tag else {})
        assert answer.status_code == 200
        assert f">{8 + n % 12}:{n % 60:02}<" in answer.text
        tag = tag_of(answer)


def test_the_clock_alone_can_change_a_page(client, session, set_clock, now):
    make_slot(session, opens_at=now + timedelta(seconds=40))
    closed = client.get(MONTH)
    set_clock(now + timedelta(seconds=39))
    unchanged = client.get(MONTH, headers={"If-None-Match": tag_of(closed)})
    assert unchanged.status_code == 304
    set_clock(now + timedelta(seconds=40))
    opened = client.get(MONTH, headers={"If-None-Match": tag_of(closed)})
    assert opened.status_code == 200
    assert "1 frei" in re.sub(r"<[^>]+>", "", opened.text)


def test_a_hold_that_ends_by_itself_changes_the_page(client, session, set_clock, now):
    make_reservation(session, make_slot(session), ReservationState.HELD)
    held = client.get(MONTH)
    assert "voll" in held.text
    set_clock(now + timedelta(minutes=20))
    again = client.get(MONTH, headers={"If-None-Match": tag_of(held)})
    assert again.status_code == 200


def test_a_kept_page_says_when_it_was_given_out(app, session, set_clock, now):
    make_slot(session)
    early = make_client(app, session).get(MONTH)
    set_clock(now + timedelta(minutes=25))
    late = make_client(app, session).get(MONTH, headers={"If-None-Match": tag_of(early)})
    assert ("Stand 10:00 Uhr" in early.text, "Stand 10:25 Uhr" in late.text) == (True, True)
    english = make_client(app, session).get("/en/termine/2027-06").text
    assert "10:25" in english
    assert "clock-" not in english


def test_midnight_changes_the_page(client, session, set_clock, now):
    make_slot(session)
    today = client.get(MONTH)
    set_clock(now + timedelta(days=1))
    assert client.get(MONTH, headers={"If-None-Match": tag_of(today)}).status_code == 200


def test_new_policies_change_the_page(client, session, now):
    before = client.get(MONTH)
    session.add(Setting(name="city", value="Bottrop", valid_from=date(2027, 1, 1), set_at=now))
    after = client.get(MONTH, headers={"If-None-Match": tag_of(before)})
    assert after.status_code == 200
    assert "Bottrop" in after.text


def test_a_changed_venue_changes_the_page(client, session, now):
    venue = make_venue(session, name="Altes Haus")
    before = client.get("/de/orte")
    assert "Altes Haus" in before.text
    venue.name = "Neues Haus"
    session.add(
        Entry(at=now, actor="head", event="venue.changed", subject="venue", subject_id=1, facts={})
    )
    after = client.get("/de/orte", headers={"If-None-Match": tag_of(before)})
    assert "Neues Haus" in after.text


def test_language_filter_and_look_are_pages_of_their_own(client, session):
    make_slot(session)
    tags = {tag_of(client.get(path)) for path in (MONTH, "/en/termine/2027-06", f"{MONTH}?tag=sa")}
    client.set_cookie("farben", "dunkel")
    dark = client.get(MONTH)
    assert 'data-theme="dark"' in dark.text
    assert len({*tags, tag_of(dark)}) == 4


def test_what_is_ones_own_is_never_shown_to_others(app, session):
    slot = make_slot(session, make_venue(session, short_name="Kanarienhaus"))
    mine = hash_of("geheim")
    make_reservation(session, slot, ReservationState.HELD, browser_hash=mine)
    other_day = make_slot(session, day=date(2027, 6, 19))
    make_reservation(session, other_day, browser_hash=mine)
    paths = ("/de/", MONTH, "/de/termine/2027-06-12", "/de/termine/2027-06-19")
    with client_with_a_past(app, session) as own:
        for path in paths:
            text = own.get(path).text
            assert "für Sie gehalten" in text
            tag = tag_of(own.get(path))
            assert own.get(path, headers={"If-None-Match": tag}).status_code == 304
            stranger = make_client(app).get(path, headers={"If-None-Match": tag})
            assert stranger.status_code == 200
            assert "für Sie gehalten" not in stranger.text
            assert "haben Sie schon einen Termin" not in stranger.text
            assert "meins" not in stranger.text
        assert "haben Sie schon einen Termin" in text
        assert "meins" in own.get(MONTH).text


def test_a_waiting_notice_is_shown_once_and_to_nobody_else(app, client, session):
    make_slot(session)
    before = client.get(MONTH)
    with client.session_transaction() as kept:
        kept["_flashes"] = [("success", "Ihr Termin ist wieder frei.")]
    noted = client.get(MONTH, headers={"If-None-Match": tag_of(before)})
    assert "Ihr Termin ist wieder frei." in noted.text
    assert "no-store" in noted.headers["Cache-Control"]
    assert "wieder frei" not in client.get(MONTH).text
    assert "wieder frei" not in make_client(app).get(MONTH).text


def test_memory_is_bounded():
    pages = Pages()
    for n in range(1000):
        pages.keep(str(n), [b"x" * 200_000])
    assert pages._bytes <= 24 * 1024 * 1024
    assert pages.find("0") is None
    assert pages.find("999") is not None


def test_answers_may_be_kept_by_the_visitor_only(client):
    answer = client.get(MONTH)
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert {"Cookie", "HX-Request"} <= set(answer.vary)
