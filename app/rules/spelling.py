"""A reference as it is spelled on the telephone, after the names that everybody learned."""

from __future__ import annotations

LETTERS = {
    "A": "Anton",
    "B": "Berta",
    "C": "Cäsar",
    "D": "Dora",
    "E": "Emil",
    "F": "Friedrich",
    "G": "Gustav",
    "H": "Heinrich",
    "I": "Ida",
    "J": "Julius",
    "K": "Konrad",
    "L": "Ludwig",
    "M": "Martha",
    "N": "Nordpol",
    "O": "Otto",
    "P": "Paula",
    "Q": "Quelle",
    "R": "Richard",
    "S": "Samuel",
    "T": "Theodor",
    "U": "Ulrich",
    "V": "Viktor",
    "W": "Wilhelm",
    "X": "Xanthippe",
    "Y": "Ypsilon",
    "Z": "Zacharias",
    "0": "null",
    "1": "eins",
    "2": "zwo",
    "3": "drei",
    "4": "vier",
    "5": "fünf",
    "6": "sechs",
    "7": "sieben",
    "8": "acht",
    "9": "neun",
    "-": "Strich",
}


def spell(reference: str) -> list[str]:
    """Return a word for each sign: „Theodor, Konrad, Strich, sieben …“.

    Source:
        Spelling table of the Deutsche Bundespost of 1950.
    """
    return [LETTERS.get(sign, sign) for sign in reference.upper()]
