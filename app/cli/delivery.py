"""Send what is due: take, write, hand over, note; each note in a transaction of its own."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from email.message import EmailMessage

from flask import current_app

from app import clock
from app.actions import outbox
from app.failures import trace_of
from app.mail import Letter, NotSent, Postman, compose, postman_for, prepare
from app.rules.mails import LEASE_LASTS
from app.transaction import transaction

log = logging.getLogger(__name__)

#: Seconds of a lease after which no further mail is begun, so that none is sent by two workers.
BUDGET = LEASE_LASTS.total_seconds() / 2


@dataclass
class Round:
    """What became of one round."""

    accepted: int = 0
    #: False: nobody was there to take mails, so the round ended early; what is due stays due.
    reachable: bool = True


def deliver_due() -> Round:
    """Send all mails whose turn has come.

    Safe to run in several processes at once. Killed between handing over and noting, a mail is
    sent again after its lease, with the same Message-ID.
    """
    outcome, taken = Round(), True
    while taken and outcome.reachable:
        letters, taken = _take_letters()
        _bring_away(letters, outcome)
    return outcome


def _take_letters() -> tuple[list[Letter], bool]:
    now = clock.now()
    with transaction() as session:
        mails = outbox.take_due(session, now=now)
        letters = []
        for mail in mails:
            try:
                with session.begin_nested():
                    letter = prepare(session, mail, base_url=_base_url(), now=now)
            except Exception as error:
                # Our fault; it must not keep the others.
                said = "mail %d of kind %s cannot be prepared\n%s"
                log.error(said, mail.id, mail.kind, trace_of(error))
                outbox.note_missed(session, mail.id, "unwritable", now=now)
                continue
            if letter is None:
                log.info("mail %d dropped: %s", mail.id, mail.dropped_because)
            else:
                letters.append(letter)
    return letters, bool(mails)


def _bring_away(letters: list[Letter], outcome: Round) -> None:
    until = time.monotonic() + BUDGET
    with postman_for(current_app.config["MAIL_URL"]) as postman:
        for place, letter in enumerate(letters):
            if time.monotonic() > until:
                break
            try:
                _hand_over(postman, letter)
            except NotSent as missed:
                # Nobody there: the rest would fare alike, and waiting for each takes too long.
                _note_missed(letters[place:] if missed.unreachable else [letter], str(missed))
                if missed.unreachable:
                    outcome.reachable = False
                    break
            else:
                _note_sent(letter)
                outcome.accepted += 1


def _hand_over(postman: Postman, letter: Letter) -> None:
    message = _write(letter)
    name = f"{letter.created_at:%Y%m%dT%H%M%SZ}-{letter.mail_id:06}-{letter.message_id[:8]}"
    postman.send(message, recipient=message["To"].addresses[0].addr_spec, name=name)


def _write(letter: Letter) -> EmailMessage:
    try:
        return compose(letter, base_url=_base_url(), now=clock.now())
    except Exception as error:
        # A mail that cannot be written is our fault; it must not keep the others.
        said = "mail %d of kind %s cannot be written\n%s"
        log.error(said, letter.mail_id, letter.kind, trace_of(error))
        raise NotSent("unwritable") from error


def _note_sent(letter: Letter) -> None:
    with transaction() as session:
        outbox.note_sent(session, letter.mail_id, now=clock.now())
    log.info("mail %d of kind %s sent", letter.mail_id, letter.kind)


def _note_missed(letters: list[Letter], error: str) -> None:
    with transaction() as session:
        for letter in letters:
            outbox.note_missed(session, letter.mail_id, error, now=clock.now())
    for letter in letters:
        log.warning("mail %d of kind %s not sent: %s", letter.mail_id, letter.kind, error)


def _base_url() -> str:
    return str(current_app.config["BASE_URL"])
