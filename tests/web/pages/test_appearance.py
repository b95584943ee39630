import pytest


def test_a_visitor_may_choose_the_dark_and_let_go_of_it(client):
    answer = client.post("/darstellung", data={"farben": "dunkel", "zurueck": "/de/"})
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/de/"
    assert 'data-theme="dark"' in client.get("/de/").text
    client.post("/darstellung", data={"farben": "system", "zurueck": "/de/"})
    assert "data-theme" not in client.get("/de/").text


@pytest.mark.parametrize(
    "back", ["//boese.example", "https://boese.example", "/\\boese.example", "x", "", "/a\r\nb"]
)
def test_the_way_back_stays_in_the_house(client, back):
    answer = client.post("/darstellung", data={"farben": "hell", "zurueck": back})
    assert answer.headers["Location"] == "/"


def test_an_unknown_choice_is_the_systems(client):
    answer = client.post("/darstellung", data={"farben": "<b>", "zurueck": "/de/"})
    assert answer.status_code == 303
