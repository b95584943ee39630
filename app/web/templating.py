"""What every template may use: filters, menus, the office, the look."""

from __future__ import annotations

from typing import cast

from flask import Flask, get_flashed_messages, request

from app import clock
from app.web import drawings, form_help, navigation, remembered, timelines
from app.web.access import current_actor
from app.web.appearance import theme
from app.web.filters import init_filters

#: Kinds of notices besides "info".
KINDS = frozenset({"success", "warning", "danger"})


def wants_fragment() -> bool:
    """Answer whether only the main part is asked for: a partial update, not a restored page."""
    headers = request.headers
    return "HX-Request" in headers and "HX-History-Restore-Request" not in headers


def list_notices() -> list[tuple[str, str]]:
    """Return the notices that wait for this visitor, each with its kind; asking takes them away."""
    waiting = cast(list[tuple[str, str]], get_flashed_messages(with_categories=True))
    return [(kind if kind in KINDS else "info", sentence) for kind, sentence in waiting]


def init_templates(app: Flask) -> None:
    """Make filters and globals known to the templates, imported components included."""
    init_filters(app)
    app.jinja_env.globals.update(
        current_actor=current_actor,
        theme=theme,
        present=clock.now,
        wants_fragment=wants_fragment,
        list_notices=list_notices,
        menu=navigation.menu,
        staff_menu=navigation.staff_menu,
        handles_reservations=navigation.handles_reservations,
        language_links=navigation.language_links,
        way_home=navigation.way_home,
        address_or_none=navigation.address_or_none,
        COUPLES_MENU=navigation.COUPLES,
        LEGAL_MENU=navigation.LEGAL,
        venue_drawing=drawings.venue_drawing,
        shared_picture=drawings.shared_picture,
        list_problems=form_help.list_problems,
        first_error=form_help.first_error,
        control_attributes=form_help.control_attributes,
        ruler_for=timelines.ruler_for,
        is_remembered=remembered.is_remembered,
        own_address=remembered.own_address,
    )
