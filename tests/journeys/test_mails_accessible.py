"""Every kind of mail as a browser shows it: no barrier that a machine can find."""

from __future__ import annotations

import pytest

from app.mail import KINDS, compose, prepare
from tests.factories import NOW
from tests.mail.samples import post_sample
from tests.support.accessibility import find_barriers, find_overflow

#: A mail is shown inside the page of somebody's mail program, which has the landmarks.
OF_WHOLE_PAGES = frozenset({"landmark-one-main", "region"})
BASE = "https://trauen.example.org"


@pytest.fixture
def database(sqlite_template, tmp_path):
    """Writing a letter is the same on both databases."""
    path = tmp_path / "letters.db"
    path.write_bytes(sqlite_template.read_bytes())
    return f"sqlite:///{path}"


@pytest.fixture
def letters(app, session):
    """The HTML of every kind of mail, in each language."""
    written = {}
    for kind in sorted(KINDS):
        for language in ("de", "en"):
            mail = post_sample(session, kind, language=language, recipient=f"{kind}@example.org")
            letter = prepare(session, mail, base_url=BASE, now=NOW)
            assert letter is not None
            with app.app_context():
                html = compose(letter, base_url=BASE, now=NOW).get_body(("html",))
            assert html is not None
            written[kind, language] = html.get_content()
            # One couple has one live reservation; the next sample is another couple’s.
            session.rollback()
    return written


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_mail_has_a_barrier(letters, browser, scheme):
    troubles = []
    for width in (390, 1280):
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        page = context.new_page()
        for (kind, language), html in letters.items():
            page.set_content(html)
            found = [*find_overflow(page), *find_barriers(page, but=OF_WHOLE_PAGES)]
            troubles += [f"{kind} in {language}, {width} px: {trouble}" for trouble in found]
        context.close()
    assert len(letters) == 2 * len(KINDS)
    assert not troubles, "\n".join(troubles)
