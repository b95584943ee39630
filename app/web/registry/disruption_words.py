"""The desk in words: what it means if somebody steps in, and what to write to a couple."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from app.mail.words import clock_time, long_day
from app.models import AbsenceKind, Slot
from app.queries.rosters import Case, RosterDay
from app.rules.disruptions import Consequence, Substitute
from app.rules.policies import Policies
from app.web.registry.roster.words import fit_words, place_and_time


def substitute_words(
    found: Substitute, roster: RosterDay, absences: Mapping[str, AbsenceKind]
) -> str:
    """Return what it would mean: „frei, 12 Min. Weg“, „dann ist 11:30 Wasserburg offen“."""
    others = ", ".join(place_and_time(roster.case_of(key)) for key in found.others)
    if found.consequence is Consequence.FREE:
        return fit_words(found.fit, roster, absences)[1]
    if found.consequence is Consequence.LEAVES_OPEN:
        return _("dann ist %(others)s offen", others=others)
    if not found.others:
        return _("geht, wenn andere mit tauschen")
    return _("geht, dann übernimmt jemand anders %(others)s", others=others)


def message_for(case: Case, slots: Sequence[Slot], *, closed: bool, office: Policies) -> str:
    """Return what the office can write to a couple, in the couple's language."""
    reservation = case.reservation
    with force_locale(reservation.language):
        parts = [
            _greeting(case),
            _what_happened(case, closed=closed),
            _offers(slots, reservation.language),
            _("Bis Sie sich entschieden haben, bleibt Ihre Reservierung bestehen."),
            f"{_('Ihre Reservierungsnummer: %(reference)s', reference=reservation.reference)}\n"
            f"{office.office_name}, {office.office_phone}",
        ]
    return "\n\n".join(parts)


def _greeting(case: Case) -> str:
    couple = case.reservation
    names = [
        " ".join(filter(None, name))
        for name in (
            (couple.person1_given, couple.person1_family),
            (couple.person2_given, couple.person2_family),
        )
    ]
    if not all(names):
        return _("Guten Tag,")
    return _("Guten Tag, %(first)s und %(other)s,", first=names[0], other=names[1])


def _what_happened(case: Case, *, closed: bool) -> str:
    slot, language = case.reservation.slot, case.reservation.language
    what = _(
        "Ihre Trauung am %(day)s um %(time)s Uhr, %(venue)s, kann leider nicht wie geplant "
        "stattfinden.",
        day=long_day(slot.day, language),
        time=clock_time(slot.begins_at),
        venue=slot.venue.name,
    )
    if closed:
        # Either the venue is closed or the whole office: this is true of both.
        why = _("Zu dieser Zeit können dort keine Trauungen stattfinden.")
    else:
        why = _("Zu dieser Zeit kann niemand vom Standesamt dort sein.")
    return f"{what} {why} {_('Das tut uns sehr leid.')}"


def _offers(slots: Sequence[Slot], language: str) -> str:
    if not slots:
        return _("Bitte rufen Sie uns an. Wir suchen mit Ihnen einen anderen Termin.")
    lead = ngettext(
        "Diesen Termin können wir Ihnen stattdessen anbieten:",
        "Einen von diesen Terminen können wir Ihnen stattdessen anbieten:",
        len(slots),
    )
    lines = [
        _(
            "• %(day)s, %(time)s Uhr, %(venue)s",
            day=long_day(slot.day, language),
            time=clock_time(slot.begins_at),
            venue=slot.venue.name,
        )
        for slot in slots
    ]
    ask = _("Bitte sagen Sie uns, was Ihnen passt. Sie können uns auch anrufen.")
    return "\n".join([lead, *lines]) + f"\n\n{ask}"
