import re

import pytest
from flask import abort, request
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from app.extensions import db
from app.queries import NotFound
from app.web.access import current_actor, open_to_all
from tests.factories import make_venue

PHONE = "02041 70-30"


@pytest.fixture
def failing(app, session, now):
    """A client of an app with a page for each way to fail, and a telephone."""
    from app.models import Setting
    from app.rules.calendar import berlin_day
    from tests.support.client import make_client

    session.add(Setting(name="office_phone", value=PHONE, valid_from=berlin_day(now), set_at=now))
    session.commit()

    @app.get("/<lang:lang>/fehler/<int:code>")
    @open_to_all
    def fail(code: int) -> str:
        if code == 1:
            raise NotFound
        if code == 500:
            raise RuntimeError(f"a secret: {request.args.get('token')}")
        if code == 2:
            raise OperationalError("SELECT 'geheim'", {}, Exception("database is locked"))
        abort(code)

    @app.get("/amt/fehler/<int:code>")
    @app.get("/betrieb/fehler/<int:code>")
    @app.get("/anmelden/fehler/<int:code>")
    @open_to_all
    def fail_at_work(code: int) -> str:
        current_actor()
        return fail(code)

    @app.post("/<lang:lang>/senden")
    @open_to_all
    def send() -> str:
        return "sent"

    app.config["PROPAGATE_EXCEPTIONS"] = False
    return make_client(app, session)


@pytest.mark.parametrize("code", [400, 403, 404, 409, 410, 413, 429, 500, 503])
@pytest.mark.parametrize("language", ["de", "en"])
def test_every_failure_has_a_page_in_the_shell(failing, code, language):
    answer = failing.get(f"/{language}/fehler/{code}")
    assert answer.status_code == code
    assert f'<html lang="{language}"' in answer.text
    assert PHONE in answer.text
    assert answer.headers["Content-Security-Policy"]
    assert ("Retry-After" in answer.headers) is (code in (429, 503))


def test_what_is_not_there_or_not_yours_looks_the_same(failing):
    gone, nowhere = failing.get("/de/fehler/1"), failing.get("/de/gibt/es/nicht")
    assert gone.status_code == nowhere.status_code == 404
    assert "Ihre Reservierung ist davon nicht betroffen" in gone.text
    assert "Ihre Reservierung ist davon nicht betroffen" in nowhere.text


def test_an_unknown_path_speaks_its_language(failing):
    assert '<html lang="en"' in failing.get("/en/nowhere").text
    assert '<html lang="de"' in failing.get("/nirgends/wo").text


def test_our_fault_has_a_number_that_stands_in_the_log_and_no_address(failing, caplog):
    answer = failing.get("/de/fehler/500?token=geheim")
    number = re.search(r"\d{4} \d{4}", answer.text)
    assert number
    assert number[0] in caplog.text
    assert "RuntimeError" in caplog.text
    assert "geheim" not in caplog.text
    assert "secret" not in answer.text


def test_a_database_that_does_not_answer_says_when_to_come_back(failing):
    answer = failing.get("/de/fehler/2")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "60"
    assert "bleibt reserviert" in answer.text
    assert "geheim" not in answer.text


def test_an_outdated_page_says_so_and_leads_to_a_fresh_one(failing):
    answer = failing.post(
        "/de/senden", csrf=False, headers={"Referer": "http://localhost/de/formular"}
    )
    assert answer.status_code == 400
    assert "Diese Seite ist abgelaufen" in answer.text
    assert 'href="http://localhost/de/formular"' in answer.text


def test_an_outdated_page_leads_to_no_foreign_one(failing):
    answer = failing.post(
        "/de/senden", csrf=False, headers={"Referer": "http://boese.example/de/formular"}
    )
    assert "boese" not in answer.text


@pytest.mark.parametrize(
    "path", ["/%5Cboese.example", "/%09/boese.example", "/%0A/boese.example", "/%2Fboese.example"]
)
def test_an_outdated_page_leads_to_no_foreign_one_by_its_own_address(failing, path):
    """Another site chooses the address to which it makes a browser send something."""
    answer = failing.post(path, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 400
    fresh = re.search(r'<a class="button button--full" href="([^"]*)"', answer.text)
    assert fresh[1] in ("/", "/boese.example")


def test_a_wrong_method_names_the_right_ones(failing):
    answer = failing.get("/de/senden")
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]


def test_a_partial_update_gets_the_main_part_only(failing):
    answer = failing.get("/de/fehler/404", headers={"HX-Request": "true"})
    assert "<html" not in answer.text
    assert '<main id="inhalt"' in answer.text


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_database_without_tables_is_our_matter_and_the_log_names_the_remedy(
    app, failing, caplog, language
):
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text("ALTER TABLE alembic_version RENAME TO put_away"))
        connection.execute(text("ALTER TABLE settings RENAME TO settings_put_away"))
    try:
        answer = failing.get(f"/{language}/")
    finally:
        with app.app_context(), db.engine.begin() as connection:
            connection.execute(text("ALTER TABLE settings_put_away RENAME TO settings"))
            connection.execute(text("ALTER TABLE put_away RENAME TO alembic_version"))
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "60"
    assert f'<html lang="{language}"' in answer.text
    assert {"de": "Wir erneuern gerade", "en": "We are updating"}[language] in answer.text
    assert "flask --app wsgi db upgrade" in caplog.text


# ── staff ─────────────────────────────────────────────────────────────────────
SPOKEN_TO_COUPLES = ("Ihre Reservierung", "reserviert", "Freie Termine ansehen")
STAFF_SHELL = 'class="staff"'


def words_of(answer):
    """Return what the main part of a page says."""
    return answer.text[answer.text.index("<main") : answer.text.index("</main>")]


@pytest.mark.parametrize("code", [400, 403, 404, 409, 410, 413, 429, 500, 503])
@pytest.mark.parametrize("area", ["amt", "betrieb", "anmelden"])
def test_staff_are_not_spoken_to_as_couples(failing, as_staff, code, area):
    for reader, is_known in ((as_staff, True), (failing, False)):
        answer = reader.get(f"/{area}/fehler/{code}")
        assert answer.status_code == code
        assert not [words for words in SPOKEN_TO_COUPLES if words in words_of(answer)]
        assert (STAFF_SHELL in answer.text) is is_known


@pytest.mark.parametrize("path", ["/amt/gibt/es/nicht", "/amt/fehler/1", "/amt/fehler/500"])
def test_the_office_is_led_back_to_today_and_tells_its_head(failing, as_staff, path):
    answer = as_staff.get(path)
    assert STAFF_SHELL in answer.text
    assert '<svg class="drawing"' not in answer.text
    assert '<a href="/amt/"><span>Zu „Heute“' in words_of(answer)
    assert "sagen Sie bitte der Leitung oder der Technik Bescheid" in words_of(answer)
    assert PHONE not in words_of(answer)


@pytest.mark.parametrize("path", ["/betrieb/gibt/es/nicht", "/betrieb/fehler/500"])
def test_a_venue_is_led_back_to_its_overview_and_calls_the_office(
    failing, as_operator, session, path
):
    answer = as_operator(make_venue(session)).get(path)
    assert STAFF_SHELL in answer.text
    assert '<a href="/betrieb/"><span>Zur Übersicht' in words_of(answer)
    assert PHONE in words_of(answer)


def test_who_is_not_signed_in_is_led_to_the_door_of_staff(failing):
    for path in ("/amt/nirgends", "/betrieb/nirgends", "/anmelden/nirgends", "/konto/nirgends"):
        answer = failing.get(path)
        assert answer.status_code == 404
        assert '<a href="/anmelden"><span>Anmelden' in words_of(answer)
        assert PHONE in words_of(answer)


def test_an_address_that_only_begins_like_the_office_is_a_couples_one(failing):
    assert "Ihre Reservierung ist davon nicht betroffen" in failing.get("/amtlich").text


def test_staff_are_known_also_while_the_database_does_not_answer(failing, as_staff):
    answer = as_staff.get("/amt/fehler/2")
    assert answer.status_code == 503
    assert STAFF_SHELL in answer.text
    assert "Was schon gespeichert ist, bleibt gespeichert." in words_of(answer)
