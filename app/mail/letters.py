"""From a row of the outbox to one message for one recipient."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, getaddresses
from typing import Any
from urllib.parse import urlsplit

from flask import current_app
from flask_babel import force_locale
from sqlalchemy.orm import Session

from app.actions import outbox, tokens
from app.mail.kinds import KINDS, LINKS, Kind
from app.mail.words import clock_time, euros, long_day, reason_of, short_day
from app.models import Account, OutgoingMail, Reservation
from app.queries.settings import get_policies
from app.rules.calendar import berlin_day
from app.rules.reservations import ReservationState, registration_window


@dataclass(frozen=True)
class Letter:
    """Everything a message needs, detached from the database."""

    mail_id: int
    kind: str
    language: str
    recipient: str
    message_id: str
    created_at: datetime
    context: dict[str, Any]


def prepare(session: Session, mail: OutgoingMail, *, base_url: str, now: datetime) -> Letter | None:
    """Read what a mail says at this moment and make its links; drop it if it is pointless.

    Raises:
        KeyError: there is no such kind, or a fact is missing.
    """
    kind = KINDS[mail.kind]
    reservation, account = _subjects(session, mail)
    because = _pointless(kind, mail, reservation, account, now=now)
    if because is not None:
        outbox.drop(mail, because, now=now)
        return None
    missing = kind.facts - mail.facts.keys()
    if missing:
        raise KeyError(f"{mail.kind} lacks {', '.join(sorted(missing))}")
    context: dict[str, Any] = {
        "language": mail.language,
        "facts": mail.facts,
        "today": berlin_day(now),
        "policies": get_policies(session, berlin_day(now)),
        "links": _links(session, kind, mail, base_url=base_url, now=now),
    }
    if reservation is not None:
        context |= _of_reservation(reservation, context)
    return Letter(
        mail_id=mail.id,
        kind=mail.kind,
        language=mail.language,
        recipient=mail.recipient,
        message_id=mail.message_id,
        created_at=mail.created_at,
        context=context,
    )


def compose(letter: Letter, *, base_url: str, now: datetime) -> EmailMessage:
    """Write the message, as text and as HTML, in the recipient's language.

    Raises:
        ValueError: the recipient is not exactly one address.
    """
    recipient = one_address(letter.recipient)
    host = urlsplit(base_url).hostname or "localhost"
    policies = letter.context["policies"]
    with force_locale(letter.language):
        subject = _subject(letter)
        context = {**letter.context, **_HELPERS, "subject": subject}
        text, html = (
            current_app.jinja_env.get_template(f"mail/{letter.kind}.{ending}").render(context)
            for ending in ("txt", "html")
        )
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(_one_line(policies.office_name), addr_spec=_sender(policies, host))
    message["To"] = Address(addr_spec=recipient)
    message["Subject"] = subject
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{letter.message_id}@{host}>"
    # Nobody's "I am on holiday" is to come back.
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = letter.language
    message.set_content(re.sub(r"\n{3,}", "\n\n", text.strip()) + "\n")
    message.add_alternative(html, subtype="html")
    return message


def one_address(text: str) -> str:
    """Return the address, its domain in ASCII.

    Raises:
        ValueError: the text is no address, or several, or carries a name.
    """
    try:
        address = Address(addr_spec=text)
        domain = address.domain.encode("idna").decode("ascii")
    except Exception:
        # The parsers answer bad input with any of seven kinds of error.
        raise ValueError("not exactly one address") from None
    is_one = len(getaddresses([text])) == 1 and address.addr_spec == text
    is_plain = text.count("@") == 1 and re.fullmatch(
        r"[\w.!#$%&'*+/=?^`{|}~-]+", address.username, re.A
    )
    if not (is_one and is_plain and re.fullmatch(r"\w[\w.-]*", domain, re.A)):
        raise ValueError("not exactly one address")
    return f"{address.username}@{domain}"


def _subject(letter: Letter) -> str:
    subject = _one_line(KINDS[letter.kind].subject(letter.context))
    reference = letter.context.get("reference")
    return f"{subject} – {reference}" if reference else subject


def _subjects(session: Session, mail: OutgoingMail) -> tuple[Reservation | None, Account | None]:
    reservation = session.get(Reservation, mail.reservation_id) if mail.reservation_id else None
    account = session.get(Account, mail.account_id) if mail.account_id else None
    return reservation, account


def _pointless(
    kind: Kind,
    mail: OutgoingMail,
    reservation: Reservation | None,
    account: Account | None,
    *,
    now: datetime,
) -> str | None:
    """Return why a mail should not be sent any more, or None."""
    if not mail.recipient:
        return "erased"
    if account is not None and account.closed_at is not None:
        return "account_closed"
    if kind.states is None:
        return None
    if reservation is None:
        return "no_reservation"
    if reservation.state not in kind.states:
        return f"reservation_{reservation.state.value}"
    confirm_until = reservation.confirm_until
    is_open = reservation.state is ReservationState.REQUESTED
    if is_open and confirm_until is not None and confirm_until <= now:
        return "confirm_window_over"
    return None


def _links(
    session: Session, kind: Kind, mail: OutgoingMail, *, base_url: str, now: datetime
) -> dict[str, str]:
    links = {}
    for name in kind.links:
        link = LINKS[name]
        secret = ""
        if link.purpose is not None:
            secret = tokens.mint(
                session,
                link.purpose,
                now=now,
                reservation_id=mail.reservation_id,
                account_id=mail.account_id,
            )
        links[name] = base_url + link.path.format(
            language=mail.language, secret=secret, slug=mail.facts.get("slug", "")
        )
    return links


def _of_reservation(reservation: Reservation, context: dict[str, Any]) -> dict[str, Any]:
    slot = reservation.slot
    opens_on, ends_on = registration_window(slot.day, context["policies"])
    return {
        "reference": reservation.reference,
        "day": slot.day,
        "begins_at": slot.begins_at,
        "venue": slot.venue.name,
        "venue_short": slot.venue.short_name,
        "venue_address": slot.venue.address,
        "reason": reason_of(reservation),
        "state_of": reservation.state.value,
        "fee_cents": slot.fee_cents,
        "confirm_until": reservation.confirm_until,
        "registration_opens_on": opens_on,
        "registration_ends_on": ends_on,
    }


def _sender(policies: Any, host: str) -> str:
    try:
        return one_address(policies.office_email)
    except ValueError:
        return f"noreply@{host}"


def _one_line(text: str) -> str:
    return " ".join(text.split())


_HELPERS = {
    "long_day": long_day,
    "short_day": short_day,
    "clock_time": clock_time,
    "euros": euros,
    "berlin_day": berlin_day,
    "instant": datetime.fromisoformat,
}
