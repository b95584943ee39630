"""How answers and fees are told on the couple's pages."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _

from app.models import Fee, Payee, RegistrationPlace
from app.web.couples import bp
from app.web.languages import current_language
from app.web.words import NEEDS_WORDS, REGISTRATION_PLACE_WORDS


@bp.app_template_filter()
def need_words(need: str) -> str:
    """Write a need in words."""
    return str(NEEDS_WORDS.get(need, need))


@bp.app_template_filter()
def registration_place_words(place: RegistrationPlace) -> str:
    """Write where the couple wants to register."""
    return str(REGISTRATION_PLACE_WORDS[place])


@bp.app_template_filter()
def fee_rows(fees: Iterable[Fee]) -> list[tuple[str, int, str | None]]:
    """Write who gets how much for what."""
    payees = {Payee.OFFICE: _("An die Stadt"), Payee.OPERATOR: _("An den Betreiber")}
    return [
        (
            payees[fee.payee],
            fee.cents,
            fee.label.get(current_language()) or fee.label.get("de"),
        )
        for fee in fees
    ]
