"""What a browser would send from a form it was shown."""

from __future__ import annotations

from typing import Any

import html5lib


def fields_of(page: str, form_class: str, **changes: Any) -> dict[str, Any]:
    """Return what a browser would send from the form with this class."""
    root = html5lib.parse(page, namespaceHTMLElements=False)
    sent: dict[str, list[str]] = {}
    form = next(form for form in root.iter("form") if form_class in (form.get("class") or ""))
    for control in form.iter("input"):
        off = control.get("type") in ("checkbox", "radio") and control.get("checked") is None
        if not off and control.get("disabled") is None and control.get("name"):
            sent.setdefault(control.get("name") or "", []).append(control.get("value") or "")
    sent.pop("csrf_token", None)
    return sent | changes
