"""Pictures of components, kept in the repository, and what has changed since."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageChops, ImageStat

import config

KEPT = config.ROOT / "tests" / "journeys" / "pictures"
#: Where a picture goes that is not like the kept one, to be looked at beside it.
SEEN = config.INSTANCE / "pictures"
COLOURS = 48
#: Tolerance. Fonts are ours, but each version of a browser smooths their edges in its own way, and
#: the kept pictures have few colours. Both change single points: so pictures are compared at half
#: size, where an edge is an average of four points. A point counts when a channel is off by more
#: than a third, and eight in a thousand may be; two versions of Chromium, one of Debian and one of
#: npm, differ in four at most, a line that moves by 2 px in far more. Another tint changes all
#: points a little: on average they may be off by three steps of 255; those two versions are by 2.2.
OFF, SHARE, MEAN = 80, 0.008, 3
#: A line box may be rounded to the next point.
ROUNDED = 1


def reduced(png: bytes) -> Image.Image:
    """Return a picture with few colours, as small as it gets."""
    return Image.open(BytesIO(png)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)


def keep(name: str, png: bytes) -> None:
    """Put a picture where the next runs compare with it."""
    path = KEPT / f"{name}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    reduced(png).save(path, optimize=True)


def find_change(name: str, png: bytes) -> str | None:
    """Say what differs from the kept picture, or None; what is seen is left in SEEN."""
    path = KEPT / f"{name}.png"
    if not path.exists():
        return f"{name}: no picture is kept"
    change = difference(Image.open(path).convert("RGB"), Image.open(BytesIO(png)).convert("RGB"))
    if change is None:
        return None
    SEEN.mkdir(parents=True, exist_ok=True)
    seen = SEEN / f"{name.replace('/', '-')}.png"
    seen.write_bytes(png)
    return f"{name}: {change}; compare {path} with {seen}"


def difference(kept: Image.Image, seen: Image.Image) -> str | None:
    """Say how far two pictures are apart, or None if they look alike."""
    if any(abs(a - b) > ROUNDED for a, b in zip(kept.size, seen.size, strict=True)):
        return f"{seen.width} × {seen.height} px instead of {kept.width} × {kept.height}"
    size = (kept.width // 2, kept.height // 2)
    halves = [one.resize(size, Image.Resampling.BOX) for one in (kept, seen)]
    bands = ImageChops.difference(*halves).split()
    worst = ImageChops.lighter(ImageChops.lighter(bands[0], bands[1]), bands[2])
    off = sum(worst.histogram()[OFF + 1 :])
    share = off / (size[0] * size[1])
    if share > SHARE:
        return f"{share:.1%} of the points differ"
    mean = ImageStat.Stat(worst).mean[0]
    return f"the points are off by {mean:.1f} on average" if mean > MEAN else None
