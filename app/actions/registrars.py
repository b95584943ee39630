"""Who performs ceremonies: enter, change, retire."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.actions.journal import record
from app.actions.staffing import changing_staffing, lock_staffing
from app.models import Account, Registrar, Venue
from app.queries.duties import get_registrar
from app.rules.calendar import berlin_day
from app.rules.permissions import Actor
from app.rules.refusals import DutyNotPossible


@dataclass(frozen=True)
class WantedRegistrar:
    """What the office says about a registrar."""

    name: str
    short_name: str
    phone: str | None = None
    languages: tuple[str, ...] = ("de",)
    account_id: int | None = None
    #: Last day on which they perform ceremonies.
    valid_until: date | None = None
    #: Venues they do not serve.
    unserved: frozenset[int] = frozenset()


def add_registrar(
    session: Session, wanted: WantedRegistrar, *, actor: Actor, now: datetime
) -> Registrar:
    """Enter somebody who performs ceremonies; duties come later.

    Raises:
        DutyNotPossible: somebody in service is called the same, or the account is another's.
    """
    lock_staffing(session)
    _check(session, wanted, None, now=now)
    registrar = Registrar(created_at=now, languages=list(wanted.languages), name=wanted.name)
    _write(session, registrar, wanted)
    session.add(registrar)
    session.flush()
    record(session, "registrar.added", "registrar", registrar.id, actor=actor, now=now)
    return registrar


def change_registrar(
    session: Session, registrar_id: int, wanted: WantedRegistrar, *, actor: Actor, now: datetime
) -> Registrar:
    """Change what is known about a registrar; saying the same twice changes nothing.

    Raises:
        NotFound: there is none.
        DutyNotPossible: as when entering.
        CeremoniesInTheWay: they would be missing.
    """
    lock_staffing(session)
    registrar = get_registrar(session, registrar_id)
    before = _known(registrar)
    changed = sorted(name for name, value in before.items() if value != getattr(wanted, name))
    if not changed:
        return registrar
    _check(session, wanted, registrar, now=now)
    if {"valid_until", "languages", "unserved"} & set(changed):
        with changing_staffing(session, berlin_day(now), now=now):
            _write(session, registrar, wanted)
    else:
        _write(session, registrar, wanted)
    record(
        session,
        "registrar.changed",
        "registrar",
        registrar.id,
        actor=actor,
        now=now,
        changed=changed,
    )
    return registrar


def retire_registrar(
    session: Session, registrar_id: int, last_on: date, *, actor: Actor, now: datetime
) -> Registrar:
    """Let somebody perform ceremonies until a day, included, and none after it.

    Raises:
        NotFound: there is none.
        CeremoniesInTheWay: they would be missing.
    """
    lock_staffing(session)
    registrar = get_registrar(session, registrar_id)
    if registrar.valid_until == last_on:
        return registrar
    with changing_staffing(session, berlin_day(now), now=now):
        registrar.valid_until = last_on
    record(
        session,
        "registrar.retired",
        "registrar",
        registrar.id,
        actor=actor,
        now=now,
        last_on=last_on.isoformat(),
    )
    return registrar


def _known(registrar: Registrar) -> dict[str, object]:
    return {
        "name": registrar.name,
        "short_name": registrar.short_name,
        "phone": registrar.phone,
        "languages": tuple(registrar.languages),
        "account_id": registrar.account_id,
        "valid_until": registrar.valid_until,
        "unserved": frozenset(venue.id for venue in registrar.unserved),
    }


def _write(session: Session, registrar: Registrar, wanted: WantedRegistrar) -> None:
    registrar.name = wanted.name
    registrar.short_name = wanted.short_name
    registrar.phone = wanted.phone
    registrar.languages = list(wanted.languages)
    registrar.account_id = wanted.account_id
    registrar.valid_until = wanted.valid_until
    venues = select(Venue).where(Venue.id.in_(wanted.unserved)).order_by(Venue.name)
    registrar.unserved = list(session.scalars(venues))


def _check(
    session: Session, wanted: WantedRegistrar, own: Registrar | None, *, now: datetime
) -> None:
    others = select(Registrar.id).where(Registrar.id != (own.id if own else 0))
    namesake = others.where(
        func.lower(Registrar.short_name) == wanted.short_name.lower(),
        or_(Registrar.valid_until.is_(None), Registrar.valid_until >= berlin_day(now)),
    )
    if session.scalar(namesake) is not None:
        raise DutyNotPossible("short_name", "name_taken")
    if wanted.account_id is None:
        return
    if session.get(Account, wanted.account_id) is None:
        raise DutyNotPossible("account", "no_account")
    if session.scalar(others.where(Registrar.account_id == wanted.account_id)) is not None:
        raise DutyNotPossible("account", "account_taken")
