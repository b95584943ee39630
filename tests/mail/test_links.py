"""From a mail into the pages and back, with the links that were really sent."""

from __future__ import annotations

import re
from datetime import timedelta
from email import message_from_bytes, policy

import pytest

from app.actions.tokens import mint
from app.cli.delivery import deliver_due
from app.models import Purpose, Reservation
from app.rules.reservations import ReservationState
from tests.cli.city import make_city
from tests.factories import NOW
from tests.mail.samples import post_sample
from tests.support.client import make_client


def read_mails(app, folder) -> list[str]:
    """Send what is due and return the texts, oldest first."""
    with app.app_context():
        deliver_due()
    files = sorted((folder / "mail").glob("*.eml"))
    messages = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in files]
    texts = (message.get_body(("plain",)).get_content() for message in messages)
    return ["\n".join(text.splitlines()) for text in texts]


def path_in(text: str, ending: str) -> str:
    [path] = re.findall(rf"http://localhost(/\S+{ending})$", text, re.M)
    return path


def test_the_link_confirms_and_the_next_mail_opens_the_page(app, session, client, tmp_path):
    city = make_city(session)
    texts = read_mails(app, tmp_path)
    [asking] = [text for text in texts if "Bitte bestätigen Sie Ihre E-Mail-Adresse" in text]
    path = path_in(asking, "/bestaetigen")
    assert client.get(path).status_code == 200
    assert session.get(Reservation, city.requested).state is ReservationState.REQUESTED
    assert client.post(path).status_code == 303
    assert session.get(Reservation, city.requested).state is ReservationState.RESERVED
    texts = read_mails(app, tmp_path)
    assert "Der Termin ist für Sie reserviert" in texts[-1]
    stranger = make_client(app, session)
    page = stranger.get(re.findall(r"http://localhost(/de/r/\S+)", texts[-1])[0])
    assert page.status_code == 200
    assert not re.search(r"Alex|Robin|Beispiel\b", page.text)


@pytest.mark.parametrize(("kind", "ending"), [("access_link", "/zugang"), ("invitation", "")])
def test_a_link_opens_its_page(app, session, client, tmp_path, kind, ending):
    extra = {"state": ReservationState.RESERVED} if kind == "access_link" else {}
    post_sample(session, kind, **extra)
    session.commit()
    [text] = read_mails(app, tmp_path)
    assert client.get(path_in(text, ending)).status_code == 200


def test_the_page_tells_that_a_mail_is_late_until_it_has_gone(app, session, client, mail_server):
    mail = post_sample(session, "reserved", state=ReservationState.RESERVED)
    secret = mint(session, Purpose.RESERVATION, now=NOW, reservation_id=mail.reservation_id)
    session.commit()
    late = "Unsere E-Mail an Sie verspätet sich"
    assert late not in client.get(f"/de/r/{secret}").text
    mail_server.refusals.append("451 later")
    app.config["MAIL_URL"] = mail_server.url
    with app.app_context():
        deliver_due()
    assert late in client.get(f"/de/r/{secret}").text
    app.config["NOW"] = NOW + timedelta(hours=1)
    with app.app_context():
        deliver_due()
    assert len(mail_server.received) == 1
    assert late not in client.get(f"/de/r/{secret}").text
