"""One's own account."""

import pytest
from sqlalchemy import select

from app.actions.passwords import hash_password, known_of, prove
from app.models import Account, AccountSession
from tests.factories import make_account, make_venue
from tests.support.client import make_client

OLD, NEW = "vier zufällige wörter hier", "fünf ganz andere wörter dort"


@pytest.fixture
def account(session):
    return make_account(session, name="Kim Beispiel", password_hash=hash_password(OLD))


@pytest.fixture
def here(app, session, account):
    return make_client(app, session, account)


@pytest.fixture
def elsewhere(app, session, account):
    return make_client(app, session, account)


def change(client, password=OLD, new=NEW, repeated=None):
    fields = {"password": password, "new_password": new, "repeated": repeated or new}
    return client.post("/konto/passwort", data=fields)


def sessions_of(session, account):
    query = select(AccountSession).where(AccountSession.account_id == account.id)
    return list(session.scalars(query.order_by(AccountSession.id)))


def test_everybody_sees_their_data_and_where_they_are_signed_in(here, elsewhere):
    page = here.get("/konto").text
    assert "Kim Beispiel" in page
    assert page.count("dieses Gerät") == 1
    assert "Alle anderen Geräte abmelden" in page


def test_operators_see_their_venues(as_operator, session):
    page = as_operator(make_venue(session, name="Malakoffturm")).get("/konto").text
    assert "Malakoffturm" in page


def test_a_device_is_signed_out_from_another(here, elsewhere, session, account):
    other = sessions_of(session, account)[1]
    path = f"/konto/sitzungen/{other.id}/beenden"
    assert here.post(path).location == "/konto"
    assert here.post(path).status_code == 303
    assert elsewhere.get("/konto").status_code == 302
    assert here.get("/konto").status_code == 200


def test_all_other_devices_are_signed_out_at_once(here, elsewhere):
    assert here.post("/konto/sitzungen/beenden").status_code == 303
    assert elsewhere.get("/konto").status_code == 302
    assert "1 Gerät ist abgemeldet." in here.get("/konto").text


def test_the_session_of_somebody_else_is_not_found(here, as_staff, session, account):
    foreign = [
        row for row in session.scalars(select(AccountSession)) if row.account_id != account.id
    ]
    for session_id in (foreign[0].id, 999, 10**30):
        assert here.post(f"/konto/sitzungen/{session_id}/beenden").status_code == 404
    assert as_staff.get("/konto").status_code == 200


def test_a_new_password_keeps_this_device_and_ends_the_others(here, elsewhere, session, account):
    assert change(here).location == "/konto"
    assert here.get("/konto").status_code == 200
    assert elsewhere.get("/konto").status_code == 302
    kept = known_of(session.get_one(Account, account.id))
    assert prove(kept, NEW) is not None
    assert prove(kept, OLD) is None


@pytest.mark.parametrize(
    ("password", "new", "repeated", "status"),
    [
        ("falsch", NEW, None, 409),
        ("", NEW, None, 422),
        (OLD, "kurz", None, 422),
        (OLD, NEW, "anders als das neue", 422),
        (OLD, "kim beispiel 1", None, 409),
    ],
)
def test_a_change_that_cannot_be_changes_nothing(
    here, elsewhere, session, account, password, new, repeated, status
):
    assert change(here, password, new, repeated).status_code == status
    assert prove(known_of(session.get_one(Account, account.id)), OLD) is not None
    assert elsewhere.get("/konto").status_code == 200


def test_a_stolen_device_does_not_guess_the_password(here):
    codes = [change(here, "falsch").status_code for _ in range(11)]
    assert codes == [409] * 10 + [429]


@pytest.mark.parametrize("path", ["/konto", "/konto/passwort"])
def test_a_stranger_is_asked_to_sign_in(client, path):
    answer = client.get(path)
    assert answer.status_code == 302
    assert answer.location.startswith("/anmelden?weiter=")
