"""Words for what couples choose from, the same on every page."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.models import RegistrationPlace
from app.rules.reservations import ReservationState

#: What a couple may ask for on the day, by the words of ``rules.reservations.NEEDS``.
NEEDS_WORDS = {
    "step_free": _l("stufenloser Weg"),
    "wheelchair": _l("Platz für einen Rollstuhl"),
    "hearing": _l("Hilfe beim Hören"),
    "sign_language": _l("Gebärdensprache"),
    "interpreter": _l("Übersetzung in eine andere Sprache"),
    "other": _l("etwas anderes"),
}

#: Where the couple wants to register its marriage.
REGISTRATION_PLACE_WORDS = {
    RegistrationPlace.HERE: _l("hier, bei unserem Standesamt"),
    RegistrationPlace.ELSEWHERE: _l("in einer anderen Stadt"),
    RegistrationPlace.UNDECIDED: _l("wissen wir noch nicht"),
}

#: Where a reservation stands, as its sign says it (templates/components/status_tag.html).
STATE_WORDS = {
    ReservationState.REQUESTED: _l("E-Mail offen"),
    ReservationState.RESERVED: _l("Reserviert"),
    ReservationState.APPROVED: _l("Zugesagt"),
    ReservationState.REGISTERED: _l("Angemeldet"),
    ReservationState.FIRM: _l("Fest"),
    ReservationState.MARRIED: _l("Getraut"),
}
