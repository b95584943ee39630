from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from app.cli.check import Violation, verify
from app.queries.invariants import INVARIANTS
from tests.cli.city import make_city
from tests.factories import NOW


@pytest.fixture
def city(session):
    return make_city(session)


def test_what_the_actions_leave_is_right(app, session, city):
    answer = app.test_cli_runner().invoke(args=["check"])
    assert answer.exit_code == 0, answer.output
    assert answer.output == f"All {len(INVARIANTS)} invariants hold.\n"


@pytest.mark.parametrize("later", [timedelta(minutes=20), timedelta(days=1), timedelta(days=400)])
def test_time_alone_violates_nothing(session, city, later):
    verify(session, now=NOW + later)


def test_every_sentence_is_one():
    sentences = [invariant.sentence for invariant in INVARIANTS]
    assert len(set(sentences)) == len(sentences)
    assert all(sentence.endswith(".") and "\n" not in sentence for sentence in sentences)


#: Name, what must be out of the way first, what is planted, which words name it.
PLANTED = [
    (
        "two couples have one slot",
        ["uq_reservations_slot_blocking"],
        "UPDATE reservations SET slot_id = {slots[0]} WHERE id = {reserved}",
        ["At most one reservation blocks a slot.", "slot {slots[0]}", "{approved} and {reserved}"],
    ),
    (
        "one couple has two slots",
        ["uq_reservations_email_live"],
        "UPDATE reservations SET email_key = 'paar1@example.org' WHERE id = {reserved}",
        ["at most one live reservation", "reservations {approved} and {reserved}"],
    ),
    (
        "one browser holds two slots",
        ["uq_reservations_browser_held"],
        "UPDATE reservations SET browser_hash = (SELECT browser_hash FROM reservations "
        "WHERE id = {held}), state = 'held', held_until = '2027-03-01 09:20:00' "
        "WHERE id = {requested}",
        ["A browser holds at most one slot.", "{requested} and {held}"],
    ),
    (
        "two ceremonies at once at one venue",
        [],
        "UPDATE slots SET ends_at = '2027-06-12 08:15:00' WHERE id = {slots[0]}",
        ["overlap at one venue", "slots {slots[0]} and {slots[1]}"],
    ),
    (
        "a reservation on a withdrawn slot",
        [],
        "UPDATE slots SET state = 'withdrawn' WHERE id = {slots[1]}",
        ["on a released slot", "reservation {reserved} on slot {slots[1]}, which is withdrawn"],
    ),
    (
        "a released slot that never opens",
        ["ck_slots_released_opens"],
        "UPDATE slots SET opens_at = NULL WHERE id = {slots[5]}",
        ["has an instant at which it opens", "slot {slots[5]}"],
    ),
    (
        "a slot on the wrong day",
        [],
        "UPDATE slots SET day = '2027-06-13' WHERE id = {slots[5]}",
        ["the Berlin day", "slot {slots[5]}: says 2027-06-13, begins on 2027-06-12"],
    ),
    (
        "a slot past midnight",
        [],
        "UPDATE slots SET ends_at = '2027-06-12 22:01:00' WHERE id = {slots[5]}",
        ["the Berlin day", "slot {slots[5]}: begins on 2027-06-12 and ends on another day"],
    ),
    (
        "a day without its row",
        [],
        "DELETE FROM days WHERE day = '2027-06-12'",
        ["it has its row", "slot {slots[0]}: day 2027-06-12 has no row"],
    ),
    (
        "a taken slot that looks free",
        [],
        "UPDATE slots SET holdable = TRUE, obstacle = NULL WHERE id = {slots[0]}",
        ["equals a fresh reckoning", "slot {slots[0]} on 2027-06-12: holdable True, not False"],
    ),
    (
        "a free slot that looks taken",
        [],
        "UPDATE slots SET obstacle = 'taken', holdable = FALSE WHERE id = {slots[5]}",
        ["equals a fresh reckoning", "slot {slots[5]} on 2027-06-12: holdable False, not True"],
    ),
    (
        "a held slot that looks free",
        [],
        "UPDATE slots SET blocked_until = NULL WHERE id = {slots[4]}",
        ["equals a fresh reckoning", "slot {slots[4]} on 2027-06-12: blocked_until None"],
    ),
    (
        "a wrong fee",
        [],
        "UPDATE slots SET fee_cents = 6600 WHERE id = {slots[5]}",
        ["equals a fresh reckoning", "slot {slots[5]} on 2027-06-12: fee_cents 6600, not 0"],
    ),
    (
        "a closure that nobody reckoned",
        [],
        "INSERT INTO closures (venue_id, begins_at, ends_at, reason, public, created_at) VALUES "
        "({venue}, '2027-06-12 12:30:00', '2027-06-12 18:00:00', '', FALSE, '2027-03-01 09:00:00')",
        ["equals a fresh reckoning", "slot {slots[5]}"],
    ),
    (
        "a disturbed day that nobody solved but that looks well",
        [],
        "DELETE FROM duty_patterns",
        ["equals a fresh reckoning", "day 2027-06-12: disturbed False, not True"],
    ),
    (
        "a day that looks disturbed",
        [],
        "UPDATE days SET disturbed = TRUE WHERE day = '2027-06-12'",
        ["equals a fresh reckoning", "day 2027-06-12: disturbed True, not False"],
    ),
    (
        "a coverage that nobody reckoned",
        [],
        "DELETE FROM coverages WHERE weekday_class = 'saturday'",
        ["equals a fresh reckoning", "slot {slots[5]} on 2027-06-12: holdable True, not False"],
    ),
    (
        "a free time on a day that is still to be reckoned",
        [],
        "UPDATE days SET pending = TRUE WHERE day = '2027-06-12'",
        ["still to be reckoned", "slot {slots[5]} on 2027-06-12"],
    ),
    (
        "a venue without a place",
        [],
        "UPDATE places SET venue_id = NULL",
        ["Every venue has its place.", "venue {venue}"],
    ),
    (
        "a way back that takes longer",
        [],
        "UPDATE travel_times SET minutes = 77 WHERE from_place_id = {base}",
        ["The way back takes", "from place {base} to place {place}"],
    ),
    (
        "a way without a way back",
        [],
        "DELETE FROM travel_times WHERE from_place_id = {base}",
        ["The way back takes", "from place {place} to place {base}"],
    ),
    (
        "a way of its own in one direction only",
        [],
        "UPDATE travel_times SET per_direction = TRUE WHERE from_place_id = {base}",
        ["The way back takes", "from place {place} to place {base}"],
    ),
    (
        "two duties at once",
        [],
        "INSERT INTO duty_patterns (registrar_id, weekday, begins_minute, ends_minute, base_id, "
        "valid_from, every_weeks) VALUES ({registrar}, 5, 600, 660, {place}, '2027-06-01', 2)",
        ["Nobody has two duties at once.", "registrar {registrar} on 2027-06-05"],
    ),
    (
        "a registrar for a cancelled ceremony",
        [],
        "INSERT INTO assignments (reservation_id, registrar_id, pinned, assigned_at) VALUES "
        "({cancelled}, {registrar}, FALSE, '2027-03-01 09:00:00')",
        ["lives, or was performed", "of reservation {cancelled}, which is cancelled"],
    ),
    (
        "a pin to somebody who is not on duty",
        [],
        "INSERT INTO assignments (reservation_id, registrar_id, pinned, assigned_at) VALUES "
        "({approved}, {idle}, TRUE, '2027-03-01 09:00:00')",
        ["A pinned registrar", "registrar {idle} is not on duty on 2027-06-12"],
    ),
    (
        "one person pinned to two ceremonies at once",
        [],
        "INSERT INTO assignments (reservation_id, registrar_id, pinned, assigned_at) SELECT id, "
        "{registrar}, TRUE, created_at FROM reservations WHERE id IN ({approved}, {reserved}); "
        "UPDATE slots SET begins_at = '2027-06-12 07:15:00' WHERE id = {slots[1]}",
        ["A pinned registrar", "registrar {registrar}"],
    ),
    (
        "a hold without end",
        ["ck_reservations_held_until"],
        "UPDATE reservations SET held_until = NULL WHERE id = {held}",
        ["knows what its state says", "reservation {held} is held but lacks held_until"],
    ),
    (
        "reserved, nobody knows when",
        [],
        "UPDATE reservations SET reserved_at = NULL WHERE id = {reserved}",
        ["knows what its state says", "reservation {reserved} is reserved but lacks"],
    ),
    (
        "live and ended at once",
        [],
        "UPDATE reservations SET ended_at = created_at WHERE id = {approved}",
        ["knows what its state says", "reservation {approved} is approved but has ended"],
    ),
    (
        "compared by another address",
        [],
        "UPDATE reservations SET email_key = 'x@example.org' WHERE id = {approved}",
        ["compared by the address", "reservation {approved}"],
    ),
    (
        "reserved without a mail",
        [],
        "DELETE FROM outbox WHERE kind = 'reserved' AND reservation_id = {reserved}",
        ["has the mails", "reservation {reserved} has no mail reserved"],
    ),
    (
        "a mail both sent and given up",
        [],
        "UPDATE outbox SET sent_at = created_at, failed_at = created_at WHERE id = "
        "(SELECT min(id) FROM outbox)",
        ["sent, given up or dropped", "mail "],
    ),
    (
        "a link that opens nothing",
        [],
        "UPDATE tokens SET reservation_id = NULL WHERE id = (SELECT min(id) FROM tokens)",
        ["A link opens what its purpose says", "token "],
    ),
    (
        "a reservation the journal does not know",
        [],
        "DELETE FROM journal WHERE subject = 'reservation' AND subject_id = {cancelled}",
        ["The journal knows every reservation.", "reservation {cancelled}"],
    ),
    (
        "a slot of a venue that does not exist",
        ["foreign keys"],
        "UPDATE slots SET venue_id = 99999 WHERE id = {slots[5]}",
        ["exists", "slots {slots[5]}: venue_id 99999 does not exist"],
    ),
    (
        "a policy that cannot be",
        [],
        "INSERT INTO settings (name, value, valid_from, set_at) VALUES "
        "('lead_days', '9999', '2027-05-01', '2027-03-01 09:00:00')",
        ["The policies can all be true", "settings from 2027-05-01: lead_days, out_of_bounds"],
    ),
    (
        "a policy that cannot be read",
        [],
        "INSERT INTO settings (name, value, valid_from, set_at) VALUES "
        "('opening_time', '\"noon\"', '2027-05-01', '2027-03-01 09:00:00')",
        ["The policies can all be true", "settings from 2027-05-01: cannot be read"],
    ),
]


def take_out_of_the_way(session, guard: str) -> None:
    """Let the database accept what its schema forbids; the rollback puts the guard back."""
    on_sqlite = session.get_bind().dialect.name == "sqlite"
    if guard.startswith("uq_"):
        session.execute(text(f"DROP INDEX {guard}"))
    elif guard == "foreign keys":
        forget = "PRAGMA defer_foreign_keys = ON"
        session.execute(
            text(forget if on_sqlite else "SET LOCAL session_replication_role = replica")
        )
    elif on_sqlite:
        session.execute(text("PRAGMA ignore_check_constraints = ON"))
    else:
        table = guard.split("_")[1]
        session.execute(text(f"ALTER TABLE {table} DROP CONSTRAINT {guard}"))


@pytest.mark.parametrize(
    ("guards", "planted", "told"),
    [case[1:] for case in PLANTED],
    ids=[case[0] for case in PLANTED],
)
def test_a_planted_violation_is_found_and_named(session, city, guards, planted, told):
    verify(session, now=NOW)
    for guard in guards:
        take_out_of_the_way(session, guard)
    for statement in planted.format(**vars(city)).split("; "):
        assert session.execute(text(statement)).rowcount > 0
    session.expire_all()
    with pytest.raises(Violation) as violation:
        verify(session, now=NOW)
    for words in told:
        assert words.format(**vars(city)) in violation.value.message
    session.rollback()


def test_a_violation_ends_the_command_with_the_rows(app, session, city):
    session.execute(text("UPDATE slots SET holdable = FALSE"))
    session.commit()
    answer = app.test_cli_runner().invoke(args=["check"])
    assert answer.exit_code == 1
    assert f"slot {city.slots[5]} on 2027-06-12: holdable False, not True" in answer.output
    assert "paar1@example.org" not in answer.output


def test_addresses_are_not_named(session, city):
    session.execute(text("DROP INDEX uq_reservations_email_live"))
    session.execute(text("UPDATE reservations SET email_key = 'x@example.org'"))
    with pytest.raises(Violation) as violation:
        verify(session, now=NOW)
    assert "@" not in violation.value.message
    session.rollback()
