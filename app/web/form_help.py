"""What templates ask about a form: its problems in order, and the attributes of a control."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from wtforms import Field, Form


@dataclass(frozen=True)
class Problem:
    """One sentence of the error summary; ``anchor`` is the control it leads to, if there is one."""

    sentence: str
    anchor: str | None = None


def list_problems(form: Form | None) -> list[Problem]:
    """Return what is wrong with a form: its own errors first, then those of its fields in order."""
    if form is None:
        return []
    own = [Problem(str(sentence)) for sentence in form.form_errors]
    return own + [problem for field in form for problem in _problems_of(field)]


def first_error(field: Field) -> str | None:
    """Return the one sentence that stands at the field."""
    return next(iter(_sentences(field.errors)), None)


def control_attributes(
    described_by: Iterable[str | None], invalid: bool, attributes: dict[str, Any]
) -> dict[str, Any]:
    """Return the attributes of a control without those that are None: WTForms would write them."""
    ids = " ".join(part for part in described_by if part)
    every = {
        **{name.replace("_", "-"): value for name, value in attributes.items()},
        "aria-describedby": ids or None,
        "aria-invalid": "true" if invalid else None,
    }
    return {
        name: "" if value is True else value
        for name, value in every.items()
        if value is not None and value is not False
    }


def _problems_of(field: Field) -> list[Problem]:
    if field.errors and hasattr(field, "entries"):
        return [problem for entry in field.entries for problem in _problems_of(entry)] or [
            Problem(sentence, field.id) for sentence in _sentences(field.errors)
        ]
    if field.errors and hasattr(field, "form"):
        return list_problems(field.form)
    sentence = first_error(field)
    return [Problem(sentence, field.id)] if sentence else []


def _sentences(errors: Any) -> list[str]:
    """Return the sentences in WTForms' errors, which may be nested lists and dictionaries."""
    if isinstance(errors, dict):
        return [sentence for inner in errors.values() for sentence in _sentences(inner)]
    if isinstance(errors, list | tuple):
        return [sentence for inner in errors for sentence in _sentences(inner)]
    return [str(errors)] if errors else []
