"""A couple at its browser, for tests: walks the form, and reads what it gets."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.actions.tokens import mint
from app.models import Purpose, Reservation, Slot
from tests.factories import NOW
from tests.support.client import ProofReadingClient, make_client

NAMES = {
    "person1_given": "Merve",
    "person1_family": "Aydın",
    "person2_given": "Jonas",
    "person2_family": "Kowalski",
}
CONTACT = {"email": "merve.aydin@example.org", "phone": ""}
CEREMONY = {"guests": "12"}


class Couple:
    """One browser and the way it goes."""

    def __init__(self, client: ProofReadingClient, session: Session, lang: str = "de") -> None:
        self.client = client
        self.session = session
        self.lang = lang
        self.secret = ""

    def hold(self, slot: Slot | int, **fields: Any) -> TestResponse:
        """Click on a time; keeps the secret of the form."""
        slot_id = slot if isinstance(slot, int) else slot.id
        answer = self.client.post(f"/{self.lang}/halten", data={"slot": slot_id, **fields})
        found = re.search(r"/reservieren/([^/]+)/", answer.location or "")
        self.secret = found[1] if found else self.secret
        return answer

    def post(self, step: str, **fields: Any) -> TestResponse:
        """Send one step of the form."""
        return self.client.post(self.step(step), data=fields)

    def get(self, step: str) -> TestResponse:
        """Look at one step of the form."""
        return self.client.get(self.step(step))

    def step(self, step: str) -> str:
        """Return the address of a step."""
        return f"/{self.lang}/reservieren/{self.secret}/{step}".rstrip("/")

    def fill_in(self, **answers: Any) -> None:
        """Fill in all three steps."""
        for step, fields in (("sie-beide", NAMES), ("kontakt", CONTACT), ("trauung", CEREMONY)):
            typed = {name: answers.get(name, value) for name, value in fields.items()}
            answer = self.post(step, **typed)
            assert answer.status_code == 303, answer.text

    def reserve(self, slot: Slot | int, **answers: Any) -> Reservation:
        """Go the whole way up to the confirmation."""
        self.hold(slot)
        self.fill_in(**answers)
        assert self.post("pruefen").status_code == 303
        return self.reservation

    @property
    def reservation(self) -> Reservation:
        """What this browser made last."""
        newest = select(Reservation).order_by(Reservation.id.desc()).limit(1)
        return self.session.scalars(newest).one()

    def page(self, *rest: str) -> str:
        """Return the address of the reservation's page, or of one below it."""
        return "/".join((f"/{self.lang}/r/{self.secret}", *rest))

    def link(self, purpose: Purpose, reservation: Reservation | None = None) -> str:
        """Return the secret of a link as a mail would carry it."""
        found = reservation or self.reservation
        secret = mint(self.session, purpose, now=NOW, reservation_id=found.id)
        self.session.commit()
        return secret


@pytest.fixture
def make_couple(app: Flask, session: Session) -> Callable[..., Couple]:
    """Make another couple with a browser of its own: ``make_couple(lang="en")``."""
    return lambda lang="de": Couple(make_client(app, session), session, lang)


@pytest.fixture
def couple(make_couple: Callable[..., Couple]) -> Couple:
    """A couple that has not done anything yet."""
    return make_couple()
