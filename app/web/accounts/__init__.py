"""Signing in and out, and own data."""

from flask import Blueprint

bp = Blueprint("accounts", __name__)

from app.web.accounts import invitations, own, sign_in  # noqa: E402, F401 (they need bp)
