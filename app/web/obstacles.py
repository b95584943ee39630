"""Why a time cannot be held, in a sentence for each obstacle."""

from __future__ import annotations

from flask_babel import gettext as _

from app.rules.slots import Obstacle


def obstacle_sentence(obstacle: str) -> str:
    """Return the sentence for a word of ``rules.slots.Obstacle``."""
    sentences: dict[str, str] = {
        Obstacle.TAKEN: _("Ein anderes Paar war schneller."),
        Obstacle.OVERLAP: _("Zu dieser Zeit ist der Trauort durch einen anderen Termin belegt."),
        Obstacle.VENUE_CLOSED: _("Der Trauort ist an diesem Tag geschlossen."),
        Obstacle.DAY_CLOSED: _("An diesem Tag finden keine Trauungen statt."),
        Obstacle.VENUE_NOT_IN_USE: _("An diesem Trauort finden zurzeit keine Trauungen statt."),
        Obstacle.NOT_COVERED: _(
            "Für diesen Tag steht noch nicht fest, wer die Trauungen übernimmt. "
            "Bitte versuchen Sie es später noch einmal oder rufen Sie uns an."
        ),
        Obstacle.NO_REGISTRAR: _("Zu dieser Zeit ist im Standesamt niemand für die Trauung frei."),
        Obstacle.NO_TRAVEL_TIME: _(
            "Für diesen Trauort ist noch nicht eingetragen, wie lange der Weg dauert. "
            "Bitte rufen Sie uns an."
        ),
        Obstacle.RECKONING: _(
            "Dieser Tag wird gerade neu berechnet. "
            "Bitte versuchen Sie es in einigen Minuten noch einmal."
        ),
    }
    return sentences[obstacle]
