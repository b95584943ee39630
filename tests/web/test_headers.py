"""What stands on every answer, whatever it is; and what no browser and no proxy may keep."""

from __future__ import annotations

import pytest

from app.web.access import OPEN
from app.web.headers import HSTS
from tests.factories import make_account, make_reservation, make_slot, make_venue
from tests.house.test_access import address_of
from tests.support.client import make_client

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'; object-src 'none'"
)
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
#: One of each kind: method, address, status.
ANSWERS = [
    ("GET", "/de/", 200),
    ("GET", "/healthz", 200),
    ("GET", "/static/css/app.css", 200),
    ("GET", "/", 302),
    ("GET", "/amt/", 302),
    ("POST", "/darstellung", 303),
    ("GET", "/amt", 308),
    ("POST", "/anmelden", 422),
    ("GET", "/nirgends", 404),
    ("GET", "/static/nichts.css", 404),
    ("GET", "/feeds/einsatz/nichts.ics", 404),
    ("GET", "/darstellung", 405),
    ("TRACE", "/de/", 405),
    ("OPTIONS", "/de/", 200),
]


@pytest.fixture
def secure_client(make_app, session):
    """A visitor by TLS."""
    make_venue(session)
    app = make_app(base_url="https://trauen.example.org")
    # What the answers carry is asked here, not whether a token was.
    app.config["WTF_CSRF_ENABLED"] = False

    def visit(method, path, **more):
        client = make_client(app, session)
        base_url = "https://trauen.example.org"
        return client.open(path, method=method, base_url=base_url, csrf=False, **more)

    return visit


@pytest.mark.parametrize(("method", "path", "status"), ANSWERS)
def test_every_answer_carries_the_headers(client, method, path, status):
    answer = client.open(path, method=method)
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in ALWAYS} == ALWAYS
    assert "Cache-Control" in answer.headers
    assert "Strict-Transport-Security" not in answer.headers


def test_what_is_too_large_or_of_another_site_carries_them_as_well(client):
    large = client.post("/de/reservierung-finden", data={"wanted": "x" * 300_000})
    foreign = client.post("/anmelden", headers={"Sec-Fetch-Site": "cross-site"})
    for answer, status in ((large, 413), (foreign, 400)):
        assert answer.status_code == status
        assert {name: answer.headers.get(name) for name in ALWAYS} == ALWAYS
        assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("method", "path", "status"), [a for a in ANSWERS if a[2] != 422])
def test_behind_tls_every_answer_asks_for_tls(secure_client, method, path, status):
    answer = secure_client(method, path)
    assert answer.status_code == status
    assert answer.headers["Strict-Transport-Security"] == HSTS
    assert int(HSTS.partition("=")[2].partition(";")[0]) >= 31_536_000


@pytest.mark.parametrize(
    ("path", "target"), [("/amt", "/amt/"), ("/de//termine?tag=sa", "/de/termine?tag=sa")]
)
def test_no_redirect_repeats_the_host_that_was_asked_for(client, path, target):
    headers = {"Host": "boese.example", "X-Forwarded-Host": "boese.example"}
    answer = client.get(path, headers=headers)
    assert (answer.status_code, answer.headers["Location"]) == (308, target)


@pytest.mark.parametrize("path", ["/de/", "/en/orte", "/de/termine/2027-06", "/anmelden"])
def test_no_page_repeats_the_host_that_was_asked_for(client, session, path):
    make_slot(session)
    headers = {"Host": "boese.example", "X-Forwarded-Host": "boese.example"}
    answer = client.get(path, headers=headers)
    assert answer.status_code == 200
    assert "boese" not in answer.text


@pytest.mark.parametrize("role", ["head", "operator"])
def test_no_page_behind_the_sign_in_is_kept(app, session, as_head, as_operator, role):
    venue = make_venue(session)
    make_reservation(session, make_slot(session, venue))
    client = as_head if role == "head" else as_operator(venue)
    client.proof_reads = False
    shown = 0
    for rule in app.url_map.iter_rules():
        if app.view_functions[rule.endpoint].access != OPEN and "GET" in rule.methods:
            address = address_of(rule, slug=venue.slug)
            answer = client.get(address)
            assert answer.headers["Cache-Control"] == "no-store", address
            shown += answer.status_code == 200
    assert shown > 5


def test_a_page_for_everybody_is_kept_by_nobody_else_while_signed_in(app, session):
    make_slot(session)
    client = make_client(app, session, make_account(session))
    for path in ("/de/", "/de/termine/2027-06", "/de/orte"):
        assert "no-store" in client.get(path).headers["Cache-Control"], path
    stranger = make_client(app, session).get("/de/")
    assert stranger.headers["Cache-Control"] == "private, no-cache"
    assert "Cookie" in stranger.headers["Vary"]


def test_a_couples_own_pages_are_kept_by_nobody(couple, session):
    reservation = couple.reserve(make_slot(session))
    pages = [couple.page(), couple.page("absagen"), couple.step("pruefen")]
    pages += [couple.step(step) for step in ("sie-beide", "kontakt", "trauung")]
    pages.append("/de/reservierung-finden")
    assert reservation.id
    for path in pages:
        answer = couple.client.get(path)
        assert answer.headers["Cache-Control"] == "no-store", path


def test_every_cookie_is_closed_to_scripts_and_to_other_sites(secure_client, session):
    slot = make_slot(session)
    answers = [
        secure_client("POST", "/darstellung", data={"farben": "dunkel"}),
        secure_client("POST", "/darstellung", data={"farben": ""}),
        secure_client("POST", "/de/merkliste", data={"merken": slot.id}),
        secure_client("POST", "/de/halten", data={"slot": slot.id}),
    ]
    seen = set()
    for answer in answers:
        for written in answer.headers.getlist("Set-Cookie"):
            name, *attributes = written.split("; ")
            seen.add(name.partition("=")[0])
            assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(attributes), written
            assert not [word for word in attributes if word.startswith("Domain")]
            assert name.startswith("__Host-")
    assert len(seen) == 3
