"""Another language or appearance in the middle of a step: what was typed comes along."""

from __future__ import annotations

from collections.abc import Callable

from flask import g, make_response, redirect, request
from flask.typing import ResponseReturnValue
from flask.wrappers import Response

from app.actions.reservations import save_answers
from app.models import Reservation
from app.transaction import transaction
from app.web.appearance import choose_appearance
from app.web.cookies import read_cookie
from app.web.couples.forms import STEP_FORMS, StepForm

#: The buttons beside „Weiter“ that only change how the page looks or speaks.
BUTTONS = ("umschalten", "farben")


def step_form() -> type[StepForm] | None:
    """Return the form of the step that was sent by such a button, or None if it was not."""
    if request.method != "POST" or not any(name in request.form for name in BUTTONS):
        return None
    return STEP_FORMS.get(request.path.rpartition("/")[2])


def switch(
    form: StepForm, held: Reservation, show: Callable[[], ResponseReturnValue], *, is_over: bool
) -> ResponseReturnValue:
    """Keep what was typed and show the step again.

    What is right is saved. What is not cannot be, so the page comes back with it, as it would after
    „Weiter“; what is still empty is no mistake yet.
    """
    with transaction() as session:
        save_answers(session, held.id, form.right_answers)
    chosen = request.form.get("farben")
    g.appearance = chosen or read_cookie("farben")
    wrong = _forget_what_is_missing(form)
    response = make_response(show()) if wrong and not is_over else _onward()
    if chosen is not None:
        choose_appearance(response, chosen)
    return response


def _forget_what_is_missing(form: StepForm) -> bool:
    """Take the errors off empty fields; answer whether any are left."""
    for field in form:
        if field.errors and not any(map(str.strip, request.form.getlist(field.name))):
            field.errors = []
    return any(field.errors for field in form)


def _onward() -> Response:
    query = request.query_string.decode("utf-8", "replace")
    return make_response(redirect(f"{request.path}?{query}" if query else request.path, 303))
