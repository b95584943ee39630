"""How a refusal is answered on the same page."""

from __future__ import annotations

from math import ceil

from flask import make_response, render_template
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from app import clock
from app.rules.refusals import Refusal, TooManyTries
from app.web.refusals import sentence_for


def answer_refusal(
    refusal: Refusal, template: str, form: FlaskForm, **facts: object
) -> ResponseReturnValue:
    """Show the page again with the sentence of the refusal: 409, or 429 for too many tries."""
    form.form_errors.append(sentence_for(refusal))
    status = 429 if isinstance(refusal, TooManyTries) else 409
    response = make_response(render_template(template, form=form, **facts), status)
    if isinstance(refusal, TooManyTries):
        response.headers["Retry-After"] = str(
            max(1, ceil((refusal.again_at - clock.now()).total_seconds()))
        )
    return response
