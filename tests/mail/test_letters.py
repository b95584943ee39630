from __future__ import annotations

import html
import re
from datetime import date, time, timedelta
from email import message_from_bytes, policy

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.mail import KINDS, compose, prepare
from app.mail.kinds import LINKS, LONGEST_SUBJECT
from app.mail.letters import one_address
from app.models import Account, Purpose, Token
from app.queries.tokens import hash_of
from app.rules.reservations import ReservationState
from tests.factories import NOW, make_venue
from tests.mail.samples import post_sample, set_policies

BASE = "https://trauen.example.org"
LANGUAGES = ("de", "en")


def write(app: Flask, session, mail, now=NOW):
    letter = prepare(session, mail, base_url=BASE, now=now)
    session.flush()
    assert letter is not None
    with app.app_context():
        message = compose(letter, base_url=BASE, now=now)
    return message_from_bytes(message.as_bytes(), policy=policy.default)


def parts(message):
    text = message.get_body(("plain",)).get_content()
    return text, message.get_body(("html",)).get_content()


def words_of(page: str) -> str:
    page = re.sub(r"(?s)<(style|head).*?</\1>|<!--.*?-->", " ", page)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


@pytest.fixture
def database(sqlite_template, tmp_path):
    """Writing a letter is the same on both databases."""
    path = tmp_path / "letters.db"
    path.write_bytes(sqlite_template.read_bytes())
    return f"sqlite:///{path}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_text_and_html_say_the_same(app, session, kind, language):
    set_policies(session, office_phone="02041 000 00", office_hours="Mo–Fr 8–12", city="Bottrop")
    message = write(app, session, post_sample(session, kind, language=language))
    text, page = parts(message)
    said = words_of(page).casefold()
    for line in text.splitlines():
        line = line.strip().removeprefix("- ").casefold()
        # The date stands on the ground line of the HTML, in another order.
        if line and not re.match(r"\w+,? 12\.? ", line):
            for part in re.split(r":\s+", line):
                assert part.startswith("http") or part.rstrip(":") in said, line
    assert f'<html lang="{language}">' in page
    assert not re.search(r'src=|url\(|<img|@import|"http:', page)
    assert "None" not in text


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_one_mail_has_one_button_and_absolute_links(app, session, kind):
    text, page = parts(write(app, session, post_sample(session, kind)))
    assert page.count('class="btn"') == 1
    links = re.findall(r'href="([^"]+)"', page)
    assert links
    assert all(link.startswith(BASE + "/") for link in links)
    assert set(re.findall(r"https?://\S+", text)) == set(links)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_subject_is_short_and_ends_with_the_reference(app, session, kind, language):
    venue = make_venue(session, short_name="Bezirksverwaltungsstelle Kirchhellen Nord")
    slot = {"venue": venue, "day": date(2027, 9, 30), "at": time(10, 30)}
    extra = {"slot": slot} if KINDS[kind].states else {}
    mail = post_sample(session, kind, language=language, **extra)
    subject = write(app, session, mail)["Subject"]
    before, _, reference = subject.partition(" – TK-")
    assert len(before) <= LONGEST_SUBJECT
    assert bool(reference) is (KINDS[kind].states is not None)


def test_the_headers_say_who_writes_to_whom(app, session):
    set_policies(
        session, office_name="Standesamt Bottrop", office_email="standesamt@bottrop.example"
    )
    mail = post_sample(session, "confirm_email")
    message = write(app, session, mail)
    assert message["From"] == "Standesamt Bottrop <standesamt@bottrop.example>"
    assert message["To"] == "paar@example.org"
    assert message["Message-ID"] == f"<{mail.message_id}@trauen.example.org>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Subject"].startswith("Bitte bestätigen: Sa, 12. Juni 2027, 11:00 Uhr – TK-")
    assert not {"Cc", "Bcc", "Reply-To"} & set(message.keys())


def test_the_deadline_stands_in_the_mail_with_date_and_hour(app, session):
    text, _ = parts(write(app, session, post_sample(session, "confirm_email")))
    assert "bis Dienstag, 2. März 2027, 10:00 Uhr" in text
    assert "Samstag, 12. Juni 2027, 11:00 Uhr" in text


def test_an_approval_names_the_days_for_registering(app, session):
    text, _ = parts(write(app, session, post_sample(session, "approved")))
    assert "ab sofort: Sie beide melden" in text
    assert "bis Fr, 16. April 2027: Das ist der letzte Tag." in text
    late = NOW + timedelta(days=60)
    mail = post_sample(session, "approved", recipient="spaet@example.org", slot={"at": time(15)})
    text, _ = parts(write(app, session, mail, now=late))
    assert "jetzt: Sie beide melden" in text
    assert "letzte Tag" not in text


def test_secrets_are_fresh_with_every_try_and_only_hashes_stay(app, session):
    mail = post_sample(session, "confirm_email")
    texts = [parts(write(app, session, mail))[0] for _ in range(2)]
    secrets = [re.findall(r"/r/([\w-]{43})", text) for text in texts]
    assert len({*secrets[0], *secrets[1]}) == 4
    stored = {token.hash: token for token in session.scalars(select(Token))}
    assert stored.keys() == {hash_of(secret) for secret in [*secrets[0], *secrets[1]]}
    assert {token.purpose for token in stored.values()} == {Purpose.CONFIRM, Purpose.RESERVATION}
    assert {token.reservation_id for token in stored.values()} == {mail.reservation_id}


def test_names_and_telephone_of_the_couple_are_in_no_mail(app, session):
    for kind in sorted(KINDS):
        mail = post_sample(session, kind, recipient=f"{kind}@example.org")
        message = write(app, session, mail)
        for part in (*parts(message), message["Subject"]):
            assert not re.search(r"Alex|Muster\b|Robin|Beispiel|123456", part), kind


def test_what_people_type_stays_text(app, session):
    reason = '<script>alert(1)</script> & "so"\r\nBcc: x@example.org'
    venue = make_venue(session, name="Haus <b>A</b>\r\nBcc: y@example.org", short_name="<i>A</i>")
    mail = post_sample(session, "declined", reason=reason, slot={"venue": venue})
    message = write(app, session, mail)
    text, page = parts(message)
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert "<i>" not in page
    assert '<script>alert(1)</script> & "so"' in text
    assert not {"Bcc", "Cc"} & set(message.keys())


def test_a_hostile_office_name_adds_no_header(app, session):
    set_policies(
        session,
        office_name="Amt\r\nBcc: x@example.org",
        office_email="a@example.org, b@example.org",
    )
    message = write(app, session, post_sample(session, "reserved"))
    assert "Bcc" not in message
    assert message["From"].addresses[0].addr_spec == "noreply@trauen.example.org"


@pytest.mark.parametrize(
    "recipient",
    [
        "",
        "niemand",
        "@example.org",
        "a@",
        "a@b@example.org",
        "a@example.org, b@example.org",
        "a@example.org,b@example.org",
        "a@example.org;b@example.org",
        "a@example.org b@example.org",
        "a@example.org\r\nBcc: b@example.org",
        "a@example.org\nb@example.org",
        "a@example.org\0",
        "Name <a@example.org>",
        "<a@example.org>",
        "a@example.org (b@example.org)",
        "gruppe: a@example.org, b@example.org;",
        '"a@example.org, b"@example.org',
        "ä@example.org",
        "a@[127.0.0.1]\r\n",
        "a@-",
        "a@example..org",
        "a@" + "x" * 300 + ".org",
    ],
)
def test_what_is_not_exactly_one_address_is_refused(recipient):
    with pytest.raises(ValueError, match="not exactly one address"):
        one_address(recipient)


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("a@example.org", "a@example.org"),
        ("a.b+c@example.org", "a.b+c@example.org"),
        ("o'neill@example.org", "o'neill@example.org"),
        ("paar@müller.example", "paar@xn--mller-kva.example"),
    ],
)
def test_one_address_is_taken(typed, sent):
    assert one_address(typed) == sent


@pytest.mark.parametrize(
    ("kind", "state", "because"),
    [
        ("confirm_email", ReservationState.CANCELLED, "reservation_cancelled"),
        ("confirm_email", ReservationState.RESERVED, "reservation_reserved"),
        ("reserved", ReservationState.CANCELLED, "reservation_cancelled"),
        ("approved", ReservationState.CANCELLED, "reservation_cancelled"),
    ],
)
def test_a_mail_that_no_longer_makes_sense_is_dropped_with_the_reason(
    session, kind, state, because
):
    mail = post_sample(session, kind, state=state)
    assert prepare(session, mail, base_url=BASE, now=NOW) is None
    assert (mail.dropped_at, mail.dropped_because) == (NOW, because)
    assert session.scalar(select(func.count()).select_from(Token)) == 0


def test_a_link_that_could_no_longer_confirm_is_not_sent(session):
    mail = post_sample(session, "confirm_email")
    assert prepare(session, mail, base_url=BASE, now=NOW + timedelta(hours=24)) is None
    assert mail.dropped_because == "confirm_window_over"


def test_a_closed_account_gets_no_mail(session):
    mail = post_sample(session, "invitation")
    session.get(Account, mail.account_id).closed_at = NOW
    assert prepare(session, mail, base_url=BASE, now=NOW) is None
    assert mail.dropped_because == "account_closed"


def test_every_link_is_used_and_every_kind_names_links_that_exist():
    used = {name for kind in KINDS.values() for name in kind.links}
    assert used <= LINKS.keys()
