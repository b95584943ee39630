"""What refusals of the roster say: who cannot perform a ceremony, and what is in the way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from app.rules import refusals as no
from app.rules.fits import Verdict
from app.rules.refusals import Refusal
from app.web.filters import hour_minute


def _assigned_meanwhile(refusal: no.AssignedMeanwhile) -> str:
    if not refusal.registrar:
        return _(
            "Jemand war schneller: Für diese Trauung ist jetzt niemand mehr eingeteilt. "
            "Ihre Auswahl haben wir behalten."
        )
    return _(
        "Jemand war schneller: Jetzt ist %(name)s eingeteilt. Ihre Auswahl haben wir behalten.",
        name=refusal.registrar,
    )


def _does_not_fit(refusal: no.DoesNotFit) -> str:
    sentence = _why(refusal)
    if refusal.may_overrule:
        return sentence + " " + _("Mit einer Begründung können Sie es trotzdem so einteilen.")
    return sentence + " " + _("Trotzdem so einteilen kann nur die Leitung.")


def _why(refusal: no.DoesNotFit) -> str:
    name = refusal.registrar
    if refusal.other_at is not None:
        other = f"{hour_minute(refusal.other_at)} {refusal.other_venue}"
        if refusal.verdict == Verdict.BUSY:
            return _("%(name)s ist zu dieser Zeit belegt: %(other)s.", name=name, other=other)
        if refusal.verdict == Verdict.TOO_TIGHT:
            return ngettext(
                "%(name)s: Mit %(other)s ist es %(num)d Minute zu knapp.",
                "%(name)s: Mit %(other)s ist es %(num)d Minuten zu knapp.",
                refusal.short,
                name=name,
                other=other,
            )
    if refusal.verdict == Verdict.OUTSIDE and refusal.short:
        return ngettext(
            "%(name)s: Mit dem Weg liegt es %(num)d Minute außerhalb des Dienstes.",
            "%(name)s: Mit dem Weg liegt es %(num)d Minuten außerhalb des Dienstes.",
            refusal.short,
            name=name,
        )
    plain = {
        Verdict.OUTSIDE: _("%(name)s ist zu dieser Zeit nicht im Dienst.", name=name),
        Verdict.OFF_DUTY: _("%(name)s ist an diesem Tag nicht im Dienst.", name=name),
        Verdict.LANGUAGE: _("%(name)s spricht die Sprache dieser Trauung nicht.", name=name),
        Verdict.UNSERVED: _("%(name)s traut an diesem Ort nicht.", name=name),
        Verdict.UNKNOWN_WAY: _("Für %(name)s fehlt die Wegezeit zu diesem Trauort.", name=name),
    }
    other_words = _("%(name)s passt nicht zu dieser Trauung.", name=name)
    return plain.get(Verdict(refusal.verdict), other_words)


def _pin_not_possible(refusal: no.PinNotPossible) -> str:
    ways = [f"{hour_minute(at)} {venue}" for at, venue in refusal.in_the_way]
    if refusal.held:
        ways.append(_("eine Zeit, die gerade für ein Paar gehalten wird"))
    if not ways:
        return _("%(name)s kann diese Trauung nicht übernehmen.", name=refusal.registrar)
    return _(
        "%(name)s lässt sich nicht fest einteilen. Im Weg: %(ways)s.",
        name=refusal.registrar,
        ways="; ".join(ways),
    )


ROSTER_SENTENCES: dict[type[Refusal], Callable[[Any], str]] = {
    no.AssignedMeanwhile: _assigned_meanwhile,
    no.DoesNotFit: _does_not_fit,
    no.PinNotPossible: _pin_not_possible,
    no.NothingToSwap: lambda _refusal: _(
        "Tauschen können Sie zwei Trauungen am selben Tag, wenn für beide jemand eingeteilt ist."
    ),
    no.SuggestionOutdated: lambda _refusal: _(
        "Der Tag hat sich inzwischen geändert. Hier steht der neue Vorschlag."
    ),
    no.AnnouncementOutdated: lambda _refusal: _(
        "Der Tag hat sich inzwischen geändert. Hier steht, was jetzt neu ist."
    ),
    no.UndoTooLate: lambda _refusal: _(
        "Rückgängig geht nur eine Minute lang. Sie können die Trauung neu zuweisen."
    ),
}
