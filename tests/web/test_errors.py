import re

import pytest
from flask import abort
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from app.extensions import db
from app.queries import NotFound
from app.web.access import open_to_all

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
            raise RuntimeError("a secret in the message")
        if code == 2:
            raise OperationalError("SELECT 'geheim'", {}, Exception("database is locked"))
        abort(code)

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
