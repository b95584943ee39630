from app.rules.reservations import REFERENCE_SIGNS
from app.rules.spelling import LETTERS, spell


def test_a_reference_is_spelled_sign_by_sign():
    assert spell("TK-7q") == ["Theodor", "Konrad", "Strich", "sieben", "Quelle"]


def test_every_sign_of_a_reference_has_its_word():
    assert set(REFERENCE_SIGNS) <= set(LETTERS)
