"""How a refusal is answered on the same page."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from app.rules.refusals import Refusal
from app.web.answers import refused
from app.web.refusals import sentence_for


def answer_refusal(
    refusal: Refusal, template: str, form: FlaskForm, **facts: object
) -> ResponseReturnValue:
    """Show the page again with the sentence of the refusal."""
    form.form_errors.append(sentence_for(refusal))
    return refused(render_template(template, form=form, **facts), refusal)
