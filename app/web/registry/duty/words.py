"""Words about duties: languages, kinds of absence, classes of weekdays, times."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app import clock
from app.extensions import db
from app.models import AbsenceKind, DutyPattern, Place
from app.queries.days import get_progress
from app.rules.coverage import WeekdayClass
from app.rules.duties import MIDNIGHT
from app.web.filters import end_hour, hour_minute, weekday_name
from app.web.registry import bp

#: In which registrars may perform ceremonies beside German.
LANGUAGE_WORDS = {
    "en": _l("Englisch"),
    "tr": _l("Türkisch"),
    "pl": _l("Polnisch"),
    "uk": _l("Ukrainisch"),
    "ru": _l("Russisch"),
    "ar": _l("Arabisch"),
    "fr": _l("Französisch"),
    "es": _l("Spanisch"),
    "it": _l("Italienisch"),
    "nl": _l("Niederländisch"),
    "gsg": _l("Deutsche Gebärdensprache"),
}

ABSENCE_WORDS = {
    AbsenceKind.LEAVE: _l("Urlaub"),
    AbsenceKind.TRAINING: _l("Fortbildung"),
    AbsenceKind.OTHER: _l("anderer Grund, geplant"),
    AbsenceKind.SHORT_NOTICE: _l("kurzfristig verhindert"),
}

CLASS_WORDS = {
    WeekdayClass.WEEKDAY_MORNING: _l("Montag bis Donnerstag, vormittags"),
    WeekdayClass.WEEKDAY_AFTERNOON: _l("Montag bis Donnerstag, nachmittags"),
    WeekdayClass.FRIDAY_MORNING: _l("Freitag, vormittags"),
    WeekdayClass.FRIDAY_AFTERNOON: _l("Freitag, nachmittags"),
    WeekdayClass.SATURDAY: _l("Samstag"),
    WeekdayClass.SUNDAY_OR_HOLIDAY: _l("Sonntag und Feiertag"),
}


def minute_in_words(minute: int) -> str:
    """Write „9:30“ of minutes since midnight."""
    return f"{minute // 60}:{minute % 60:02}"


def hours_in_words(begins_at: datetime, ends_at: datetime) -> str:
    """Write „9:00–15:00“ within one Berlin day."""
    return f"{hour_minute(begins_at)}–{end_hour(ends_at)}"


def stretch_in_words(begins_minute: int, ends_minute: int) -> str:
    """Write „9:00–15:00“ of minutes since midnight."""
    if (begins_minute, ends_minute) == (0, MIDNIGHT):
        return _("den ganzen Tag")
    return f"{minute_in_words(begins_minute)}–{minute_in_words(ends_minute)}"


def pattern_in_words(pattern: DutyPattern) -> str:
    """Write „Freitag, 9:00–15:00, jede zweite Woche“."""
    words = [
        weekday_name(pattern.weekday),
        stretch_in_words(pattern.begins_minute, pattern.ends_minute),
    ]
    if pattern.every_weeks == 2:
        words.append(_("jede zweite Woche"))
    return ", ".join(words)


def languages_in_words(codes: list[str]) -> str:
    """Write „Deutsch, Englisch“."""
    words = [str(LANGUAGE_WORDS[code]) for code in codes if code in LANGUAGE_WORDS]
    return ", ".join([_("Deutsch"), *words])


def place_in_short(place: Place) -> str:
    """Return what fits on a narrow head."""
    return place.venue.short_name if place.venue is not None else place.name


@bp.context_processor
def know_duty_words() -> dict[str, Callable[..., object]]:
    """Give the office's templates these words."""
    return {
        "hours_in_words": hours_in_words,
        "stretch_in_words": stretch_in_words,
        "pattern_in_words": pattern_in_words,
        "languages_in_words": languages_in_words,
        "absence_in_words": lambda kind: str(ABSENCE_WORDS[kind]),
        "days_left_to_reckon": lambda: get_progress(db.session(), clock.today()).left,
        "month_now": lambda: clock.today().replace(day=1),
    }
