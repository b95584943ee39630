def test_a_page_links_to_itself_in_the_other_language(client):
    text = client.get("/de/?gaeste=20").text
    assert 'href="/en/?gaeste=20" lang="en"' in text


def test_a_page_without_another_language_links_to_the_start(client):
    assert 'href="/en/" lang="en"' in client.get("/de/gibt/es/nicht").text


def test_the_skip_link_leads_to_the_content(client):
    text = client.get("/de/").text
    assert text.index('href="#inhalt"') < text.index("<header")
    assert 'id="inhalt"' in text
