"""No other site makes our visitors' browsers act here."""

import pytest

from app.rules.permissions import Role
from tests.factories import make_account, make_venue
from tests.house.test_access import address_of
from tests.support.client import make_client


@pytest.mark.parametrize("role", [Role.HEAD, Role.OPERATOR])
@pytest.mark.parametrize(
    "how",
    [
        {"csrf": False},
        {"headers": {"X-CSRFToken": "fremd"}},
        {"headers": {"X-CSRFToken": ""}},
        {"headers": {"Sec-Fetch-Site": "cross-site"}},
    ],
    ids=["no token", "foreign token", "empty token", "other site"],
)
def test_every_unsafe_request_of_another_site_is_refused(app, session, role, how):
    venue = make_venue(session)
    client = make_client(app, session, make_account(session, role=role, venues=[venue]))
    client.proof_reads = False
    tried = 0
    for rule in app.url_map.iter_rules():
        for method in rule.methods - {"GET", "HEAD", "OPTIONS"}:
            address = address_of(rule, slug=venue.slug)
            assert client.open(address, method=method, **how).status_code == 400, address
            tried += 1
    assert tried > 50


@pytest.mark.parametrize("site", ["same-origin", "same-site", "none"])
def test_our_own_pages_may(as_head, site):
    assert as_head.post("/abmelden", headers={"Sec-Fetch-Site": site}).status_code == 303


def test_a_link_from_another_site_may_show_a_page(as_head):
    assert as_head.get("/konto", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200
