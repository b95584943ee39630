"""Which language a page speaks: it stands in the public address; staff pages are German."""

from __future__ import annotations

from typing import Any

from flask import Flask, g, request
from flask_babel import get_locale
from werkzeug.routing import BaseConverter

from app.extensions import babel

#: Offered languages; the first is the language of the sources.
LANGUAGES = {"de": "Deutsch", "en": "English"}
DEFAULT = "de"


class LanguageConverter(BaseConverter):
    """Matches only the languages we offer, so that /xx/ is simply not found."""

    regex = "|".join(LANGUAGES)


def current_language() -> str:
    """Return the language of this page."""
    return str(g.get("lang", DEFAULT))


def preferred_language() -> str:
    """Return the visitor's language: chosen before, or asked for by the browser, or German."""
    chosen = request.cookies.get("sprache")
    if chosen in LANGUAGES:
        return chosen
    return request.accept_languages.best_match(list(LANGUAGES), DEFAULT) or DEFAULT


def init_languages(app: Flask) -> None:
    """Read the language from the address and write it into every link to a couples' page."""
    app.url_map.converters["lang"] = LanguageConverter
    app.config["BABEL_DEFAULT_LOCALE"] = DEFAULT
    app.config["BABEL_DEFAULT_TIMEZONE"] = "Europe/Berlin"
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = "translations"
    babel.init_app(app, locale_selector=current_language)

    @app.url_value_preprocessor
    def read_language(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        if values and "lang" in values:
            g.lang = values.pop("lang")

    @app.url_defaults
    def write_language(endpoint: str, values: dict[str, Any]) -> None:
        if "lang" not in values and app.url_map.is_endpoint_expecting(endpoint, "lang"):
            values["lang"] = current_language()

    app.jinja_env.globals.update(
        LANGUAGES=LANGUAGES, current_language=current_language, locale=get_locale
    )
