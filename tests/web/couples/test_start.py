def test_the_start_page_names_the_city(client):
    answer = client.get("/de/")
    assert answer.status_code == 200
    assert "Ihr Trautermin in Musterstadt" in answer.text
