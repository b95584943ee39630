"""The design tokens of KERN UX that our stylesheets use, read from its package.

The whole stylesheet of KERN weighs 340 kB and sets rules that we do not want, such as smooth
scrolling; its tokens are what makes us look like it. Colours are written as #rrggbb, because
browsers on older telephones know no oklch().
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

Tokens = dict[str, str]

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_TOKEN = re.compile(r"(--kern-[\w-]+):\s*([^;]+);")
_USE = re.compile(r"var\((--kern-[\w-]+)\)")
_OKLCH = re.compile(r"oklch\(\s*([\d.]+)(%?)\s+([\d.]+)\s+([\d.]+)\s*\)")
#: Steps of a way that leads in a circle.
_TOO_FAR = 20


class UnknownToken(ValueError):
    """A stylesheet names a token that this version of KERN does not have."""


def write_tokens(css: str, package: Path) -> str:
    """Return the rules that give each token which ``css`` uses its value, light and dark.

    Raises:
        FileNotFoundError: the package is not installed.
        UnknownToken: see there.
    """
    names = sorted(set(_USE.findall(css)))
    if not names:
        return ""
    light, dark = read_tokens(package)
    by_day = {name: resolve(name, light) for name in names}
    by_night = {name: resolve(name, dark) for name in names}
    other = {name: value for name, value in by_night.items() if value != by_day[name]}
    return "\n".join(
        (
            rule(":root", by_day),
            "@media screen and (prefers-color-scheme: dark) {",
            rule(':root:not([data-theme="light"])', other),
            "}",
            "@media screen {",
            rule(':root[data-theme="dark"]', other),
            "}\n",
        )
    )


def rule(selector: str, tokens: Tokens) -> str:
    """Return one rule."""
    return "\n".join((f"{selector} {{", *(f"{k}: {v};" for k, v in tokens.items()), "}"))


@cache
def read_tokens(package: Path) -> tuple[Tokens, Tokens]:
    """Return all tokens as they are in the light, and in the dark."""
    light: Tokens = {}
    dark: Tokens = {}
    for selector, body in _top_rules(_COMMENT.sub("", (package / "dist/kern.css").read_text())):
        tokens = dict(_TOKEN.findall(body))
        if selector == ":root" or selector.startswith("[data-kern-theme=light]"):
            light |= tokens
        elif selector.startswith("[data-kern-theme=dark]"):
            dark |= tokens
    return light, {**light, **dark}


def _top_rules(css: str) -> Iterator[tuple[str, str]]:
    """Yield selector and body of the rules that stand in no other."""
    depth = start = opened = 0
    selector = ""
    for found in re.finditer(r"[{}]", css):
        if found[0] == "{":
            depth += 1
            if depth == 1:
                selector, opened = css[start : found.start()].strip(), found.end()
            continue
        depth -= 1
        if depth == 0:
            yield selector, css[opened : found.start()]
            start = found.end()


def resolve(name: str, tokens: Tokens) -> str:
    """Return the value of a token with all others put in.

    Raises:
        UnknownToken: it, or one that it leads to, is not there.
    """
    value = f"var({name})"
    for _step in range(_TOO_FAR):
        used = _USE.search(value)
        if used is None:
            return _OKLCH.sub(_hex_of, value)
        if used[1] not in tokens:
            raise UnknownToken(f"KERN has no token {used[1]}")
        value = value.replace(used[0], tokens[used[1]].strip())
    raise UnknownToken(f"the token {name} of KERN leads in a circle")


def _hex_of(found: re.Match[str]) -> str:
    lightness = float(found[1]) / (100 if found[2] else 1)
    return srgb(lightness, float(found[3]), float(found[4]))


def srgb(lightness: float, chroma: float, hue: float) -> str:
    """Return an OKLCH colour as #rrggbb (Björn Ottosson, https://bottosson.github.io/posts/oklab)."""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
    return "#" + "".join(f"{round(255 * _gamma(part)):02x}" for part in linear)


def _gamma(linear: float) -> float:
    part = min(1.0, max(0.0, linear))
    return 12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055
