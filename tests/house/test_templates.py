"""Templates lie where their views are, compile, import what they use, and name files that exist."""

from __future__ import annotations

import re

import pytest
from jinja2 import nodes

import config
from app import assets

FOLDER = config.ROOT / "templates"
NAMES = sorted(
    str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*") if path.suffix in (".html", ".txt")
)
#: Folders that belong to no blueprint.
SHARED = {"components", "layouts", "errors", "mail"}


@pytest.fixture
def jinja(make_app):
    """The app's own Jinja."""
    return make_app().jinja_env


def parse(jinja, name):
    """Return the syntax tree of a template."""
    return jinja.parse((FOLDER / name).read_text())


def test_every_template_compiles(jinja):
    for name in NAMES:
        jinja.get_template(name)


def test_every_page_is_named_like_its_view(make_app):
    app = make_app()
    for name in NAMES:
        folder, _, file = name.rpartition("/")
        if folder.split("/")[0] in SHARED or file.startswith("_"):
            continue
        assert folder in app.blueprints, f"{name}: there is no blueprint {folder!r}"
        view = f"{folder}.{file.removesuffix('.html')}"
        assert view in app.view_functions, f"{name}: there is no view {view!r}"


def test_every_import_is_used(jinja):
    for name in NAMES:
        tree = parse(jinja, name)
        used = {node.name for node in tree.find_all(nodes.Name) if node.ctx == "load"}
        for node in tree.find_all(nodes.FromImport):
            for imported in node.names:
                alias = imported[1] if isinstance(imported, tuple) else imported
                assert alias in used, f"{name} imports {alias} and does not use it"
        for node in tree.find_all(nodes.Import):
            assert node.target in used, f"{name} imports {node.target} and does not use it"


def test_a_component_is_one_macro_of_the_name_of_its_file(jinja):
    for name in NAMES:
        if name.startswith("components/") and not name.startswith("components/_"):
            macros = [macro.name for macro in parse(jinja, name).find_all(nodes.Macro)]
            public = [macro for macro in macros if not macro.startswith("_")]
            assert public == [name.removeprefix("components/").removesuffix(".html")], name


def test_every_file_a_page_names_is_served():
    served = set(assets.served_names())
    for name in NAMES:
        for asset in re.findall(r"asset\(\s*[\"']([^\"']+)[\"']\s*\)", (FOLDER / name).read_text()):
            assert assets.served_name(asset) in served, f"{name} names {asset}"


def test_pages_carry_neither_style_nor_script():
    for name in NAMES:
        text = (FOLDER / name).read_text()
        if not name.startswith("mail/"):
            assert not re.search(r"\sstyle=|<style|<script(?![^>]*\ssrc=)|\son\w+=", text), name


def test_every_stylesheet_is_in_the_order():
    folder = config.ROOT / "static" / "css"
    order = (folder / "_order.txt").read_text().split()
    assert sorted(order) == sorted(path.name for path in folder.glob("*.css"))


#: Two texts in a row of which the first is no sentence by itself.
GLUED = re.compile(r'\{\{ (?:_|ngettext)\("[^"]*[^".!?:…]"[^{}]*\}\}\s*\{\{\s*(?:_|ngettext)\(')


@pytest.mark.parametrize("name", NAMES)
def test_no_sentence_is_glued_from_parts(name):
    found = GLUED.search((FOLDER / name).read_text())
    assert found is None, f"one sentence, one text with placeholders: {found and found[0]}"


def test_a_glued_sentence_is_found():
    assert GLUED.search('{{ ngettext("%(num)s wartet,", "%(num)s warten,", n) }} {{ _("davon") }}')
    assert not GLUED.search('{{ _("Ein Satz.") }} {{ _("Noch einer.") }}')
