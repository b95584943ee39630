def test_the_health_page_says_ok_while_the_database_answers(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.text) == (200, "ok")


def test_everybody_finds_the_sign_in(client):
    for page in ("/de/", "/impressum"):
        answer = client.get(page, follow_redirects=True).text
        assert "Für Trauorte und Standesamt: Anmelden" in answer.split("<footer")[1]
