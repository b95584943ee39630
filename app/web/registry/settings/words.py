"""What changes in the settings, in words."""

from __future__ import annotations

from datetime import time
from typing import Any

from flask_babel import gettext as _

from app.actions.settings import Change
from app.web.filters import clock
from app.web.registry.settings.forms import SettingsForm


def changed_in_words(form: SettingsForm, change: Change, name: str) -> str:
    """Write „Vorlaufzeit in Tagen: von 21 auf 30“; of a list only that it changes."""
    label = form[name].label.text
    before, after = (_in_words(getattr(all_, name)) for all_ in (change.before, change.after))
    if before is None or after is None:
        return _("Geändert: %(label)s", label=label)
    return _("%(label)s: von %(before)s auf %(after)s", label=label, before=before, after=after)


def _in_words(value: Any) -> str | None:
    match value:
        case bool():
            return _("ja") if value else _("nein")
        case int():
            return str(value)
        case time():
            return clock(value)
        case str():
            return f"„{value}“" if value else _("leer")
    return None
