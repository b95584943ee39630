"""Nobody is led off this host after signing in."""

import pytest

from app.web.way_back import own_page

HOSTILE = [
    "https://evil.example",
    "http://evil.example/amt/",
    "HTTPS://evil.example",
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "//evil.example/amt/",
    "/\\evil.example",
    "/\\/evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r/evil.example",
    "/\r\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    " /amt/",
    "\x00//evil.example",
    "/\x00/evil.example",
    "/\x0b/evil.example",
    "/\x0c/evil.example",
    "/\x1f/evil.example",
    "/\x7f/evil.example",
    "/\u3000/evil.example",
    "/\u2028/evil.example",
    "/\u00a0/evil.example",
    "/\ufeff/evil.example",
    "／／evil.example",
    "/／evil.example",
    "https:evil.example",
    "https:/evil.example",
    "https:\\\\evil.example",
    "http:evil",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "file:///etc/passwd",
    "ftp://evil.example",
    "mailto:a@evil.example",
    "blob:https://evil.example/x",
    "evil.example",
    "evil.example/amt/",
    "@evil.example",
    ".evil.example",
    "..//evil.example",
    "./amt/",
    "../amt/",
    "?next=//evil.example",
    "#//evil.example",
    "amt/",
    "//localhost@evil.example",
    "//evil.example:443",
    "//[::1]/",
    "//[",
    "/amt/\r\nSet-Cookie: a=b",
    "/amt/\r\nLocation: https://evil.example",
    "/amt/ HTTP/1.1",
    "/amt/ü",
    "/" + "a" * 5000,
    "",
    None,
]
OWN = [
    "/",
    "/amt/",
    "/amt/personen?seite=2",
    "/amt/reservierungen?status=offen&frist=2027-06-12",
    "/betrieb/orte/schloss-beck",
    "/konto#passwort",
    "/amt/suche?q=a%20b%2F%2Fc",
    "/%09/evil.example",
    "/%2f/evil.example",
    "/amt/https://evil.example",
]


@pytest.mark.parametrize("target", HOSTILE, ids=ascii)
def test_whatever_could_lead_off_this_host_is_no_page_of_ours(target):
    assert own_page(target) is None


@pytest.mark.parametrize("target", OWN)
def test_a_path_on_this_host_is(target):
    assert own_page(target) == target


def test_there_are_sixty_ways_tried():
    assert len(set(HOSTILE)) >= 60
