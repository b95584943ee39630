import re

import pytest

from tests.factories import make_slot, make_venue

PAGES = ("/de/", "/de/termine/2027-06", "/de/orte", "/de/orte/rathaus", "/en/orte/rathaus?am=x")


def tags(text):
    return dict(re.findall(r'<meta property="og:([a-z:_]+)" content="([^"]*)">', text))


@pytest.mark.parametrize("path", PAGES)
def test_a_shared_link_has_a_title_a_text_and_a_picture_of_ours(app, client, session, path):
    make_venue(session, slug="rathaus", name="Rathaus", drawing="rathaus")
    found = tags(client.get(path).text)
    assert found["title"]
    assert found["description"]
    assert found["url"] == app.config["BASE_URL"] + path
    assert found["locale"] == ("en_GB" if path.startswith("/en") else "de_DE")
    picture = "rathaus" if "rathaus" in path else "_"
    assert found["image"] == f"{app.config['BASE_URL']}/static/img/share/{picture}.png"
    answer = client.get(found["image"].removeprefix(app.config["BASE_URL"]))
    assert (answer.status_code, answer.mimetype) == (200, "image/png")
    assert answer.data.startswith(b"\x89PNG")


def test_a_venue_says_what_it_is(client, session):
    make_venue(session, slug="turm", name="Turm <b>", summary={"de": "Über der „Zeche“ & mehr."})
    found = tags(client.get("/de/orte/turm").text)
    assert found["title"] == "Turm &lt;b&gt;"
    assert found["description"] == "Über der „Zeche“ &amp; mehr."


def test_a_venue_without_a_drawing_has_our_rings(client, session):
    make_venue(session, slug="neu", drawing="noch-nicht-gezeichnet")
    assert tags(client.get("/de/orte/neu").text)["image"].endswith("/_.png")


def test_what_a_secret_opens_says_nothing_of_itself(session, couple):
    couple.hold(make_slot(session))
    assert tags(couple.get("sie-beide").text) == {}
