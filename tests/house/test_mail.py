"""Two places that must agree get a test: kinds, their templates, and who posts them."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import config
from app.mail import KINDS
from app.mail.kinds import LINKS

MAILS = config.ROOT / "templates" / "mail"
POSTERS = {"post": 1, "mail_couple": 1}


def posted_kinds(source: str) -> list[tuple[str, set[str] | None]]:
    """Return each kind posted in this source with the names given, None if they are not known."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name | ast.Attribute):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
        place = POSTERS.get(name)
        if place is None or len(node.args) <= place:
            continue
        kind = node.args[place]
        if isinstance(kind, ast.Constant) and isinstance(kind.value, str):
            names = {keyword.arg for keyword in node.keywords}
            found.append((kind.value, None if None in names else {str(name) for name in names}))
    return found


def test_the_finder_finds():
    source = (
        'post(session, "a", to, count=1)\nmail_couple(session, "b", row)\npost(s, kind, to, **x)'
    )
    assert posted_kinds(source) == [("a", {"count"}), ("b", set())]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_has_both_templates(kind):
    assert (MAILS / f"{kind}.txt").exists()
    assert (MAILS / f"{kind}.html").exists()


def test_every_template_is_of_a_kind():
    names = {path.stem for path in MAILS.iterdir() if not path.name.startswith("_")}
    assert names == set(KINDS)


def test_whoever_posts_a_mail_posts_a_kind_with_its_facts():
    for path in sorted(Path(config.ROOT / "app").rglob("*.py")):
        for kind, names in posted_kinds(path.read_text()):
            assert kind in KINDS, f"{path}: app/mail/kinds.py knows no {kind!r}"
            missing = KINDS[kind].facts - (names if names is not None else KINDS[kind].facts)
            assert not missing, f"{path}: {kind} lacks {missing}"


def test_links_in_mails_lead_to_routes(make_app):
    routes = make_app().url_map.bind("localhost")
    for name, link in LINKS.items():
        path = link.path.format(language="de", secret="x" * 43, slug="malakoffturm")
        assert routes.test(path, "GET"), f"{name}: no route answers {path}"
