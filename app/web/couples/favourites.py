"""The list of dates kept in mind: what became of them, notes, and the same list for the partner."""

from __future__ import annotations

import re

from flask import (
    Response,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.extensions import db
from app.queries import NotFound
from app.queries.favourites import list_published
from app.rules.favourites import LARGEST_ID, LONGEST_NOTE, MOST_FAVOURITES, Favourites, tidy_note
from app.web.access import open_to_all
from app.web.couples import bp
from app.web.couples.looking import look
from app.web.couples.standings import list_rows
from app.web.remembered import read, remember, remembered, write
from app.web.way_back import own_page


@bp.get("/merkliste")
@open_to_all
def favourites() -> ResponseReturnValue:
    looking = look()
    rows = list_rows(remembered(), looking)
    kept = Favourites(tuple(x for x in remembered() if any(x.slot_id == r.slot.id for r in rows)))
    page = render_template(
        "couples/favourites.html",
        rows=rows,
        looking=looking,
        share=_share_address(kept.without_notes()) if rows else None,
        share_noted=_share_address(kept) if kept.has_notes else None,
        longest_note=LONGEST_NOTE,
    )
    return _private(make_response(page))


@bp.get("/merkliste/<code>")
@open_to_all
def shared_favourites(code: str) -> ResponseReturnValue:
    looking = look()
    rows = list_rows(read(code, "share"), looking)
    if not rows:
        raise NotFound
    page = render_template("couples/shared_favourites.html", rows=rows, looking=looking, code=code)
    return _private(make_response(page))


@bp.post("/merkliste")
@open_to_all
def change_favourites() -> ResponseReturnValue:
    kept = remembered()
    if "code" in request.form:
        kept = _taken_over(kept, read(request.form["code"], "share"))
    elif "entfernen" in request.form:
        kept = kept.without(_slot_id("entfernen"))
    else:
        kept = _with(kept, _slot_id("merken"))
    response = redirect(_way_back(), 303)
    remember(response, kept)
    return response


@bp.post("/merkliste/notiz")
@open_to_all
def note_favourite() -> ResponseReturnValue:
    slot_id, note = _slot_id("slot"), request.form.get("notiz", "")
    kept = remembered().noted(slot_id, note)
    response = redirect(url_for("couples.favourites", _anchor=f"termin-{slot_id}"), 303)
    fits = remember(response, kept)
    whole = any(x.slot_id == slot_id and x.note == tidy_note(note) for x in kept)
    if slot_id not in kept:
        flash(_("Dieser Termin steht nicht auf Ihrer Merkliste."), "warning")
    elif not fits or not whole or len(" ".join(note.split())) > LONGEST_NOTE:
        flash(_("Die Notiz war zu lang. Wir haben sie gekürzt."), "warning")
    return response


def _with(kept: Favourites, slot_id: int) -> Favourites:
    """Return the list with one more date.

    Raises:
        NotFound: couples cannot have seen such a date.
    """
    if not list_published(db.session(), [slot_id]):
        raise NotFound
    if kept.is_full and slot_id not in kept:
        flash(_full(), "warning")
    return kept.with_slot(slot_id)


def _taken_over(kept: Favourites, shared: Favourites) -> Favourites:
    """Return the list with every date of another one, notes included where there is none yet."""
    for item in shared:
        if kept.is_full and item.slot_id not in kept:
            flash(_full(), "warning")
            break
        fresh = item.slot_id not in kept
        kept = kept.with_slot(item.slot_id)
        if fresh and item.note:
            kept = kept.noted(item.slot_id, item.note)
    return kept


def _full() -> str:
    most = MOST_FAVOURITES
    return _("Auf Ihre Merkliste passen %(most)s Termine. Entfernen Sie zuerst einen.", most=most)


def _slot_id(name: str) -> int:
    """Return the number that was sent under this name.

    Raises:
        NotFound: it is none.
    """
    word = request.form.get(name, "")
    if not re.fullmatch(r"[0-9]{1,10}", word) or not 0 < int(word) <= LARGEST_ID:
        raise NotFound
    return int(word)


def _way_back() -> str:
    """Return where one was, at the star that was pressed."""
    back = own_page(request.form.get("zurueck"))
    slot = request.form.get("merken") or request.form.get("entfernen") or ""
    if back is None or "#" in back:
        return url_for("couples.favourites")
    return f"{back}#merken-{slot}" if re.fullmatch(r"[0-9]{1,10}", slot) else back


def _share_address(favourites: Favourites) -> str | None:
    code = write(favourites, "share")
    address = f"{current_app.config['BASE_URL']}{url_for('couples.shared_favourites', code=code)}"
    # What is longer some messengers cut.
    return address if len(address) <= 1800 else None


def _private(response: Response) -> Response:
    """Keep the list out of caches and search engines."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    response.vary.add("Cookie")
    return response
