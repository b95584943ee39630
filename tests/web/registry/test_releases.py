from datetime import date, time, timedelta

import pytest
from sqlalchemy import select

from app.models import Coverage, OutgoingMail, Slot
from app.rules.calendar import instant_at
from app.rules.coverage import WeekdayClass
from app.rules.permissions import Role
from app.rules.slots import SlotState
from tests.factories import (
    DAY,
    NOW,
    make_account,
    make_closure,
    make_series,
    make_slot,
    make_venue,
)

QUEUE = "/amt/freigaben"


@pytest.fixture
def series(session, now):
    """Three submitted Saturdays; the venue is closed on the second."""
    series = make_series(session, name="Samstage 2027", weekdays=[5], times=["11:00"])
    for week in range(3):
        make_slot(
            session,
            series.venue,
            series=series,
            day=DAY + timedelta(weeks=week),
            state=SlotState.SUBMITTED,
            submitted_at=now,
        )
    begins_at = instant_at(DAY + timedelta(weeks=1), time())
    make_closure(
        session,
        series.venue,
        begins_at=begins_at,
        ends_at=begins_at + timedelta(days=1),
        reason="Dachdecker",
    )
    return series


def slots_of(session, series):
    """Return the slots of a series by time."""
    found = select(Slot).where(Slot.series_id == series.id).order_by(Slot.begins_at)
    return list(session.scalars(found))


def test_only_the_office_releases(client, as_operator, session, series):
    assert client.get(QUEUE).status_code == 302
    operator = as_operator(series.venue)
    ids = [slot.id for slot in slots_of(session, series)]
    assert operator.get(QUEUE).status_code == 403
    assert operator.post(f"{QUEUE}/freigeben", data={"termin": ids}).status_code == 403
    assert operator.get(f"{QUEUE}/serie-{series.id}/zurueckgeben").status_code == 403


def test_an_empty_queue_says_so(as_staff):
    assert "Es wartet kein Termin auf die Freigabe." in as_staff.get(QUEUE).text


def test_the_queue_tells_free_from_stopped(as_staff, session, series):
    make_slot(session, state=SlotState.SUBMITTED)
    page = as_staff.get(QUEUE).text
    for words in (
        "4 Termine warten, davon 3 ohne Konflikt.",
        "„Samstage 2027“",
        "Samstags 11:00 Uhr, 1. Mai 2027 bis 30. September 2027",
        "2 frei von Konflikten",
        "1 mit Konflikt",
        "Dachdecker",
        "Einzeltermine",
    ):
        assert words in page
    first, second, third = slots_of(session, series)
    for slot, chosen in ((first, True), (second, False), (third, True)):
        box = page.split(f'id="termin-{slot.id}"')[1].split(">")[0]
        assert ("checked" in box) is chosen


def test_the_chosen_ones_are_released_and_the_rest_stays(as_staff, session, series):
    operator = make_account(session, role=Role.OPERATOR, venues=[series.venue])
    first, second, third = slots_of(session, series)
    answer = as_staff.post(f"{QUEUE}/freigeben", data={"termin": [first.id, third.id]})
    assert answer.status_code == 303
    assert [slot.state for slot in (first, second, third)] == [
        SlotState.RELEASED,
        SlotState.SUBMITTED,
        SlotState.RELEASED,
    ]
    assert first.holdable
    assert "2 Termine freigegeben" in as_staff.get(answer.location).text
    mail = session.scalars(select(OutgoingMail)).one()
    assert (mail.kind, mail.recipient) == ("slots_released", operator.email)


def test_the_result_says_what_couples_see_now_and_what_opens_later(as_staff, session, series):
    near, _hindered, other = slots_of(session, series)
    far = make_slot(session, series.venue, day=date(2028, 6, 10), state=SlotState.SUBMITTED)
    ids = {"termin": [near.id, other.id, far.id]}
    page = as_staff.get(as_staff.post(f"{QUEUE}/freigeben", data=ids).location).text
    assert "2 sind jetzt sichtbar, 1 öffnen später." in page
    assert "Die ersten davon öffnen am Do, 10. Juni 2027, 9:00 Uhr." in page
    address = f"/de/orte/{series.venue.slug}?am={near.day.isoformat()}"
    assert f'href="{address}"' in page
    assert f"So sehen es Paare: {series.venue.short_name}" in page
    assert as_staff.get(address).status_code == 200


def test_the_result_says_for_how_many_nobody_is_there(as_staff, as_head, session):
    venue = make_venue(session, staffed=False)
    here = [
        make_slot(session, venue, day=day, state=SlotState.SUBMITTED)
        for day in (date(2027, 6, 12), date(2027, 7, 3))
    ]
    staffed = make_slot(session, state=SlotState.SUBMITTED)
    far = make_slot(session, day=date(2027, 7, 10), state=SlotState.SUBMITTED)
    session.get(Coverage, WeekdayClass.SATURDAY).last_on = date(2027, 7, 3)
    ids = {"termin": [slot.id for slot in (*here, staffed, far)]}
    page = as_head.get(as_head.post(f"{QUEUE}/freigeben", data=ids).location).text
    assert "Für 2 Termine davon ist noch niemand da, der traut." in page
    assert 'href="/amt/engpass/2027-06"' in page
    assert "Für 1 Termin davon sind die Dienste noch nicht zugesichert." in page


def test_without_a_later_opening_the_result_names_no_other(as_staff, session, series):
    released = slots_of(session, series)[0]
    make_slot(session, opens_at=NOW + timedelta(days=3))
    ids = {"termin": [released.id]}
    page = as_staff.get(as_staff.post(f"{QUEUE}/freigeben", data=ids).location).text
    assert "1 ist jetzt sichtbar, 0 öffnen später." in page
    assert "Die ersten davon" not in page


def test_what_did_not_go_through_is_listed_with_its_reason(as_staff, session, series):
    first, second, third = slots_of(session, series)
    third.state = SlotState.WITHDRAWN
    answer = as_staff.post(f"{QUEUE}/freigeben", data={"termin": [first.id, second.id, third.id]})
    page = as_staff.get(answer.location).text
    assert "1 Termin freigegeben" in page
    assert "2 Termine nicht" in page
    assert "Dachdecker" in page
    assert "Inzwischen geändert: Zurückgezogen" in page


def test_who_releases_second_learns_that_it_is_done(as_staff, session, series):
    ids = {"termin": [slots_of(session, series)[0].id]}
    as_staff.post(f"{QUEUE}/freigeben", data=ids)
    answer = as_staff.post(f"{QUEUE}/freigeben", data=ids)
    page = as_staff.get(answer.location).text
    assert "1 Termin war schon freigegeben" in page
    assert "Sie oder eine andere Person haben das schon erledigt." in page
    assert "0 Termine" not in page


def test_who_returns_second_learns_that_it_is_done(as_staff, session, series):
    slot = slots_of(session, series)[0]
    data = {"termin": [slot.id], f"grund-{slot.id}": "Bitte 10:30 Uhr."}
    for _time in range(2):
        answer = as_staff.post(f"{QUEUE}/serie-{series.id}/zurueckgeben", data=data)
    assert "1 Termin war schon zurückgegeben" in as_staff.get(answer.location).text


def test_an_announced_opening_is_kept(as_staff, session, series):
    slot = slots_of(session, series)[0]
    data = {"termin": [slot.id], "oeffnet_am": "2027-04-15"}
    assert as_staff.post(f"{QUEUE}/freigeben", data=data).status_code == 303
    assert slot.opens_at == instant_at(DAY.replace(month=4, day=15), time(9))


def test_the_day_of_an_opening_may_be_typed_as_we_say(as_staff, session, series):
    slot = slots_of(session, series)[0]
    data = {"termin": [slot.id], "oeffnet_am": "15.04.2027"}
    assert as_staff.post(f"{QUEUE}/freigeben", data=data).status_code == 303
    assert slot.opens_at == instant_at(DAY.replace(month=4, day=15), time(9))


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2027-02-28", "in der Vergangenheit"),
        ("2027-06-31", "Dieses Datum gibt es nicht"),
        ("0001-01-01", "So weit reicht der Kalender nicht"),
        ("9999-12-31", "So weit reicht der Kalender nicht"),
        ("2027-05-23", "können Paare nur bis Sa, 22. Mai 2027 reservieren"),
        ("x", "Dieses Datum gibt es nicht"),
        ("\0", "Dieses Datum gibt es nicht"),
    ],
)
def test_an_impossible_opening_is_refused_where_it_stands(as_staff, session, series, day, sentence):
    other = make_slot(session, state=SlotState.SUBMITTED)
    slot, _hindered, left_out = slots_of(session, series)
    data = {"termin": [slot.id], "oeffnet_am": day, "gruppe": f"serie-{series.id}"}
    answer = as_staff.post(f"{QUEUE}/freigeben", data=data)
    assert answer.status_code == 422
    assert slot.state is SlotState.SUBMITTED
    assert answer.text.count(sentence) == 2
    assert f'href="#oeffnet-serie-{series.id}"' in answer.text
    for one, chosen in ((slot, True), (left_out, False), (other, True)):
        box = answer.text.split(f'id="termin-{one.id}"')[1].split(">")[0]
        assert ("checked" in box) is chosen


@pytest.mark.parametrize("ids", [[], ["x"], ["-1"], ["0"], ["\0"], ["9" * 50], ["1.5"]])
def test_nothing_chosen_is_said(as_staff, series, ids):
    answer = as_staff.post(f"{QUEUE}/freigeben", data={"termin": ids})
    assert answer.status_code == 422
    assert "Es ist kein Termin gewählt." in answer.text


def test_a_time_that_does_not_exist_is_not_found(as_staff, series):
    answer = as_staff.post(f"{QUEUE}/freigeben", data={"termin": ["2147483647"]})
    assert answer.status_code == 404


def test_returning_offers_the_reason_of_each_conflict(as_staff, session, series):
    first, second, _ = slots_of(session, series)
    page = as_staff.get(f"{QUEUE}/serie-{series.id}/zurueckgeben").text
    field = page.split(f'id="grund-{second.id}"')[1].split(">")[0]
    assert "Dachdecker" in field
    assert "checked" in page.split(f'id="termin-{second.id}"')[1].split(">")[0]
    assert "checked" not in page.split(f'id="termin-{first.id}"')[1].split(">")[0]


def test_each_returned_time_carries_its_own_reason(as_staff, session, series):
    first, second, third = slots_of(session, series)
    answer = as_staff.post(
        f"{QUEUE}/serie-{series.id}/zurueckgeben",
        data={
            "termin": [first.id, second.id],
            f"grund-{first.id}": " Bitte 10:30 Uhr. ",
            f"grund-{second.id}": "Dach ist offen.\0",
            f"grund-{third.id}": "nicht gewählt",
        },
    )
    assert answer.status_code == 303
    assert (first.state, first.reason) == (SlotState.RETURNED, "Bitte 10:30 Uhr.")
    assert second.reason == "Dach ist offen."
    assert third.state is SlotState.SUBMITTED
    assert "2 Termine zurückgegeben" in as_staff.get(answer.location).text


@pytest.mark.parametrize(
    ("reason", "words"),
    [("", "Bitte nennen Sie einen Grund."), ("  ", "Grund"), ("x" * 501, "Höchstens 500 Zeichen")],
)
def test_a_returned_time_needs_a_reason(as_staff, session, series, reason, words):
    slot = slots_of(session, series)[0]
    answer = as_staff.post(
        f"{QUEUE}/serie-{series.id}/zurueckgeben",
        data={"termin": [slot.id], f"grund-{slot.id}": reason},
    )
    assert answer.status_code == 422
    assert words in answer.text
    assert slot.state is SlotState.SUBMITTED


def test_returning_nothing_is_said(as_staff, series):
    answer = as_staff.post(f"{QUEUE}/serie-{series.id}/zurueckgeben")
    assert answer.status_code == 422
    assert "Es ist kein Termin gewählt." in answer.text


@pytest.mark.parametrize("key", ["serie-999999", "ort-1", "x", "%00", "serie-", "a" * 3000])
def test_unknown_groups_are_not_found(as_staff, key):
    assert as_staff.get(f"{QUEUE}/{key}/zurueckgeben").status_code == 404


def test_the_result_without_a_release_leads_to_the_queue(as_staff):
    assert as_staff.get(f"{QUEUE}/ergebnis").status_code == 303


def test_many_that_did_not_go_through_fit_into_the_cookie(as_staff, session):
    venue = make_venue(session)
    ids = []
    for number in range(170):
        slot = make_slot(
            session,
            venue,
            day=DAY + timedelta(days=number),
            state=SlotState.WITHDRAWN,
        )
        ids.append(slot.id)
    answer = as_staff.post(f"{QUEUE}/freigeben", data={"termin": ids})
    page = as_staff.get(answer.location).text
    assert "170 Termine nicht" in page
    assert "und 20 weitere" in page
