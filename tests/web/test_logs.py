"""What couples and staff type on the whole way stands in no log, at no level, on no failure."""

from __future__ import annotations

import logging
import re

import pytest

from app.cli.delivery import deliver_due
from app.models import Purpose
from app.rules.reservations import ReservationState
from app.web.couples import steps
from tests.factories import make_slot

TYPED = {
    "person1_given": "Kanaria",
    "person1_family": "Kanarsdottir",
    "person2_given": "Kanarius",
    "person2_family": "Kanarski",
    "email": "kanari.paar@example.org",
    "phone": "0170 5550199",
}
WORDS = ("Kanar", "kanari.paar", "5550199")


@pytest.fixture
def told(caplog, capfd):
    """Return all that was logged or printed so far."""
    caplog.set_level(logging.DEBUG)
    return lambda: caplog.text + "".join(capfd.readouterr())


def check(text):
    assert text
    for word in WORDS:
        assert word not in text
    # Secrets in links, and those that cookies carry.
    assert not re.search(r"(?<![\w-])[\w-]{43}(?![\w-])", text)


def test_the_way_to_the_approval(app, couple, as_staff, session, told):
    reservation = couple.reserve(make_slot(session), **TYPED)
    with app.app_context():
        deliver_due()
    couple.client.get(couple.page())
    couple.client.post(f"/de/r/{couple.link(Purpose.CONFIRM)}/bestaetigen")
    couple.client.post("/de/reservierung-finden", data={"wanted": TYPED["email"]})
    couple.client.post(f"/de/r/{couple.link(Purpose.ACCESS)}/zugang")
    case = f"/amt/reservierungen/{reservation.reference}"
    as_staff.post("/amt/reservierungen/suche", data={"gesucht": "Kanarski"})
    assert "Kanarski" in as_staff.get(case).text
    as_staff.post(f"{case}/zusagen")
    assert session.get(type(reservation), reservation.id).state is ReservationState.APPROVED
    check(told())


def test_a_failure_in_the_middle(app, couple, session, told, monkeypatch):
    couple.hold(make_slot(session))

    def fail(_session, _id, answers, **_more):
        raise ValueError(f"cannot save {answers}")

    app.config["PROPAGATE_EXCEPTIONS"] = False
    monkeypatch.setattr(steps, "save_answers", fail)
    names = {name: word for name, word in TYPED.items() if name.startswith("person")}
    answer = couple.post("sie-beide", **names)
    assert answer.status_code == 500
    logged = told()
    assert "ValueError" in logged
    check(logged)
