"""The proof-reader finds what it is there for."""

from __future__ import annotations

import pytest

from tests.pages import find_mistakes

GOOD = """<!doctype html>
<html lang="de"><head><meta charset="utf-8"><title>Freie Termine – Traukalender</title></head>
<body><h1>Freie Termine</h1><h2>Im Juni</h2>
<p>„Ja“ – und wie geht’s weiter?</p><p translate="no">Sinéad O'Connor</p>
<form method="post" action="/x"><input type="hidden" name="csrf_token" value="x">
<label for="mail">E-Mail</label><input id="mail" name="mail" type="email">
<button>Weiter</button></form></body></html>"""


def test_a_good_page_has_no_mistakes():
    assert list(find_mistakes(GOOD)) == []


@pytest.mark.parametrize(
    ("right", "wrong", "complaint"),
    [
        ('lang="de"', 'lang="fr"', "lang"),
        ("<h1>Freie Termine</h1>", "", "0 <h1>"),
        ("<h1>Freie Termine</h1>", "<h1>Freie Termine</h1><h1>Freie Termine</h1>", "2 <h1>"),
        ("<h1>Freie Termine</h1>", "<h1>Etwas anderes</h1>", "does not begin"),
        ("<h2>", "<h3>", "does not parse"),
        ("<h2>Im Juni</h2>", "<h3>Im Juni</h3>", "skips a level"),
        ('<p translate="no">', '<p id="mail">', "occurs 2 times"),
        ('for="mail"', "", "no label"),
        ('name="csrf_token"', 'name="other"', "no csrf_token"),
        ("<button>Weiter</button>", "<button></button>", "no text"),
        ("<button>", '<button onclick="x()">', "script"),
        ("<h2>", '<h2 style="color:red">', "style attribute"),
        ("</body>", "<script>x()</script></body>", "inline <script>"),
        ("</body>", '<img src="x"></body>', "no alt"),
        ("</body>", '<a href="#nichts">x</a></body>', "leads to nothing"),
        ("</body>", '<p aria-describedby="nichts">x</p></body>', "points to nothing"),
        ("„Ja“", '"Ja"', "straight quotes"),
        ("’s", "'s", "straight quotes"),
        ("Im Juni", "Juni - Juli", "hyphen"),
        ("Im Juni", "Im None", "unfilled"),
        ("Im Juni", "Im %(month)s", "unfilled"),
        ('type="email"', 'type="email" placeholder="None"', "None"),
    ],
)
def test_each_mistake_is_found(right, wrong, complaint):
    assert right in GOOD
    mistakes = "\n".join(find_mistakes(GOOD.replace(right, wrong)))
    assert complaint in mistakes


def test_english_pages_say_so():
    assert list(find_mistakes(GOOD.replace('lang="de"', 'lang="en"'), "/en/termine/2027-06")) == []
    assert list(find_mistakes(GOOD, "/en/termine/2027-06")) != []


def test_a_part_of_a_page_needs_no_frame():
    assert list(find_mistakes("<p>Noch 12 Minuten.</p>")) == []
    assert list(find_mistakes("<p style='x'>Noch 12 Minuten.</p>")) != []
