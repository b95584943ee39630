"""Our theme stands on the tokens of KERN UX, as its package has them."""

from __future__ import annotations

import re

import pytest

from app import assets, kern

PACKAGE = """
/* :root { --kern-color-white: no; } */
:root { --kern-color-blue-700: oklch(var(--kern-l) 0.1659 264.6); --kern-l: 42.07%; }
:root { --kern-color-blue-300: #abcdef; --kern-a: var(--kern-b); --kern-b: var(--kern-a); }
.kern-btn { --kern-l: 1%; }
@media (min-width: 10px) { :root { --kern-l: 2%; } }
[data-kern-theme=light], .kern-light { --kern-color-action: var(--kern-color-blue-700); }
[data-kern-theme=dark], .kern-dark { --kern-color-action: var(--kern-color-blue-300); }
"""


@pytest.fixture
def package(tmp_path):
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist/kern.css").write_text(PACKAGE)
    return tmp_path


def test_only_the_tokens_in_use_are_written_light_and_dark(package):
    css = kern.write_tokens("a { color: var(--kern-color-action); }", package)
    light, dark = css.split("@media", 1)
    assert "--kern-color-action: #1d42a6;" in light
    assert dark.count("--kern-color-action: #abcdef;") == 2
    assert "blue" not in css


def test_what_does_not_change_in_the_dark_is_written_once(package):
    assert kern.write_tokens("var(--kern-l)", package).count("--kern-l") == 1


def test_a_stylesheet_without_tokens_needs_no_package(tmp_path):
    assert kern.write_tokens("a { color: red; }", tmp_path / "nowhere") == ""


@pytest.mark.parametrize("name", ["--kern-color-none", "--kern-a"])
def test_a_token_that_kern_does_not_have_stops_the_build(package, name):
    with pytest.raises(kern.UnknownToken):
        kern.write_tokens(f"var({name})", package)


@pytest.mark.parametrize(
    ("parts", "colour"),
    [((1, 0, 0), "#ffffff"), ((0, 0, 0), "#000000"), ((0.628, 0.2577, 29.23), "#ff0000")],
)
def test_colours_are_reckoned_as_browsers_do(parts, colour):
    assert kern.srgb(*parts) == colour


def stylesheets() -> str:
    """Return all that we wrote, without comments."""
    css = "\n".join(path.read_text() for path in sorted(assets.SOURCES.glob("css/*.css")))
    return re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)


def test_the_theme_stands_on_kern():
    tokens = (assets.SOURCES / "css/tokens.css").read_text()
    assert len(set(re.findall(r"var\((--kern-[\w-]+)\)", tokens))) >= 30


def test_both_dark_lists_are_alike():
    tokens = (assets.SOURCES / "css/tokens.css").read_text()
    system, switch = (
        re.search(re.escape(selector) + r"[^{]*\{([^}]*)\}", tokens)[1]
        for selector in (
            ':root:not([data-theme="light"])',
            '@media screen {\n  :root[data-theme="dark"]',
        )
    )
    assert set(re.findall(r"--[\w-]+: [^;]+;", system)) == set(
        re.findall(r"--[\w-]+: [^;]+;", switch)
    )


def test_only_the_theme_names_tokens_of_kern_and_colours_stand_only_there():
    for path in sorted(assets.SOURCES.glob("css/*.css")):
        if path.name not in ("tokens.css", "print.css"):
            css = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
            assert "--kern-" not in css, path.name
            assert not re.findall(r"#[0-9a-f]{3,8}\b(?=[;, )])", css), path.name


def test_nothing_moves_for_those_who_want_no_motion():
    css = stylesheets()
    allowed = re.findall(
        r"@media \(prefers-reduced-motion: [\w-]+\) \{(?:[^{}]*\{[^{}]*\})*\s*\}", css
    )
    for part in allowed:
        css = css.replace(part, "")
    assert not re.findall(r"(?:transition|animation|scroll-behavior)[\w-]*:", css)
