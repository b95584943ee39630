import re
from datetime import date, time, timedelta

import pytest

from app.actions.days import lock_days, reckon
from app.rules.favourites import MOST_FAVOURITES, Favourite, Favourites
from app.rules.reservations import ReservationState
from app.rules.slots import Obstacle, SlotState
from app.web.remembered import COOKIE, LONGEST, write
from tests.factories import DAY, NOW, make_reservation, make_slot, make_venue
from tests.support.client import make_client
from tests.web.test_freshness import BUDGET, counted

LIST = "/de/merkliste"


def plain(text):
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def keep(client, slot, **fields):
    return client.post(LIST, data={"merken": slot.id, **fields})


def carry(client, app, *numbers, purpose="cookie"):
    with app.app_context():
        written = write(Favourites(tuple(Favourite(number) for number in numbers)), purpose)
    client.set_cookie(COOKIE, written)


@pytest.fixture
def castle(session):
    return make_venue(session, slug="wasserburg", name="Wasserburg", short_name="Wasserburg")


def test_an_empty_list_says_how_it_fills(client):
    text = client.get(LIST).text
    assert "Mit dem Stern neben einer Uhrzeit merken Sie sich Termine." in text
    assert "Gemerkt heißt nicht gehalten." in text
    english = client.get("/en/merkliste").text
    assert "Keeping it in mind does not hold it." in english


@pytest.mark.parametrize(
    "path",
    [
        "/de/termine/2027-06-12?gaeste=20",
        "/de/termine?ansicht=liste&gaeste=20",
        "/de/orte/wasserburg?am=2027-06-12",
    ],
)
def test_a_star_stands_beside_every_time_and_leads_back(client, session, castle, path):
    slot = make_slot(session, castle, at=time(10, 30))
    text = client.get(path).text
    star = re.search(r'<button[^>]*class="star-button".*?</button>', text)[0]
    assert 'aria-pressed="false"' in star
    assert "12. Juni, 10:30 Uhr, Wasserburg merken" in star
    back = re.search(r'name="zurueck" value="([^"]+)"', text.split('id="merken"')[1])[1]
    answer = keep(client, slot, zurueck=back.replace("&amp;", "&"))
    assert answer.status_code == 303
    assert answer.location == f"{path}#merken-{slot.id}"
    again = client.get(path).text
    star = re.search(r'<button[^>]*class="star-button".*?</button>', again)[0]
    assert 'aria-pressed="true"' in star
    assert "12. Juni, 10:30 Uhr, Wasserburg merken" in star
    assert f'name="entfernen" value="{slot.id}"' in star
    client.post(LIST, data={"entfernen": slot.id})
    assert 'aria-pressed="true"' not in client.get(path).text.split("<main")[1].split("</main>")[0]


def test_the_head_counts_on_every_page(client, session, castle):
    slot = make_slot(session, castle)
    assert "ways__count" not in client.get("/de/").text
    keep(client, slot)
    for path in ("/de/", "/de/orte", "/de/termine/2027-06", "/de/impressum", LIST):
        assert "Merkliste ( 1 )" in plain(client.get(path).text), path


PAGES = (
    "/de/",
    "/de/termine/2027-06",
    "/de/termine/2027-06-12",
    "/de/termine?ansicht=liste",
    "/de/orte",
    "/de/orte/wasserburg?am=2027-06-12",
)


@pytest.mark.parametrize("path", PAGES)
def test_nobody_ever_sees_the_stars_of_somebody_else(app, client, session, castle, path):
    slot = make_slot(session, castle)
    stranger = make_client(app, session)
    blank = stranger.get(path)
    keep(client, slot)
    mine = client.get(path)
    assert "ways__count" in mine.text
    # Neither from memory nor by tag, whoever comes first.
    for other in (stranger, make_client(app, session)):
        answer = other.get(path, headers={"If-None-Match": mine.headers["ETag"]})
        assert answer.status_code == 200
        assert "ways__count" not in answer.text
        assert 'aria-pressed="true"' not in answer.text.split("<main")[1].split("</main>")[0]
    # And one's own tag of before does not hide the star.
    fresh = client.get(path, headers={"If-None-Match": blank.headers["ETag"]})
    assert fresh.status_code == 200
    assert mine.headers["Cache-Control"].startswith("private")


def test_the_list_says_what_became_of_each(app, client, session, castle):
    def at(hour, **overrides):
        return make_slot(session, castle, at=time(hour), **overrides)

    slots = {
        "frei": at(8),
        "vergeben": at(9, holdable=False, obstacle=Obstacle.TAKEN),
        "geschlossen": at(10, holdable=False, obstacle=Obstacle.VENUE_CLOSED),
        "zurückgezogen": at(
            11, state=SlotState.WITHDRAWN, opens_at=NOW - timedelta(days=9), holdable=False
        ),
        "gerade gehalten, vielleicht ab 10:10 Uhr": at(
            12, blocked_until=NOW + timedelta(minutes=10)
        ),
        "öffnet am 1. April um 10:00 Uhr": at(13, opens_at=NOW.replace(month=4, hour=8)),
        "online zu spät, bitte anrufen": make_slot(session, castle, day=date(2027, 3, 2)),
    }
    carry(client, app, *(slot.id for slot in slots.values()))
    text = client.get(LIST).text
    for words, slot in slots.items():
        row = text.split(f'id="termin-{slot.id}"')[1].split("</tr>")[0]
        assert words in row
        assert ("8:00 Uhr halten" in row) == (words == "frei")
        gone = words in (
            "vergeben",
            "geschlossen",
            "zurückgezogen",
            "online zu spät, bitte anrufen",
        )
        assert ("<del" in row) == gone
    assert "Gemerkt heißt nicht gehalten: Andere Paare können diese Zeiten nehmen." in text


def test_what_is_mine_is_said_to_be_mine(session, castle, couple):
    slot = make_slot(session, castle)
    couple.hold(slot)
    couple.client.post(LIST, data={"merken": slot.id})
    text = couple.client.get(LIST).text
    assert "für Sie gehalten bis 10:20 Uhr" in text
    assert "Weiter mit dem Formular" in text


def test_near_what_is_gone_something_similar_is_offered(client, session, castle):
    gone = make_slot(session, castle, at=time(9))
    make_reservation(session, gone, ReservationState.RESERVED)
    near = make_slot(session, castle, at=time(10, 30))
    make_slot(session, castle, day=DAY + timedelta(days=300))
    keep(client, gone)
    text = client.get(LIST).text
    assert "Ähnliche freie Termine:" in text
    assert f'name="slot" value="{near.id}"' in text
    assert "Gleicher Ort, 90 Minuten später" in text


def test_a_note_stays_with_its_date(client, session, castle):
    slot = make_slot(session, castle)
    keep(client, slot)
    answer = client.post(f"{LIST}/notiz", data={"slot": slot.id, "notiz": "Oma <b> kann „nicht“"})
    assert (answer.status_code, answer.location) == (303, f"{LIST}#termin-{slot.id}")
    assert 'value="Oma &lt;b&gt; kann „nicht“"' in client.get(LIST).text
    client.post(f"{LIST}/notiz", data={"slot": slot.id, "notiz": "x" * 5000})
    text = client.get(LIST).text
    assert "Die Notiz war zu lang. Wir haben sie gekürzt." in text
    client.post(f"{LIST}/notiz", data={"slot": slot.id + 1, "notiz": "x"})
    assert "Dieser Termin steht nicht auf Ihrer Merkliste." in client.get(LIST).text


def shared(text):
    return re.findall(
        r'<input class="input" id="link[^>]*value="http://[^/]+([^"]+)" readonly', text
    )


def test_the_partner_sees_the_same_dates_and_takes_them_over(app, client, session, castle):
    slots = [make_slot(session, castle, at=time(hour)) for hour in (9, 11)]
    for slot in slots:
        keep(client, slot)
    client.post(f"{LIST}/notiz", data={"slot": slots[0].id, "notiz": "Mutti dabei"})
    bare, noted = shared(client.get(LIST).text)
    partner = make_client(app, session)
    text = partner.get(bare).text
    assert "Jemand teilt mit Ihnen 2 Termine." in text
    assert "Mutti dabei" not in text
    assert "Notiz speichern" not in text
    assert "Mutti dabei" in partner.get(noted).text
    assert partner.get(bare).headers["X-Robots-Tag"] == "noindex"
    assert "ways__count" not in text
    answer = partner.post(LIST, data={"code": noted.rsplit("/", 1)[1]})
    assert answer.status_code == 303
    text = partner.get(LIST).text
    assert "2 Termine gemerkt." in text
    assert "Mutti dabei" in text


def test_a_list_without_notes_has_one_link(client, session, castle):
    keep(client, make_slot(session, castle))
    assert len(shared(client.get(LIST).text)) == 1


@pytest.mark.parametrize(
    "code", ["x", "W1sxXV0", "W1sxXV0.abc", "a" * 5000, "%00", "ä", "..%2f..", "{cookie}", "{none}"]
)
def test_a_code_that_we_did_not_make_is_not_found(app, client, session, castle, code):
    slot = make_slot(session, castle)
    with app.app_context():
        # A cookie is no code, and a code of dates nobody may see shows nothing.
        cookie = write(Favourites((Favourite(slot.id),)), "cookie")
        none = write(Favourites((Favourite(slot.id + 5),)), "share")
    assert client.get(f"{LIST}/{code.format(cookie=cookie, none=none)}").status_code == 404


@pytest.mark.parametrize(
    "cookie",
    ["", "x", "W1sxXV0.sig", "." * 3000, "a" * 3900, ".eJw", "ü", '"; --', "%00", "[[1]]"],
)
def test_a_cookie_that_is_not_ours_is_an_empty_list(client, session, castle, cookie):
    make_slot(session, castle)
    client.set_cookie(COOKIE, cookie)
    assert "Hier ist noch Platz." in client.get(LIST).text
    assert "ways__count" not in client.get("/de/").text


def test_two_hundred_dates_are_not_kept(app, client, session, castle):
    slots = [
        make_slot(session, castle, day=DAY + timedelta(weeks=n)) for n in range(MOST_FAVOURITES + 1)
    ]
    for slot in slots:
        assert keep(client, slot).status_code == 303
    text = client.get(LIST).text
    assert "Auf Ihre Merkliste passen 20 Termine. Entfernen Sie zuerst einen." in text
    assert "20 Termine gemerkt." in text
    for slot in slots:
        client.post(f"{LIST}/notiz", data={"slot": slot.id, "notiz": "漢" * 120})
    assert len(client.get_cookie(COOKIE).value) <= LONGEST
    assert "20 Termine gemerkt." in client.get(LIST).text


@pytest.mark.parametrize(
    "word", ["", "0", "-1", "1.5", "abc", "9" * 30, "٣", "2147483648", "99999"]
)
@pytest.mark.parametrize("name", ["merken", "entfernen"])
def test_what_is_no_date_cannot_be_kept(client, word, name):
    expected = 303 if (name, word) == ("entfernen", "99999") else 404
    assert client.post(LIST, data={name: word}).status_code == expected
    assert client.post(LIST, data={}).status_code == 404


def test_what_an_operator_still_plans_cannot_be_kept_or_seen(app, client, session, castle):
    draft = make_slot(session, castle, state=SlotState.DRAFT)
    assert keep(client, draft).status_code == 404
    carry(client, app, draft.id)
    assert "Wasserburg" not in client.get(LIST).text


@pytest.mark.parametrize(
    "back", ["//evil.example", "https://evil.example/", "/\\evil", "/a b", "", "/" + "a" * 5000]
)
def test_the_way_back_stays_in_the_house(client, session, castle, back):
    slot = make_slot(session, castle)
    assert keep(client, slot, zurueck=back).location == LIST


def test_the_cookie_is_for_us_alone(client, session, castle):
    answer = keep(client, make_slot(session, castle))
    written = answer.headers["Set-Cookie"]
    assert "HttpOnly" in written
    assert "SameSite=Lax" in written
    assert "Max-Age=" in written


def test_without_a_token_nothing_is_kept(client, session, castle):
    slot = make_slot(session, castle)
    assert client.post(LIST, data={"merken": slot.id}, csrf=False).status_code == 400


def test_the_list_asks_the_database_little(app, couple, session, castle):
    slots = [
        make_slot(session, castle, day=DAY + timedelta(weeks=n), at=time(9 + n % 3))
        for n in range(MOST_FAVOURITES)
    ]
    for slot in slots[:10]:
        make_reservation(session, slot, ReservationState.RESERVED)
    lock_days(session, [slot.day for slot in slots])
    reckon(session, [slot.day for slot in slots], now=NOW)
    couple.hold(slots[-1])
    carry(couple.client, app, *(slot.id for slot in slots))
    with counted(app) as sent:
        assert couple.client.get(LIST).status_code == 200
    assert len(sent) <= BUDGET, sent
