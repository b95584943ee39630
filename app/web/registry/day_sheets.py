"""Sheets of a day: for one person on the screen, for the office and for one person as PDF."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app import clock
from app.extensions import db
from app.models import Registrar, Reservation
from app.queries import NotFound
from app.queries.duties import list_places
from app.queries.rosters import RosterDay, get_people, get_roster_day
from app.rules.permissions import Permission
from app.web.access import requires
from app.web.filters import hour_minute, language, long_date, medium_date_time
from app.web.office import todays_policies
from app.web.pdf import pdf_answer, write_pdf
from app.web.registry import bp
from app.web.registry.roster.words import duty_hours
from app.web.registry.sheets import SheetLine, own_lines, sheet_of
from app.web.registry.words import needs_in_words
from app.web.words import STATE_WORDS


@dataclass(frozen=True)
class Sheet:
    """A day with its lines."""

    roster: RosterDay
    people: dict[str, Registrar]
    lines: list[SheetLine]


def read_sheet(day: date) -> Sheet:
    """Return the sheet of a day; a constant number of queries."""
    session = db.session()
    roster = get_roster_day(session, day, now=clock.now())
    people = get_people(session, roster)
    bases = {str(place.id): place.name for place in list_places(session)}
    return Sheet(roster, people, sheet_of(roster, people, bases))


@bp.get("/tag/<day:day>/person/<int:registrar_id>")
@requires(Permission.SEE_OFFICE)
def person_sheet(day: date, registrar_id: int) -> ResponseReturnValue:
    sheet = read_sheet(day)
    person = _person(sheet, registrar_id)
    return render_template(
        "registry/person_sheet.html",
        day=day,
        person=person,
        lines=own_lines(sheet.lines, str(person.id)),
        duties=duty_hours(duties) if (duties := _duties(sheet, person)) else "",
        now=clock.now(),
    )


@bp.get("/tag/<day:day>/pdf")
@requires(Permission.SEE_OFFICE)
def day_list_pdf(day: date) -> ResponseReturnValue:
    sheet = read_sheet(day)
    content = write_pdf("day_sheet", _office_paper(day, sheet), now=clock.now())
    return pdf_answer(content, f"tagesliste-{day}")


@bp.get("/tag/<day:day>/person/<int:registrar_id>/pdf")
@requires(Permission.SEE_OFFICE)
def person_sheet_pdf(day: date, registrar_id: int) -> ResponseReturnValue:
    sheet = read_sheet(day)
    person = _person(sheet, registrar_id)
    content = write_pdf("day_sheet", _own_paper(day, sheet, person), now=clock.now())
    return pdf_answer(content, f"tagesblatt-{day}-{registrar_id}")


def count_own(sheet: Sheet) -> list[tuple[Registrar, int]]:
    """Return everybody with a ceremony on the day, and how many."""
    counts = Counter(line.case.job.registrar for line in sheet.lines)
    found = [(sheet.people[key], number) for key, number in counts.items() if key]
    return sorted(found, key=lambda pair: pair[0].short_name)


def _person(sheet: Sheet, registrar_id: int) -> Registrar:
    try:
        return sheet.people[str(registrar_id)]
    except KeyError:
        raise NotFound from None


def _duties(sheet: Sheet, person: Registrar) -> tuple[Any, ...]:
    return tuple(duty for duty in sheet.roster.duties if duty.registrar == str(person.id))


def _paper(day: date, lines: list[SheetLine]) -> dict[str, Any]:
    return {
        "title": long_date(day),
        "office": todays_policies().office_name,
        "language": language(),
        "printed": _("gedruckt %(when)s", when=medium_date_time(clock.now())),
        "open_head": _("Noch zu klären"),
        "open": [
            f"{hour_minute(line.case.reservation.slot.begins_at)} "
            f"{line.case.reservation.slot.venue.short_name}: "
            + (f"{line.who} {line.way}" if line.who else line.way)
            for line in lines
            if line.stops
        ],
        "nobody": _("An diesem Tag heiratet niemand."),
        "contacts_head": _("Im Haus erreichbar"),
        "contacts": _contacts(lines),
    }


def _office_paper(day: date, sheet: Sheet) -> dict[str, Any]:
    rows = [
        [
            {"text": hour_minute(line.case.reservation.slot.begins_at), "strong": True},
            {"text": line.case.reservation.slot.venue.short_name, "strong": True},
            {
                "text": couple_words(line.case.reservation),
                "small": line.case.reservation.reference,
            },
            _guests(line.case.reservation),
            {"text": line.who or "________", "small": _with_doubt(line.way, line)},
            needs_in_words(line.case.reservation) or "–",
            str(STATE_WORDS[line.case.reservation.state]),
            {"box": True},
            {"box": True},
        ]
        for line in sheet.lines
    ]
    return _paper(day, sheet.lines) | {
        "lead": ngettext("%(num)s Trauung", "%(num)s Trauungen", len(rows)),
        "columns": ["auto", "2", "3", "auto", "2.6", "3", "auto", "auto", "auto"],
        "heads": [
            _("Uhr"),
            _("Trauort"),
            _("Paar"),
            _("Gäste"),
            _("Standesamt"),
            _("Braucht"),
            _("Stand"),
            _("Paar da"),
            _("erledigt"),
        ],
        "rows": rows,
    }


def _own_paper(day: date, sheet: Sheet, person: Registrar) -> dict[str, Any]:
    lines = own_lines(sheet.lines, str(person.id))
    rows = [
        [
            {"text": hour_minute(line.there_at), "small": leaving_words(line)},
            {
                "text": hour_minute(line.case.reservation.slot.begins_at),
                "strong": True,
                "small": _with_doubt("", line),
            },
            {
                "text": line.case.reservation.slot.venue.name,
                "strong": True,
                "small": line.case.reservation.slot.venue.address or "",
            },
            {
                "text": couple_words(line.case.reservation),
                "small": line.case.reservation.reference,
            },
            _guests(line.case.reservation),
            needs_in_words(line.case.reservation) or "–",
            {"box": True},
        ]
        for line in lines
    ]
    return _paper(day, lines) | {
        "lead": f"{person.name}, {duty_hours(_duties(sheet, person))}",
        "columns": ["2.4", "auto", "3", "3", "auto", "3", "auto"],
        "heads": [
            _("Da sein"),
            _("Trauung"),
            _("Trauort"),
            _("Paar"),
            _("Gäste"),
            _("Braucht"),
            _("erledigt"),
        ],
        "rows": rows,
    }


def couple_words(reservation: Reservation) -> str:
    """Return the couple by its family names."""
    one, other = reservation.person1_family, reservation.person2_family
    if not one or not other:
        return _("noch ohne Namen")
    return _("%(first)s und %(other)s", first=one, other=other)


def leaving_words(line: SheetLine) -> str:
    """Return when to leave and from where; empty if there is no way."""
    if line.leave_at is None or not line.minutes:
        return ""
    leave_at = hour_minute(line.leave_at)
    if not line.origin:
        return _("los %(time)s, %(num)d Min. Weg", time=leave_at, num=line.minutes)
    return _(
        "los %(time)s, %(num)d Min. ab %(origin)s",
        time=leave_at,
        num=line.minutes,
        origin=line.origin,
    )


def _with_doubt(words: str, line: SheetLine) -> str:
    doubt = _("vorläufig") if line.case.is_provisional else ""
    return ", ".join(filter(None, (words, doubt)))


def _guests(reservation: Reservation) -> str:
    return str(reservation.guests) if reservation.guests is not None else "–"


def _contacts(lines: list[SheetLine]) -> list[str]:
    venues = {line.case.reservation.slot.venue for line in lines}
    return [
        f"{venue.short_name} {venue.contact_phone}"
        for venue in sorted(venues, key=lambda one: one.short_name)
        if venue.contact_phone
    ]


@bp.context_processor
def know_sheets() -> dict[str, Any]:
    """Give the office's templates these words."""
    return {"leaving_words": leaving_words}
