"""Stylesheets, scripts and drawings reach the browser, built or not, with every header."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageChops

import config
from app import assets


@pytest.fixture
def sources(tmp_path, monkeypatch):
    """A little static folder with one package."""
    static, packages = tmp_path / "static", tmp_path / "node_modules"
    monkeypatch.setattr(assets, "SOURCES", static)
    monkeypatch.setattr(assets, "BUILD", static / "build")
    monkeypatch.setattr(assets, "PACKAGES", packages)
    monkeypatch.setattr(assets, "FROM_PACKAGES", {"fonts/x.woff2": "x/x.woff2"})
    for path, text in {
        static / "css/_order.txt": "tokens.css\nbase.css\n",
        static / "css/base.css": '/* why */\nb {\n  src: url("../fonts/x.woff2");\n}\n',
        static / "css/tokens.css": "a {}",
        static / "css/z.css": "z {}\n" * 200,
        static / "img/venues/rathaus.svg": "<svg/>",
        packages / "x/x.woff2": "font",
    }.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return static


def test_the_stylesheet_is_one_file_in_the_order_of_its_list(sources):
    css = assets.read("css/app.css")
    assert css.index(b"a {}") < css.index(b"b {") < css.index(b"z {}")


def test_built_names_change_with_the_content_and_refer_to_each_other(sources):
    before = assets.build()
    assert before["fonts/x.woff2"] in (sources / "build" / before["css/app.css"]).read_text()
    (sources / "css/z.css").write_text("z { color: red }")
    after = assets.build()
    assert before["css/app.css"] != after["css/app.css"]
    assert before["img/venues/rathaus.svg"] == after["img/venues/rathaus.svg"]
    assert after == assets.read_manifest()


def test_a_missing_package_stops_the_build_and_keeps_the_old_one(sources):
    built = assets.build()
    (assets.PACKAGES / "x/x.woff2").unlink()
    with pytest.raises(FileNotFoundError):
        assets.build()
    assert assets.read_manifest() == built


def test_without_a_build_the_sources_are_served(sources, client):
    answer = client.get("/static/css/app.css")
    assert (answer.status_code, answer.mimetype) == (200, "text/css")
    assert client.get("/static/img/venues/rathaus.svg").data == b"<svg/>"


@pytest.mark.parametrize(
    "path", ["css/other.css", "img/../css/z.css", "img/../../x", "_order.txt", "x%00.css"]
)
def test_nothing_else_is_served(sources, client, path):
    client.proof_reads = False
    assert client.get(f"/static/{path}").status_code == 404


def test_built_files_are_kept_for_ever_and_compressed(sources, make_app):
    name = assets.build()["css/app.css"]
    client = make_app(testing=False, base_url="https://trauen.example.org").test_client()
    answer = client.get(f"/static/{name}", headers={"Accept-Encoding": "br"}, buffered=True)
    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Encoding"] == "br"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Strict-Transport-Security" in answer.headers
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_pages_name_the_built_file(sources, make_app):
    manifest = assets.build()
    app = make_app(testing=False)
    with app.app_context():
        page = app.jinja_env.from_string("{{ asset('app.css') }} {{ asset('fonts/x.woff2') }}")
        assert page.render() == (
            f"/static/{manifest['css/app.css']} /static/{manifest['fonts/x.woff2']}"
        )


def test_every_venue_has_a_picture_for_where_links_are_shared():
    drawings = sorted((config.ROOT / "static" / "img" / "venues").glob("*.svg"))
    assert len(drawings) >= 14
    seen = set()
    for name in ("_", *(path.stem for path in drawings)):
        content = assets.read(f"img/share/{name}.png")
        picture = Image.open(io.BytesIO(content))
        picture.load()
        assert (picture.format, picture.size) == ("PNG", (1200, 630)), name
        # Paper, ink and the rings at least; a drawing besides fills a good part of it.
        colours = {colour for _count, colour in picture.convert("RGB").getcolors(1 << 20)}
        assert {(246, 239, 229), (138, 44, 69)} <= colours, name
        painted = sum(sign != 255 for sign in _apart_from_paper(picture).get_flattened_data())
        assert painted > 1200 * 630 * (0.1 if name != "_" else 0.03), name
        assert len(content) < 120_000, name
        seen.add(content)
    assert len(seen) == len(drawings) + 1


def _apart_from_paper(picture):
    """Return a picture that is white where there is nothing but paper."""
    paper = Image.new("RGB", picture.size, (246, 239, 229))
    difference = ImageChops.difference(picture.convert("RGB"), paper).convert("L")
    return difference.point(lambda value: 255 if value < 6 else 0)


@pytest.mark.parametrize("name", ["nichts", "../icon", "rathaus.svg", ""])
def test_what_was_never_drawn_has_no_picture(name):
    assert assets.read(f"img/share/{name}.png") is None
