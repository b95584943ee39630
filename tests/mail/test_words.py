from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask_babel import force_locale

from app.mail.words import clock_time, long_day, short_day
from app.web import filters


@pytest.fixture
def database(sqlite_template, tmp_path):
    return f"sqlite:///{sqlite_template}"


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("day", [date(2027, 6, 12), date(2028, 2, 29), date(2026, 12, 31)])
def test_mails_write_days_as_the_pages_do(app, day, language):
    instant = datetime(day.year, day.month, day.day, 8, 5, tzinfo=UTC)
    with app.app_context(), force_locale(language):
        assert long_day(day, language) == filters.long_date(day)
        assert short_day(day, language) == filters.medium_date(day)
        assert clock_time(instant) == filters.hour_minute(instant)
