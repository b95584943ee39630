"""The wedding calendar of a city."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from jinja2 import StrictUndefined

import config


def create_app(settings: config.Settings | None = None) -> Flask:
    """Make the application from the environment's settings, or from those given."""
    from app.extensions import csrf, init_db
    from app.web import register_blueprints
    from app.web.access import check_declared
    from app.web.assets import init_assets
    from app.web.client import init_proxies
    from app.web.compression import init_compression
    from app.web.converters import init_converters
    from app.web.cross_site import init_cross_site
    from app.web.errors import CarefulFlask, init_errors
    from app.web.freshness import init_freshness
    from app.web.headers import init_headers
    from app.web.languages import init_languages
    from app.web.office import init_office
    from app.web.security_log import init_security_log
    from app.web.sessions import init_sessions
    from app.web.templating import init_templates

    settings = settings or config.load()
    app = CarefulFlask(
        __name__,
        template_folder=str(config.ROOT / "templates"),
        static_folder=None,
        instance_path=str(config.INSTANCE),
    )
    app.config.from_mapping(settings.for_flask())
    app.config.from_mapping(
        SESSION_COOKIE_NAME="__Host-traukalender" if settings.secure else "traukalender",
        SESSION_COOKIE_SECURE=settings.secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(days=1),
        # The page says what was too large; forms here are small.
        MAX_CONTENT_LENGTH=256 * 1024,
        MAX_FORM_MEMORY_SIZE=128 * 1024,
        MAX_FORM_PARTS=6000,
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.jinja_options = {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}

    for init in (
        init_db,
        init_security_log,
        init_proxies,
        # Refuse first, so that a refused request does not even count as a sign of life.
        init_cross_site,
        csrf.init_app,
        init_sessions,
        init_languages,
        init_office,
        # What is done last to an answer stands first: compressing sees the finished headers.
        init_compression,
        init_headers,
        init_assets,
        init_templates,
        init_converters,
        init_freshness,
        init_errors,
    ):
        init(app)
    register_blueprints(app)
    if settings.commands:
        # Their packages are a third of what would have to be imported.
        from app.cli import register_commands

        register_commands(app)
    check_declared(app)
    return app
