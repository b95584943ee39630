"""The queue of reservations."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask import session as browser
from flask.typing import ResponseReturnValue

from app import clock
from app.extensions import db
from app.queries import NotFound
from app.queries.cases import VIEWS, count_by_state, count_views, find_cases, list_cases
from app.rules.permissions import Permission
from app.web.access import requires
from app.web.office import todays_policies
from app.web.registry import bp
from app.web.registry.deadlines import deadline_of
from app.web.registry.reading import read_page_number
from app.web.typed import as_stored

#: Where the words of a search are kept: not in the address, which is logged.
SEARCHED = "amt_suche"
LONGEST_SEARCH = 120


@bp.get("/reservierungen")
@requires(Permission.HANDLE_RESERVATIONS)
def reservations() -> ResponseReturnValue:
    session = db.session()
    view = request.args.get("status", "zu-pruefen")
    words = str(browser.get(SEARCHED, ""))
    counts = count_views(count_by_state(session))
    if view == "suche" and words:
        page = find_cases(session, as_stored(words), number=read_page_number())
    elif view in VIEWS:
        page = list_cases(session, view, number=read_page_number(), total=counts[view])
    else:
        raise NotFound
    today, policies = clock.today(), todays_policies()
    rows = [(row, deadline_of(row, today=today, policies=policies)) for row in page.reservations]
    return render_template(
        "registry/reservations.html",
        rows=rows,
        page=page,
        view=view,
        views=VIEWS,
        counts=counts,
        searched=words if view == "suche" else "",
        now=clock.now(),
    )


@bp.post("/reservierungen/suche")
@requires(Permission.HANDLE_RESERVATIONS)
def reservations_search() -> ResponseReturnValue:
    words = " ".join(request.form.get("suche", "").replace("\0", " ").split())[:LONGEST_SEARCH]
    if len(words) < 2:
        browser.pop(SEARCHED, None)
        return redirect(url_for("registry.reservations"), 303)
    browser[SEARCHED] = words
    found = find_cases(db.session(), as_stored(words), number=1)
    if found.total == 1:
        reference = found.reservations[0].reference
        return redirect(url_for("registry.reservation", reference=reference), 303)
    return redirect(url_for("registry.reservations", status="suche"), 303)
