"""What browsers load: one stylesheet, scripts, fonts and drawings, built from readable sources.

Built files carry a hash of their content in their name, so browsers may keep them for ever. Where
nothing was built (tests, a fresh clone) the sources are served as they are.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import shutil
from pathlib import Path

import brotli

import config
from app import kern

SOURCES = config.ROOT / "static"
BUILD = SOURCES / "build"
PACKAGES = config.ROOT / "node_modules"

#: Files we take from packages, by the name under which we serve them.
FROM_PACKAGES = {
    "js/htmx.js": "htmx.org/dist/htmx.min.js",
    "fonts/fira-sans-400.woff2": "@fontsource/fira-sans/files/fira-sans-latin-400-normal.woff2",
    "fonts/fira-sans-500.woff2": "@fontsource/fira-sans/files/fira-sans-latin-500-normal.woff2",
    "fonts/fira-sans-600.woff2": "@fontsource/fira-sans/files/fira-sans-latin-600-normal.woff2",
    "fonts/newsreader-500.woff2": "@fontsource/newsreader/files/newsreader-latin-500-normal.woff2",
    "fonts/fira-sans-license.txt": "@fontsource/fira-sans/LICENSE",
    "fonts/newsreader-license.txt": "@fontsource/newsreader/LICENSE",
    "css/kern-license.txt": "@kern-ux/native/LICENSE.md",
}
KERN = "@kern-ux/native"
BUNDLES = {"css/app.css": "css/*.css", "js/app.js": "js/*.js"}
COMPRESSIBLE = {".css", ".js", ".svg", ".txt", ".json"}

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_URL = re.compile(r'url\("\.\./([^")#]+)(#[^")]*)?"\)')


def served_name(name: str) -> str:
    """Return the path below /static/ for the name that templates use."""
    folder = {".css": "css/", ".js": "js/"}.get(Path(name).suffix, "")
    return name if "/" in name else folder + name


#: What a link to us looks like where it is shared: a drawing on our paper, beside the rings.
SHARED = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 630" color="#2b2d45">
<path fill="#f6efe5" d="M0 0h1200v630H0z"/>
<g fill="none" stroke="#8a2c45" stroke-width="2.6" transform="{rings}"><circle cx="14" cy="17"
 r="10"/><path d="M19 8.7a10 10 0 1 1-1.5 15.5M10.5 5.5l3.5-3 3.5 3"/></g>{drawing}</svg>"""
SHARED_FOLDER = "img/share/"


def _shared_pictures() -> dict[str, Path | None]:
    """Return the picture of each venue, and the one of all other pages, which has no drawing."""
    drawings = sorted((SOURCES / "img" / "venues").glob("*.svg"))
    return {
        f"{SHARED_FOLDER}_.png": None,
        **{f"{SHARED_FOLDER}{path.stem}.png": path for path in drawings},
    }


def _picture(drawing: Path | None) -> bytes:
    """Paint the picture that is shown where a link to us is shared: PNG, 1200 × 630."""
    # Only where assets are built, and in a clone where they are not.
    import resvg_py

    if drawing is None:
        svg = SHARED.format(rings="translate(305 60) scale(15.5)", drawing="")
    else:
        # Colours that a page may change stand as variables with their ordinary value.
        inner = re.sub(r"var\(--[\w-]+,\s*(#[0-9A-Fa-f]{6})\)", r"\1", drawing.read_text())
        inner = inner.replace("<svg ", '<svg x="150" y="15" ', 1)
        inner = re.sub(r'width="\d+" height="\d+"', 'width="900" height="600"', inner, count=1)
        svg = SHARED.format(rings="translate(28 22) scale(2.6)", drawing=inner)
    return resvg_py.svg_to_bytes(svg_string=svg, width=1200, skip_system_fonts=True)


def sources(name: str) -> list[Path]:
    """Return the files that make up one served file; none if there is no such file."""
    if name in BUNDLES:
        return _in_order(sorted(SOURCES.glob(BUNDLES[name])))
    if name in FROM_PACKAGES:
        return [PACKAGES / FROM_PACKAGES[name]]
    # Looked up, not joined: a name with .. in it leads nowhere.
    return [path for path in _drawings() if str(path.relative_to(SOURCES)) == name]


def _drawings() -> list[Path]:
    return sorted(path for path in SOURCES.glob("img/**/*") if path.is_file())


def _in_order(files: list[Path]) -> list[Path]:
    """Sort as the list _order.txt beside the files says; what it does not name comes last."""
    if not files:
        return []
    order_file = files[0].parent / "_order.txt"
    order = order_file.read_text().split() if order_file.exists() else []
    return sorted(files, key=lambda file: (file.name not in order, _index(order, file.name)))


def _index(order: list[str], name: str) -> int:
    return order.index(name) if name in order else 0


def read(name: str) -> bytes | None:
    """Return the content of a served file as its sources have it, or None."""
    if name in _shared_pictures():
        return _picture(_shared_pictures()[name])
    files = [file for file in sources(name) if file.is_file()]
    if not files:
        return None
    content = b"\n".join(file.read_bytes() for file in files)
    if name in BUNDLES and (PACKAGES / KERN).exists():
        return _with_tokens(content.decode()).encode()
    return content


def _with_tokens(css: str) -> str:
    """Put the tokens of KERN that are used before everything that uses them."""
    return kern.write_tokens(css, PACKAGES / KERN) + css


def served_names() -> list[str]:
    """Return all files we serve, those that others refer to first."""
    drawings = [str(path.relative_to(SOURCES)) for path in _drawings()]
    bundles = [name for name in BUNDLES if sources(name)]
    return [*drawings, *_shared_pictures(), *FROM_PACKAGES, *bundles]


def build() -> dict[str, str]:
    """Write every file with a hash in its name, and compressed; return the names by plain name.

    Raises:
        FileNotFoundError: a package is not installed.
    """
    fresh = BUILD.with_name("build.new")
    shutil.rmtree(fresh, ignore_errors=True)
    manifest: dict[str, str] = {}
    painted = _shared_pictures()
    for name in served_names():
        content = (
            _picture(painted[name])
            if name in painted
            else b"\n".join(file.read_bytes() for file in sources(name))
        )
        if name.endswith(".css"):
            content = _slim(_with_tokens(content.decode()), manifest).encode()
        manifest[name] = _write(fresh, name, content)
    (fresh / "manifest.json").write_text(json.dumps(manifest, indent=1, sort_keys=True))
    shutil.rmtree(BUILD, ignore_errors=True)
    fresh.rename(BUILD)
    return manifest


def _slim(css: str, manifest: dict[str, str]) -> str:
    """Leave out comments and indents, and point to the hashed names."""
    css = _URL.sub(lambda found: f'url("../{manifest[found[1]]}{found[2] or ""}")', css)
    lines = (line.strip() for line in _COMMENT.sub("", css).splitlines())
    return "\n".join(line for line in lines if line)


def _write(folder: Path, name: str, content: bytes) -> str:
    digest = hashlib.sha256(content).hexdigest()[:12]
    plain = Path(name)
    hashed = str(plain.with_name(f"{plain.stem}.{digest}{plain.suffix}"))
    path = folder / hashed
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    if plain.suffix in COMPRESSIBLE:
        path.with_name(path.name + ".br").write_bytes(brotli.compress(content))
        path.with_name(path.name + ".gz").write_bytes(gzip.compress(content, mtime=0))
    return hashed


def read_manifest() -> dict[str, str] | None:
    """Return the names of the built files, or None if nothing was built."""
    path = BUILD / "manifest.json"
    return dict(json.loads(path.read_text())) if path.exists() else None
