"""The way back after signing in: only to pages of ours."""

from __future__ import annotations

from urllib.parse import urlsplit

LONGEST = 2000


def own_page(target: str | None) -> str | None:
    """Return ``target`` if it is a path on this host and nothing else, else None.

    Browsers read „\\\\“ as „/“, skip tabs and line breaks, and take „//host“ for a host; so a path
    is printable ASCII without backslash and begins with exactly one slash.
    """
    if not target or len(target) > LONGEST or not target.startswith("/"):
        return None
    if any(not "!" <= sign <= "~" or sign == "\\" for sign in target):
        return None
    if target.startswith("//"):
        return None
    try:
        parts = urlsplit(target)
    except ValueError:
        return None
    return None if parts.scheme or parts.netloc else target
