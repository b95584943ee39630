from __future__ import annotations

import unicodedata

import pytest

from app.web import pdf


@pytest.fixture
def paper(app, now, monkeypatch):
    """Return a function that puts words on a sheet, and what was handed to typst for it."""
    handed = {}
    compiled = pdf.typst.compile

    def compile_(*args, **kwargs):
        handed.update(kwargs["sys_inputs"])
        return compiled(*args, **kwargs)

    monkeypatch.setattr(pdf.typst, "compile", compile_)

    def put(words):
        data = {
            **dict.fromkeys(("title", "lead", "office", "printed", "open_head", "nobody"), "x"),
            **dict.fromkeys(("contacts_head",), "x"),
            **dict.fromkeys(("rows", "contacts", "heads", "columns"), ()),
            "language": "de",
            "open": [words],
        }
        with app.test_request_context():
            assert pdf.write_pdf("day_sheet", data, now=now).startswith(b"%PDF-")
        return handed

    return put


def test_every_sign_that_is_let_through_can_be_drawn(paper):
    signs = [chr(code) for code in range(0x20, 0x10000) if not pdf.UNKNOWN.match(chr(code))]
    shown = [sign for sign in signs if unicodedata.category(sign) not in ("Cn", "Cs", "Co", "Cc")]
    assert len(shown) > 2500
    assert paper(" ".join(f"a{s}" if unicodedata.combining(s) else s for s in shown))["lost"] == ""


@pytest.mark.parametrize("name", ["Wiśniewski", "Nguyễn", "Ёлкина", "Παπαδοπούλου", "محمد", "ẞ"])
def test_names_of_many_scripts_stay_as_they_are(paper, name):
    handed = paper(name)
    assert name in handed["data"]
    assert handed["lost"] == ""


def test_a_sign_that_cannot_be_drawn_becomes_a_box_and_the_sheet_says_so(paper):
    handed = paper("李 Li 😊")
    assert "□ Li □" in handed["data"]
    assert handed["lost"].startswith("□ steht für ein Zeichen")
