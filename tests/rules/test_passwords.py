"""Which passwords are accepted."""

import unicodedata

import pytest

from app.rules.passwords import check_password, normalised
from app.rules.refusals import WeakPassword

CONTEXT = ("Gül Öztürk", "g.oeztuerk@schloss-beck.example.org", "Bottrop", "Standesamt Bottrop")

GOOD = [
    "vier zufällige wörter hier",
    "pferd batterie klammer",
    "kqzvhwmtxgrb",
    "Zwölf Zeichen",
    "8!xQ2#mVr9&k",
    "ﬁsch und chips am see",
    "🦔 igel im winterschlaf",
    "im standesamt steht ein elefant",
    "Öztürks Katze mag Regenwetter",
    "0x7f8e9d3a1c5b",
    "langsam, aber sicher",
    "correct horse battery staple",
    "                 Leerzeichen",
    "密码密码很长很长的一个句子哦",
    "x7" * 3 + "kwvbqm",
    "fünf grüne äpfel" * 12,
]

SHORT = ["", " ", "kurz", "elfzeichenx", "🦔" * 11, "é" * 11]
LONG = ["Satz mit Wort. " * 14, "y" * 200 + "ä"]
COMMON = [
    "passwordpassword",
    "Passwort1234",
    "PASSWORT2027!",
    "!!password123!!",
    "qwertzuiopü+",
    "qwertyuiopas",
    "123456789012",
    "098765432109",
    "abcdefghijkl",
    "aaaaaaaaaaaa",
    "abcabcabcabc",
    "1q2w3e4r5t6y",
    "123qweasdzxc",
    "Sommer2027!!",
    "ichliebedich",
    "Schmetterling1",
    "dragon123456",
    "deutschland!",
    "justinbieber",
]
GUESSED = [
    "traukalender",
    "Traukalender!",
    "Traukalender2027",
    "standesamt-bottrop",
    "Bottrop-Standesamt",
    "bottropbottrop",
    "gül öztürk 27",
    "ÖZTÜRKgül2027",
    "g.oeztuerk@schloss-beck.example.org",
    "schloss-beck-1234",
    "Hochzeit2027!",
]


@pytest.mark.parametrize("password", GOOD)
def test_a_long_password_of_any_letters_is_accepted(password):
    check_password(password, context=CONTEXT)


@pytest.mark.parametrize(
    ("password", "because"),
    [
        *[(password, "short") for password in SHORT],
        *[(password, "long") for password in LONG],
        *[(password, "common") for password in COMMON],
        *[(password, "context") for password in GUESSED],
    ],
)
def test_a_password_that_is_guessed_early_is_refused(password, because):
    with pytest.raises(WeakPassword) as refusal:
        check_password(password, context=CONTEXT)
    assert refusal.value.because == because


@pytest.mark.parametrize(("length", "accepted"), [(11, False), (12, True), (200, True)])
def test_length_is_counted_in_letters_as_people_see_them(length, accepted):
    letters = "kqzvhwmtxgrbäüöß"
    password = unicodedata.normalize("NFD", (letters * 13)[3 : 3 + length])
    if accepted:
        check_password(password)
    else:
        with pytest.raises(WeakPassword):
            check_password(password)


def test_a_password_is_the_same_from_every_keyboard():
    composed, apart = "Grüße aus Köln", unicodedata.normalize("NFD", "Grüße aus Köln")
    assert composed != apart
    assert normalised(composed) == normalised(apart)


def test_nothing_is_cut_off():
    assert len(normalised("ä" * 200)) == 200
