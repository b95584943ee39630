import re

import config

CSS = config.ROOT / "static" / "css"


def declarations(selector: str) -> list[str]:
    source = (CSS / "tokens.css").read_text()
    block = source[source.index(selector) :].split("}", 1)[0].split("{", 1)[1]
    return [line.strip() for line in block.splitlines() if line.strip().startswith("--")]


def test_the_dark_the_system_wishes_is_the_dark_the_visitor_chooses():
    dark = declarations(':root:not([data-theme="light"])')
    assert dark == declarations(':root[data-theme="dark"]')
    assert len(dark) > 30


def test_every_colour_has_a_dark_one():
    names = {line.split(":")[0] for line in declarations(":root {") if "color-" in line}
    assert names == {
        line.split(":")[0] for line in declarations(':root[data-theme="dark"]') if "color-" in line
    }


def test_every_stylesheet_is_in_the_bundle_once():
    order = (CSS / "_order.txt").read_text().split()
    assert sorted(order) == sorted(path.name for path in CSS.glob("*.css"))


def test_nothing_points_left_or_right():
    physical = re.compile(r"^\s*(margin|padding|border|inset)?-?(left|right)\s*:", re.MULTILINE)
    assert [path.name for path in CSS.glob("*.css") if physical.search(path.read_text())] == []
