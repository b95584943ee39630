"""How a change that cannot be is answered: a sentence at its field, and what is in the way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.extensions import db
from app.models import Registrar
from app.queries.places import list_places_with_venues
from app.rules.in_the_way import InTheWay, Remedy, RemedyKind
from app.rules.refusals import (
    AbsenceHitsAssignments,
    CeremoniesInTheWay,
    DutyNotPossible,
    Refusal,
)
from app.web.filters import hour_minute
from app.web.refusals import sentence_for
from app.web.registry.duty.words import place_in_short


@dataclass(frozen=True)
class ShownCase:
    """One ceremony in the way, and what would solve it in words."""

    case: InTheWay
    remedies: tuple[str, ...]


def put_refusal(form: FlaskForm, refusal: Refusal) -> list[ShownCase]:
    """Write a refusal where it belongs in the form; returns the ceremonies it names."""
    sentence = sentence_for(refusal)
    if isinstance(refusal, DutyNotPossible) and refusal.field in form:
        form[refusal.field].errors = [sentence]
    else:
        form.form_errors.append(sentence)
    if isinstance(refusal, CeremoniesInTheWay | AbsenceHitsAssignments):
        return show_cases(db.session(), refusal.cases)
    return []


def show_cases(session: Session, cases: Iterable[InTheWay]) -> list[ShownCase]:
    """Return ceremonies with their remedies in words; two queries."""
    people = {row.id: row.name for row in session.execute(select(Registrar.id, Registrar.name))}
    places = {place.id: place_in_short(place) for place in list_places_with_venues(session)}
    return [
        ShownCase(case, tuple(_words(remedy, people, places) for remedy in case.remedies))
        for case in cases
    ]


def _words(remedy: Remedy, people: dict[int, str], places: dict[int, str]) -> str:
    if remedy.kind is RemedyKind.SHORTER_WAY:
        return _(
            "Weg %(origin)s – %(target)s in höchstens %(minutes)s Minuten",
            origin=places.get(remedy.origin or 0, ""),
            target=places.get(remedy.target or 0, ""),
            minutes=remedy.minutes,
        )
    assert remedy.begins_at is not None
    assert remedy.ends_at is not None
    facts = {
        "name": people.get(remedy.registrar or 0, ""),
        "begins": hour_minute(remedy.begins_at),
        "ends": hour_minute(remedy.ends_at),
        "base": places.get(remedy.base or 0, ""),
    }
    if remedy.kind is RemedyKind.CALL_IN:
        return _("%(name)s kommt von %(begins)s bis %(ends)s Uhr dazu, ab %(base)s", **facts)
    return _("Dienst von %(name)s auf %(begins)s bis %(ends)s Uhr verlängern, ab %(base)s", **facts)
