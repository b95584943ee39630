"""What people hear on the couple's way, in both languages, as the browser reckons names."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.journeys.small_city import FAIR_DAY, build
from tests.support.announced import announced

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

#: Per page of the way what must be heard there, role first.
START = {
    "de": {
        "RootWebArea Ihr Trautermin in Musterstadt – Traukalender Musterstadt",
        "heading Ihr Trautermin in Musterstadt",
        "search Trautermin suchen",
        "group Wochentag",
        "checkbox Samstag",
        "spinbutton Gäste ohne Sie",
        "button Termine anzeigen",
        "navigation Monate",
        "link Juni 2027, 5 freie Termine",
        "link Juli 2027, 1 freier Termin",
    },
    "en": {
        "checkbox Saturday",
        "link June 2027, 5 free dates",
        "link July 2027, 1 free date",
    },
}
MONTH = {
    "de": {
        "table 5 freie Termine im Juni 2027",
        "navigation Monat wechseln",
        "link Juli, 1 frei",
        "link Samstag, 12. Juni 2027: Stadtfest, 3 frei, besonderes Datum",
        "link Freitag, 18. Juni 2027: 1 frei",
        "StaticText Samstag, 5. Juni 2027:",
        "StaticText keine Trauungen",
        "link Auswahl ändern",
    },
    "en": {
        "table 5 free dates in June 2027",
        "link Saturday 12 June 2027: City fair, 3 free, special date",
        "link Friday 18 June 2027: 1 free",
    },
}
FILTERED = {
    "de": {
        "link Samstag entfernen",
        "link 30 Gäste entfernen",
        "StaticText nicht gewählt",
    },
    "en": set(),
}
DAY = {
    "de": {
        "heading Samstag, 12. Juni 2027",
        "link Juni 2027",
        "link Freier Tag danach: Fr, 18. Juni",
        "heading Wasserburg",
        "button 10:30 Uhr, Wasserburg: 20 Minuten halten",
        "button 9:00 Uhr, Rathaus: 20 Minuten halten",
        "link Anderen Tag wählen",
    },
    "en": {
        "heading Saturday 12 June 2027",
        "button 10:30, Wasserburg: hold for 20 minutes",
    },
}
COUPLE = {
    "de": {
        "region Gehaltener Termin",
        "button 20 Minuten verlängern",
        "button Nicht mehr halten",
        "group Person 1",
        "textbox Vorname",
        "textbox Familienname",
        "button Weiter zu Kontakt",
    },
    "en": {"region Date on hold"},
}
MISTAKEN = {
    "de": {
        "RootWebArea Fehler: Sie beide – Traukalender Musterstadt",
        "region Bitte prüfen Sie 4 Angaben",
    },
    "en": set(),
}


@pytest.mark.parametrize("lang", ["de", "en"])
def test_the_phrases_of_the_way(page: Page, live_server, session, lang):
    build(session)
    troubles = []
    count = 0

    def hear(expected: dict[str, set[str]]) -> None:
        nonlocal count
        told = announced(page)
        count += len(expected[lang])
        troubles.extend(
            f"{phrase!r} is not among {sorted(one for one in told if one[:5] == phrase[:5])}"
            for phrase in sorted(expected[lang] - told)
        )

    url = f"{live_server.url}/{lang}"
    page.goto(f"{url}/")
    hear(START)
    page.goto(f"{url}/termine/2027-06")
    hear(MONTH)
    page.goto(f"{url}/termine/2027-06?tag=sa&gaeste=30")
    hear(FILTERED)
    page.goto(f"{url}/termine/{FAIR_DAY}")
    hear(DAY)
    page.locator("button.time").filter(has_text="10:30").click()
    page.wait_for_url("**/sie-beide")
    hear(COUPLE)
    page.locator("form.form .form__go button").first.click()
    page.wait_for_selector("[data-focus]")
    hear(MISTAKEN)
    print(f"{count} phrases heard in {lang}")
    assert not troubles, "\n".join(troubles)
