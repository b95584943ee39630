"""Forms about what is stored: they notice when somebody else has changed it since it was shown."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session

from app.actions.staffing import lock_staffing
from app.rules.refusals import ChangedMeanwhile


class StoredForm(FlaskForm):
    """A form that shows what is stored; its page sends the seal back."""

    @property
    def seal(self) -> str:
        """What the form was filled with, in short."""
        stored = [(field.name, _plain(field.object_data)) for field in self]
        return hashlib.sha256(repr(stored).encode()).hexdigest()[:16]

    def check_shown(self) -> None:
        """Refuse to save over what nobody has seen.

        Raises:
            ChangedMeanwhile: the page showed something else.
        """
        if request.form.get("stand", self.seal) != self.seal:
            raise ChangedMeanwhile


def check_still_shown(session: Session, read: Callable[[], StoredForm]) -> None:
    """Refuse to save over what nobody has seen, also over what was saved a moment ago.

    Args:
        read: makes the form of what is stored; asked behind the lock of the staffing.

    Raises:
        ChangedMeanwhile: the page showed something else.
    """
    lock_staffing(session)
    read().check_shown()


def _plain(value: Any) -> Any:
    return sorted(map(str, value)) if isinstance(value, list | tuple | set) else value
