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
    return [*drawings, *FROM_PACKAGES, *bundles]


def build() -> dict[str, str]:
    """Write every file with a hash in its name, and compressed; return the names by plain name.

    Raises:
        FileNotFoundError: a package is not installed.
    """
    fresh = BUILD.with_name("build.new")
    shutil.rmtree(fresh, ignore_errors=True)
    manifest: dict[str, str] = {}
    for name in served_names():
        content = b"\n".join(file.read_bytes() for file in sources(name))
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
