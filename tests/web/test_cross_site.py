"""No other site makes our visitors' browsers act here."""

import pytest

PATHS = ["/anmelden", "/abmelden", "/einladung/x", "/konto/passwort", "/amt/personen/neu"]


@pytest.mark.parametrize("path", PATHS)
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
def test_an_unsafe_request_of_another_site_is_refused(as_head, path, how):
    assert as_head.post(path, **how).status_code == 400


@pytest.mark.parametrize("site", ["same-origin", "same-site", "none"])
def test_our_own_pages_may(as_head, site):
    assert as_head.post("/abmelden", headers={"Sec-Fetch-Site": site}).status_code == 303


def test_a_link_from_another_site_may_show_a_page(as_head):
    assert as_head.get("/konto", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200
