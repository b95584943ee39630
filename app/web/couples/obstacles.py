"""What is in the way of times that would fit, in words."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext


def obstacle_words(why: str, count: int) -> str:
    """Say what is in the way of so many times: „8 Zeiten sind vergeben“."""
    match why:
        case "taken":
            return ngettext("%(num)d Zeit ist vergeben.", "%(num)d Zeiten sind vergeben.", count)
        case "overlap":
            return ngettext(
                "%(num)d Zeit ist durch eine andere Trauung am selben Ort belegt.",
                "%(num)d Zeiten sind durch eine andere Trauung am selben Ort belegt.",
                count,
            )
        case "held":
            return ngettext(
                "%(num)d Zeit hält gerade ein anderes Paar. Sie kann wieder frei werden.",
                "%(num)d Zeiten halten gerade andere Paare. Sie können wieder frei werden.",
                count,
            )
        case "not_open":
            return ngettext("%(num)d Zeit öffnet später.", "%(num)d Zeiten öffnen später.", count)
        case "too_late":
            return ngettext(
                "%(num)d Zeit ist zu kurzfristig. Bitte rufen Sie uns an.",
                "%(num)d Zeiten sind zu kurzfristig. Bitte rufen Sie uns an.",
                count,
            )
    return _closed_words(why, count) or _unperformed_words(why, count)


def _closed_words(why: str, count: int) -> str | None:
    match why:
        case "venue_closed":
            return ngettext(
                "Bei %(num)d Zeit ist der Trauort geschlossen.",
                "Bei %(num)d Zeiten ist der Trauort geschlossen.",
                count,
            )
        case "day_closed":
            return ngettext(
                "%(num)d Zeit liegt an einem Tag ohne Trauungen.",
                "%(num)d Zeiten liegen an Tagen ohne Trauungen.",
                count,
            )
        case "venue_not_in_use":
            return ngettext(
                "Bei %(num)d Zeit ist der Trauort nicht in Betrieb.",
                "Bei %(num)d Zeiten ist der Trauort nicht in Betrieb.",
                count,
            )
    return None


def _unperformed_words(why: str, count: int) -> str:
    match why:
        case "no_registrar" | "no_travel_time":
            return ngettext(
                "Für %(num)d Zeit ist keine Standesbeamtin und kein Standesbeamter frei.",
                "Für %(num)d Zeiten ist keine Standesbeamtin und kein Standesbeamter frei.",
                count,
            )
        case "not_covered":
            return ngettext(
                "Für %(num)d Zeit steht der Dienst noch nicht fest.",
                "Für %(num)d Zeiten steht der Dienst noch nicht fest.",
                count,
            )
    return _("%(num)s Zeiten sind zurzeit nicht frei.", num=count)
