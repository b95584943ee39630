"""What was measured at a venue, in words."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext as _
from flask_babel import ngettext

from app.models import StepFree, Venue
from app.rules.measures import Hearing, Measures

#: Below this a wide wheelchair does not pass.
WIDE_DOOR_CM = 90


def way_words(venue: Venue) -> str:
    """Say whether the venue is reached without a step, as a sentence begins."""
    return {
        StepFree.YES: _("Stufenlos erreichbar"),
        StepFree.PARTLY: _("Teilweise stufenlos"),
        StepFree.NO: _("Mit Stufen"),
    }[venue.step_free]


def list_lines(measures: Measures) -> Iterator[tuple[bool, str]]:
    """Yield each measure as a sentence, and whether it is good news."""
    if measures.steps is not None:
        yield not measures.steps, _steps(measures)
    if measures.ramp_percent is not None:
        words = _("Rampe mit %(percent)s %% Steigung", percent=measures.ramp_percent)
        yield measures.ramp_percent <= 6, words
    if measures.lift is not None:
        yield measures.lift, _("Aufzug") if measures.lift else _("Kein Aufzug")
    if measures.door_cm is not None:
        words = _("Alle Türen mindestens %(width)s cm breit", width=measures.door_cm)
        yield measures.door_cm >= WIDE_DOOR_CM, words
    if measures.toilet is not None:
        yield measures.toilet, _toilet(measures)
    if measures.parking is not None or measures.parking_m is not None:
        yield bool(measures.parking), _parking(measures)
    if measures.hearing is not None:
        yield measures.hearing is Hearing.FIXED, _hearing_sentence(measures.hearing)


def wheelchair_words(measures: Measures) -> str:
    """Say what decides for a wheelchair, in a few words."""
    parts = []
    if measures.steps:
        parts.append(ngettext("%(num)d Stufe", "%(num)d Stufen", measures.steps))
    if measures.lift:
        parts.append(_("Aufzug"))
    if measures.door_cm is not None:
        parts.append(_("Tür %(width)s cm", width=measures.door_cm))
    if measures.toilet and measures.toilet_m is not None:
        parts.append(_("WC %(distance)s m entfernt", distance=measures.toilet_m))
    elif measures.toilet is False:
        parts.append(_("kein WC für Rollstühle"))
    return ", ".join(parts)


def hearing_words(hearing: Hearing | None) -> str:
    """Say how somebody with a hearing aid follows, in a few words."""
    return {
        Hearing.FIXED: _("Induktionsschleife, fest eingebaut"),
        Hearing.MOBILE: _("Mobile Anlage auf Wunsch"),
        Hearing.NONE: _("Nicht möglich"),
        None: _("Noch nicht geprüft"),
    }[hearing]


def _steps(measures: Measures) -> str:
    steps, height = measures.steps or 0, measures.step_cm
    if not steps:
        return _("Keine Stufe am Eingang")
    if height is None:
        return ngettext("%(num)d Stufe am Eingang", "%(num)d Stufen am Eingang", steps)
    return ngettext(
        "%(num)d Stufe am Eingang, %(height)s cm hoch",
        "%(num)d Stufen am Eingang, je %(height)s cm hoch",
        steps,
        height=height,
    )


def _toilet(measures: Measures) -> str:
    if not measures.toilet:
        return _("Kein WC für Rollstühle")
    if measures.toilet_m is None:
        return _("WC für Rollstühle")
    return _("WC für Rollstühle, %(distance)s m vom Saal", distance=measures.toilet_m)


def _parking(measures: Measures) -> str:
    away = measures.parking_m
    if not measures.parking:
        if away is None:
            return _("Kein Parkplatz für Menschen mit Behinderung")
        return _(
            "Parken in %(distance)s m, ohne Parkplatz für Menschen mit Behinderung", distance=away
        )
    spaces = ngettext(
        "%(num)d Parkplatz für Menschen mit Behinderung",
        "%(num)d Parkplätze für Menschen mit Behinderung",
        measures.parking,
    )
    if away is None:
        return spaces
    return _("%(spaces)s, %(distance)s m entfernt", spaces=spaces, distance=away)


def _hearing_sentence(hearing: Hearing) -> str:
    return {
        Hearing.FIXED: _("Induktionsschleife, fest eingebaut"),
        Hearing.MOBILE: _("Keine Induktionsschleife. Wir bringen auf Wunsch eine mobile mit."),
        Hearing.NONE: _("Keine Induktionsschleife"),
    }[hearing]
