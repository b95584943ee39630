import pytest


@pytest.mark.parametrize("name", ["impressum", "datenschutz", "barrierefreiheit"])
@pytest.mark.parametrize("language", ["de", "en"])
def test_every_page_leads_to_what_the_law_asks_for(client, name, language):
    assert f'href="/{language}/{name}"' in client.get(f"/{language}/orte").text
    assert client.get(f"/{language}/{name}").status_code == 200
