"""What every page knows of the office: its name, its telephone, its policies of today."""

from __future__ import annotations

from typing import Any

from flask import Flask, current_app, g

from app import clock
from app.extensions import db
from app.queries.settings import get_policies
from app.rules.policies import Policies
from app.web.languages import current_language


def todays_policies() -> Policies:
    """Return the policies as they apply today; one query per request, however often asked."""
    if "policies" not in g:
        g.policies = get_policies(db.session(), clock.today())
    policies: Policies = g.policies
    return policies


class Office:
    """The office as templates see it; asks the database only if a page names it."""

    @property
    def city(self) -> str:
        """The name of the city."""
        return todays_policies().city

    @property
    def name(self) -> str:
        """The name of the office."""
        return todays_policies().office_name

    @property
    def phone(self) -> str:
        """The telephone number, as people write it."""
        return todays_policies().office_phone

    @property
    def phone_link(self) -> str:
        """The telephone number, as a link wants it."""
        return "tel:" + "".join(sign for sign in self.phone if sign.isdigit() or sign == "+")

    @property
    def email(self) -> str:
        """The e-mail address."""
        return todays_policies().office_email

    @property
    def hours(self) -> str:
        """When somebody answers the telephone."""
        return todays_policies().hours_in(current_language())

    @property
    def address(self) -> str:
        """Where the office is."""
        return todays_policies().office_address


def init_office(app: Flask) -> None:
    """Give every template the ``office``, its ``policies`` by call, and whether this is a demo."""
    office = Office()

    @app.context_processor
    def know_office() -> dict[str, Any]:
        return {
            "office": office,
            "policies": todays_policies,
            "demo": bool(current_app.config["DEMO"]),
        }
