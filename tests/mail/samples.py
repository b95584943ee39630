"""One mail of each kind, as the actions post them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from app.actions.outbox import post
from app.mail import KINDS
from app.models import OutgoingMail, Setting
from app.rules.permissions import Role
from app.rules.reservations import ReservationState
from tests.factories import NOW, make_account, make_reservation, make_slot

FACTS: dict[str, dict[str, Any]] = {
    "moved": {
        "before": "2027-06-05T08:30:00+00:00",
        "before_venue": "Malakoffturm",
        "before_cents": 6600,
    },
    "slots_returned": {
        "count": 3,
        "venue": "Malakoffturm",
        "reasons": ["Am 12. Juni ist der Saal belegt."],
    },
    "slots_released": {
        "count": 38,
        "venue": "Malakoffturm",
        "visible": 30,
        "later": 8,
        "slug": "malakoffturm",
        "opens_at": "2027-03-02T08:00:00+00:00",
    },
}


def post_sample(
    session: Session,
    kind: str,
    *,
    recipient: str = "paar@example.org",
    language: str = "de",
    **overrides: Any,
) -> OutgoingMail:
    """Post a mail of this kind to one recipient; overrides are of the reservation."""
    states = KINDS[kind].states if kind in KINDS else None
    reservation = account = None
    if states is not None:
        state = overrides.pop("state", sorted(states)[0])
        values = {"email": recipient, "email_key": recipient, "language": language}
        reservation = make_reservation(
            session, make_slot(session, **overrides.pop("slot", {})), state, **values | overrides
        )
        if state is ReservationState.REQUESTED and "confirm_until" not in overrides:
            reservation.confirm_until = NOW + timedelta(hours=24)
    else:
        account = make_account(session, role=Role.OPERATOR)
    mail = post(
        session,
        kind,
        recipient,
        language=language,
        now=NOW,
        reservation=reservation,
        account=account,
        **FACTS.get(kind, {}),
    )
    session.flush()
    return mail


def set_policies(session: Session, **values: Any) -> None:
    """Store policies as they apply since long ago."""
    for name, value in values.items():
        since = (NOW - timedelta(days=400)).date()
        session.add(Setting(name=name, value=value, valid_from=since, set_at=NOW))
    session.flush()
