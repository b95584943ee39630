from datetime import UTC, date, datetime, time

import pytest
from flask import g

from app.web import filters

CEREMONY = datetime(2027, 6, 12, 8, 30, tzinfo=UTC)
#: Saturday in Berlin, still Friday in UTC.
NIGHT = datetime(2027, 6, 11, 22, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "value", "german", "english"),
    [
        ("long_date", date(2027, 6, 12), "Samstag, 12. Juni 2027", "Saturday 12 June 2027"),
        ("long_date", NIGHT, "Samstag, 12. Juni 2027", "Saturday 12 June 2027"),
        ("medium_date", date(2027, 4, 30), "Fr, 30. April 2027", "Fri 30 April 2027"),
        ("short_date", date(2027, 6, 5), "Sa, 05.06.2027", "Sat 5 Jun 2027"),
        ("weekday_and_day", date(2027, 6, 5), "Sa, 5. Juni", "Sat 5 June"),
        ("day_and_month", date(2027, 3, 1), "1. März", "1 March"),
        ("compact_date", date(2027, 7, 7), "7.7.27", "7/7/27"),
        ("clock", CEREMONY, "10:30 Uhr", "10:30"),
        ("clock", time(9), "9:00 Uhr", "9:00"),
        ("hour_minute", CEREMONY, "10:30", "10:30"),
        (
            "date_time",
            CEREMONY,
            "Samstag, 12. Juni 2027, 10:30 Uhr",
            "Saturday 12 June 2027, 10:30",
        ),
        ("short_date_time", CEREMONY, "Sa, 12.06.2027, 10:30 Uhr", "Sat 12 Jun 2027, 10:30"),
        ("medium_date_time", CEREMONY, "Sa, 12. Juni 2027, 10:30 Uhr", "Sat 12 June 2027, 10:30"),
        ("month_name", date(2027, 3, 1), "März 2027", "March 2027"),
        ("month_only", date(2027, 3, 1), "März", "March"),
        ("month_short", date(2027, 3, 1), "Mär", "Mar"),
        ("weekday_name", 5, "Samstag", "Saturday"),
        ("weekday_short", date(2027, 6, 12), "Sa", "Sat"),
        ("money", 6600, "66 €", "€66"),
        ("money", 6650, "66,50 €", "€66.50"),
        ("money", 123400, "1.234 €", "€1,234"),
        ("number", 1716, "1716", "1716"),
        ("number", 17160, "17.160", "17,160"),
        ("iso", date(2027, 6, 12), "2027-06-12", "2027-06-12"),
        ("iso_day", NIGHT, "2027-06-12", "2027-06-12"),
    ],
)
def test_days_times_and_money_are_written_in_the_language_of_the_page(
    app, written, value, german, english
):
    for language, expected in (("de", german), ("en", english)):
        with app.test_request_context():
            g.lang = language
            assert getattr(filters, written)(value).replace("\xa0", " ") == expected


def test_outside_a_page_dates_are_german():
    assert filters.long_date(date(2027, 6, 12)) == "Samstag, 12. Juni 2027"


@pytest.mark.parametrize(
    ("language", "text", "kept"),
    [
        ("de", "Samstag, 12. Juni 2027", 'Samstag, <span class="nowrap">12. Juni</span> 2027'),
        ("en", "Saturday 12 June 2027", 'Saturday <span class="nowrap">12 June</span> 2027'),
        ("de", "5. <Mai> & 1. März", '5. &lt;Mai&gt; &amp; <span class="nowrap">1. März</span>'),
        ("de", "3 Trauorte im Juni 2027", "3 Trauorte im Juni 2027"),
    ],
)
def test_a_day_and_its_month_stay_on_one_line(app, language, text, kept):
    with app.test_request_context():
        g.lang = language
        assert filters.unbroken(text) == kept
