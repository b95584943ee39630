"""What is said about duties, absences, places and ways that cannot be."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.actions.ways import LONGEST_BUFFER
from app.rules.refusals import AbsenceHitsAssignments, CeremoniesInTheWay, DutyNotPossible
from app.rules.travel import LONGEST_MINUTES

SENTENCES = {
    "past_midnight": _l(
        "Ein Dienst endet am selben Tag, nach seinem Beginn und spätestens um 24:00 Uhr. "
        "Für die Nacht legen Sie bitte zwei Dienste an."
    ),
    "clock_change": _l(
        "An diesem Tag wird zwischen 2:00 und 3:00 Uhr die Uhr umgestellt. "
        "Ein Dienst liegt davor oder danach."
    ),
    "clock_change_on_sundays": _l(
        "Zweimal im Jahr wird sonntags zwischen 2:00 und 3:00 Uhr die Uhr umgestellt. "
        "Ein Dienst liegt davor oder danach."
    ),
    "overlap": _l("Zu dieser Zeit hat die Person schon einen Dienst."),
    "ends_before_it_begins": _l("Das Ende liegt vor dem Beginn."),
    "never_applies": _l("In dieser Zeit gibt es keinen Tag, an dem dieser Dienst gilt."),
    "in_the_past": _l("Diese Zeit ist schon vorbei."),
    "too_long": _l(
        "Eine Abwesenheit dauert höchstens anderthalb Jahre. "
        "Fehlt die Person länger, tragen Sie bei ihr bitte den letzten Tag ein."
    ),
    "no_base": _l("Diesen Ort gibt es nicht mehr. Bitte wählen Sie einen anderen."),
    "name_taken": _l("Diesen Kurznamen hat schon jemand. Bitte wählen Sie einen anderen."),
    "no_account": _l("Dieses Konto gibt es nicht mehr."),
    "account_taken": _l("Dieses Konto gehört schon zu einer anderen Person."),
    "same_person": _l("Bitte wählen Sie zwei verschiedene Personen."),
    "nothing_to_swap": _l("An diesem Tag hat keine der beiden Personen Dienst."),
    "place_name_taken": _l("So heißt schon ein anderer Ort. Bitte wählen Sie einen anderen Namen."),
    "same_place": _l("Bitte wählen Sie zwei verschiedene Orte."),
    "minutes_of_way": _l(
        "Ein Weg dauert 1 bis %(most)s Minuten. Bitte prüfen Sie die Zahl.", most=LONGEST_MINUTES
    ),
    "minutes_of_buffer": _l(
        "Bitte geben Sie eine ganze Zahl von %(least)s bis %(most)s ein.",
        least=0,
        most=LONGEST_BUFFER,
    ),
}


def duty_not_possible(refusal: DutyNotPossible) -> str:
    """Return the sentence that stands at the field."""
    return str(SENTENCES[refusal.because])


def ceremonies_in_the_way(refusal: CeremoniesInTheWay) -> str:
    """Say how many; the page shows them."""
    return ngettext(
        "%(num)d Trauung könnte dann niemand mehr übernehmen. Es ist nichts gespeichert.",
        "%(num)d Trauungen könnte dann niemand mehr übernehmen. Es ist nichts gespeichert.",
        len(refusal.cases),
    )


def absence_hits_assignments(refusal: AbsenceHitsAssignments) -> str:
    """Say how many; the page shows them."""
    return ngettext(
        "Für %(num)d Trauung ist die Person schon eingeteilt. Es ist nichts gespeichert.",
        "Für %(num)d Trauungen ist die Person schon eingeteilt. Es ist nichts gespeichert.",
        len(refusal.cases),
    )
