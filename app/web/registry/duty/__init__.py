"""Who is on duty when, who is away, how long the ways take, until when registrars are promised."""

from app.web.registry.duty import (  # noqa: F401 (their routes)
    absences,
    coverage,
    overview,
    patterns,
    people,
    places,
    single_days,
    ways,
)
