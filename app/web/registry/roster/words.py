"""The roster in words: why somebody fits or not, what does not work, what was just changed."""

from __future__ import annotations

from collections.abc import Mapping

from babel.numbers import format_decimal
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.models import AbsenceKind, Entry, Registrar
from app.queries.rosters import Case, RosterDay
from app.rules.announcements import Told
from app.rules.assignments import Gap, Problem, Trouble
from app.rules.calendar import berlin_day
from app.rules.fits import Fit, Verdict
from app.rules.roster import Duty
from app.web.filters import clock, day_and_month, hour_minute, language
from app.web.registry.duty.words import hours_in_words

AWAY = {
    AbsenceKind.LEAVE: _l("Urlaub"),
    AbsenceKind.TRAINING: _l("Fortbildung"),
    AbsenceKind.SHORT_NOTICE: _l("kurzfristig abwesend"),
    AbsenceKind.OTHER: _l("abwesend"),
}


def place_and_time(case: Case) -> str:
    """Write „11:00 Schloss Beck“."""
    slot = case.reservation.slot
    return f"{hour_minute(slot.begins_at)} {slot.venue.short_name}"


def duty_hours(duties: tuple[Duty, ...]) -> str:
    """Write „9:00–12:00, 13:00–15:00“."""
    if not duties:
        return _("nicht im Dienst")
    return ", ".join(hours_in_words(duty.begins, duty.ends) for duty in duties)


def hours(load: float) -> str:
    """Write „4,5 Std.“."""
    number = format_decimal(round(load, 1), format="0.0", locale=language())
    return _("%(number)s Std.", number=number)


def fit_words(fit: Fit, roster: RosterDay, absences: Mapping[str, AbsenceKind]) -> tuple[str, str]:
    """Return the verdict and the reason: („passt“, „12 Min. Weg, 20 Min. Luft“)."""
    other = place_and_time(roster.case_of(fit.other)) if fit.other else ""
    if fit.fits:
        return _("passt:"), _fitting(fit, roster)
    away = absences.get(fit.registrar)
    if fit.verdict is Verdict.OFF_DUTY and away is not None:
        return str(AWAY[away]), ""
    duties = tuple(duty for duty in roster.duties if duty.registrar == fit.registrar)
    plain = {
        Verdict.TOO_TIGHT: (_too_tight(fit), other),
        Verdict.BUSY: (_("belegt:"), other),
        Verdict.OUTSIDE: _outside(fit, duties),
        Verdict.UNKNOWN_WAY: (_("Wegezeit fehlt"), ""),
        Verdict.LANGUAGE: (_("spricht die Sprache nicht"), ""),
        Verdict.UNSERVED: (_("traut dort nicht"), ""),
        Verdict.OFF_DUTY: (_("nicht im Dienst"), ""),
    }
    return plain[fit.verdict]


def _outside(fit: Fit, duties: tuple[Duty, ...]) -> tuple[str, str]:
    """Say what is missing at the beginning or at the end of the duty, if it is on duty at all."""
    gap = fit.problem.gap if fit.problem else None
    if gap is None:
        return _("nicht im Dienst:"), _("Dienst %(hours)s", hours=duty_hours(duties))
    if gap.before is None:
        late = _("%(num)d Min. zu spät dort:", num=fit.problem.short if fit.problem else 0)
        hour = _("Dienst ab %(time)s", time=hour_minute(gap.begins))
    else:
        late = _("%(num)d Min. zu spät zurück:", num=fit.problem.short if fit.problem else 0)
        hour = _("Dienst bis %(time)s", time=hour_minute(gap.ends))
    if not gap.way:
        return late, hour
    return late, _("%(hour)s, %(num)d Min. Weg", hour=hour, num=gap.way)


def _too_tight(fit: Fit) -> str:
    return ngettext(
        "%(num)d Min. zu knapp:", "%(num)d Min. zu knapp:", fit.problem.short if fit.problem else 0
    )


def _fitting(fit: Fit, roster: RosterDay) -> str:
    gap = fit.arrival
    if gap is None or gap.way is None:
        return _("frei")
    if gap.way == 0:
        start = _("ist schon dort")
    elif gap.before is None:
        start = _("frei, %(num)d Min. Weg", num=gap.way)
    else:
        venue = roster.case_of(gap.before).reservation.slot.venue.short_name
        start = _("%(num)d Min. Weg ab %(venue)s", num=gap.way, venue=venue)
    if fit.slack is None:
        return start
    if fit.slack == 0:
        return _("%(way)s, keine Luft", way=start)
    return _("%(way)s, %(num)d Min. Luft", way=start, num=fit.slack)


def gap_words(gap: Gap) -> str:
    """Write „Weg 25, Lücke 15“."""
    return _("Weg %(way)d, Lücke %(gap)d:", way=gap.way or 0, gap=gap.minutes)


def told_words(case: Case) -> str:
    """Write „mitgeteilt am 3. Juni, 14:10 Uhr“, or that it has changed since."""
    said = case.announcement
    if said is None:
        return _("noch nicht mitgeteilt")
    when = {"day": day_and_month(berlin_day(said.told_at)), "time": clock(said.told_at)}
    if case.told is Told.TOLD:
        return _("mitgeteilt am %(day)s, %(time)s", **when)
    if said.registrar_id == (case.assignment and case.assignment.registrar_id):
        return _("geändert seit der Mitteilung am %(day)s, %(time)s", **when)
    return _(
        "geändert seit der Mitteilung am %(day)s, %(time)s; da war es %(name)s",
        name=said.registrar.short_name,
        **when,
    )


def problem_words(problem: Problem, roster: RosterDay) -> str:
    """Return what does not work, without who and when."""
    other = ""
    if problem.gap is not None:
        key = problem.gap.before if problem.gap.after == problem.key else problem.gap.after
        other = roster.case_of(key).reservation.slot.venue.short_name if key else ""
    if problem.trouble is Trouble.TOO_TIGHT:
        return ngettext(
            "ab %(other)s %(num)d Min. zu knapp",
            "ab %(other)s %(num)d Min. zu knapp",
            problem.short,
            other=other,
        )
    if problem.trouble is Trouble.OUTSIDE and problem.short:
        return ngettext(
            "mit dem Weg %(num)d Min. außerhalb des Dienstes",
            "mit dem Weg %(num)d Min. außerhalb des Dienstes",
            problem.short,
        )
    plain = {
        Trouble.UNASSIGNED: _("ohne Person"),
        Trouble.NO_SLACK: _("ab %(other)s keine Luft", other=other),
        Trouble.AT_ONCE: _("gleichzeitig mit %(other)s", other=other),
        Trouble.OUTSIDE: _("außerhalb des Dienstes"),
        Trouble.OFF_DUTY: _("nicht im Dienst"),
        Trouble.LANGUAGE: _("spricht die Sprache nicht"),
        Trouble.UNSERVED: _("traut dort nicht"),
        Trouble.UNKNOWN_WAY: _("Wegezeit fehlt"),
    }
    return plain[problem.trouble]


def change_words(entry: Entry, roster: RosterDay, people: Mapping[str, Registrar]) -> str:
    """Return what a change did: „Nguyen, 14:00 Malakoffturm zugewiesen.“."""
    changes = entry.facts["changes"]
    if len(changes) > 1:
        return ngettext(
            "%(num)d Trauung neu zugewiesen.", "%(num)d Trauungen neu zugewiesen.", len(changes)
        )
    ((key, change),) = changes.items()
    case = next((one for one in roster.cases if one.job.key == key), None)
    what = place_and_time(case) if case is not None else ""
    person = people.get(str(change["after"]["registrar"]))
    if person is None:
        return _("%(what)s: niemand mehr eingeteilt.", what=what)
    if change["before"]["registrar"] == change["after"]["registrar"]:
        if change["after"]["pinned"]:
            return _("%(name)s, %(what)s: fest eingeteilt.", name=person.short_name, what=what)
        return _("%(name)s, %(what)s: nicht mehr fest.", name=person.short_name, what=what)
    return _("%(name)s, %(what)s zugewiesen.", name=person.short_name, what=what)
