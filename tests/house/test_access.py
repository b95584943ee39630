"""Every route says who may come in, and keeps out everybody else."""

from __future__ import annotations

import re

import pytest

from app.rules.permissions import GRANTS, Permission, Role
from app.web.access import OPEN, check_declared
from tests.factories import (
    make_account,
    make_closure,
    make_reservation,
    make_series,
    make_slot,
    make_venue,
)
from tests.support.client import make_client

OPERATORS = (Permission.SEE_VENUE, Permission.PUBLISH_TIMES)
#: What stands in an address for a parameter of this name; numbers lead nowhere.
EXAMPLES = {"lang": "de", "day": "2027-06-12", "month": "2027-06", "week": "2027-W23"}


def address_of(rule, **known):
    """Return an address that matches the rule."""

    def example(found):
        name = found[1]
        return str(known.get(name) or EXAMPLES.get(name, "999999"))

    return re.sub(r"<(?:[^<>:]+:)?(\w+)>", example, rule.rule)


def examples(app):
    """Yield (access, method, address) for every route."""
    for rule in app.url_map.iter_rules():
        access = app.view_functions[rule.endpoint].access
        for method in rule.methods - {"HEAD", "OPTIONS"}:
            yield access, method, address_of(rule)


def test_every_route_declares_access(make_app):
    app = make_app()
    assert all(hasattr(view, "access") for view in app.view_functions.values())


def test_a_route_that_says_nothing_stops_the_start(make_app):
    app = make_app()
    app.add_url_rule("/offen", "open_by_mistake", lambda: "ok")
    with pytest.raises(RuntimeError, match="open_by_mistake"):
        check_declared(app)


@pytest.mark.parametrize("role", [None, *Role])
def test_each_role_comes_in_where_it_may_and_nowhere_else(app, session, role):
    account = make_account(session, role=role) if role else None
    for access, method, address in examples(app):
        if access == OPEN:
            continue
        client = make_client(app, session, account)
        client.proof_reads = False
        status = client.open(address, method=method).status_code
        place = f"{role} {method} {address} ({access}): {status}"
        if role is None:
            assert status in (302, 303), place
        elif access == "signed_in" or role in GRANTS[Permission(access)]:
            assert status not in (401, 403), place
            assert status < 500, place
        else:
            assert status == 403, place


def test_strangers_are_sent_to_the_sign_in_page(make_app):
    app = make_app()
    for access, method, address in examples(app):
        if access != OPEN:
            answer = make_client(app).open(address, method=method)
            assert answer.headers["Location"].startswith("/anmelden"), (method, address)


@pytest.mark.parametrize("venue_is", ["foreign", "own"])
def test_foreign_things_are_not_found(app, session, venue_is):
    """An operator meets 404 at everything of another venue, also under the own venue's name."""
    own, foreign = make_venue(session), make_venue(session)
    slot = make_slot(session, foreign)
    things = {
        "slot_id": slot.id,
        "series_id": make_series(session, foreign).id,
        "closure_id": make_closure(session, foreign).id,
        "reservation_id": make_reservation(session, slot).id,
    }
    names = {"slug": foreign.slug if venue_is == "foreign" else own.slug}
    account = make_account(session, role=Role.OPERATOR, venues=[own])
    client = make_client(app, session, account)
    for rule in app.url_map.iter_rules():
        access = app.view_functions[rule.endpoint].access
        concerned = set(things) | ({"slug"} if venue_is == "foreign" else set())
        if access in OPERATORS and rule.arguments & concerned:
            address = address_of(rule, **things, **names)
            for method in rule.methods - {"HEAD", "OPTIONS"}:
                assert client.open(address, method=method).status_code == 404, (method, address)
