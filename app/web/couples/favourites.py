"""The list of dates kept in mind: what became of them, notes, and the same list for the partner."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

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
from app.models import Slot
from app.queries import NotFound
from app.queries.favourites import list_near, list_published
from app.queries.free import is_slot_free
from app.rules.calendar import berlin_day
from app.rules.favourites import LARGEST_ID, LONGEST_NOTE, MOST_FAVOURITES, Favourites, tidy_note
from app.rules.search import nearest
from app.rules.slots import Obstacle, SlotState
from app.web.access import open_to_all
from app.web.couples import bp
from app.web.couples.addresses import day_address, venue_address
from app.web.couples.days import guests_fact, step_fact
from app.web.couples.looking import Looking, look
from app.web.couples.offers import Offer, offer_of
from app.web.filters import clock, day_and_month, long_date, money
from app.web.remembered import read, remember, remembered, write
from app.web.way_back import own_page

#: For so many that are gone similar ones are looked for, so many each.
MOST_GONE, SIMILAR = 5, 2


class Standing(Enum):
    """What a remembered date is now."""

    OWN = "own"
    OWN_HOLD = "own_hold"
    FREE = "free"
    HELD = "held"
    OPENS = "opens"
    LATE = "late"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"
    TAKEN = "taken"


#: These cannot be had any more.
GONE = {Standing.LATE, Standing.WITHDRAWN, Standing.CLOSED, Standing.TAKEN}
SIGNS = {
    Standing.OWN: "bookmark",
    Standing.OWN_HOLD: "hourglass",
    Standing.FREE: "circle",
    Standing.HELD: "hourglass",
    Standing.OPENS: "clock",
    Standing.LATE: "slash",
    Standing.WITHDRAWN: "return",
    Standing.CLOSED: "bar",
    Standing.TAKEN: "cross",
}


@dataclass(frozen=True)
class FavouriteRow:
    """One remembered date."""

    slot: Slot
    note: str
    standing: Standing
    words: str
    looking: Looking
    similar: tuple[Offer, ...] = ()

    @property
    def sign(self) -> str:
        """The icon of the state."""
        return SIGNS[self.standing]

    @property
    def gone(self) -> bool:
        """Whether it cannot be had any more."""
        return self.standing in GONE

    @property
    def free(self) -> bool:
        """Whether it can be held now."""
        return self.standing is Standing.FREE

    @property
    def facts(self) -> tuple[str, str, str]:
        """Guests, steps, fee."""
        venue = self.slot.venue
        return guests_fact(venue), step_fact(venue), money(self.slot.fee_cents)

    @property
    def held(self) -> bool:
        """Whether this browser holds it."""
        return self.standing is Standing.OWN_HOLD

    @property
    def label(self) -> str:
        """The date in full, for buttons that are heard."""
        day, at = long_date(self.slot.day), clock(self.slot.begins_at)
        venue = self.slot.venue.short_name
        return _("%(day)s, %(clock)s, %(venue)s", day=day, clock=at, venue=venue)

    @property
    def venue_href(self) -> str:
        """The venue on that day."""
        return venue_address(self.slot.venue.slug, self.looking.wish, am=self.slot.day)

    @property
    def day_href(self) -> str:
        """Everything else on that day."""
        return day_address(self.looking.wish, self.slot.day)


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


def list_rows(favourites: Favourites, looking: Looking) -> list[FavouriteRow]:
    """Return what became of each date, by time; two queries. What was never published is left out.

    A date may be remembered by number only, so nobody learns here what an operator still plans.
    """
    slots = list_published(db.session(), [item.slot_id for item in favourites])
    notes = {item.slot_id: item.note for item in favourites}
    standings = {slot.id: standing_of(slot, looking) for slot in slots}
    gone = [slot for slot in slots if standings[slot.id] in GONE][:MOST_GONE]
    near = list_near(db.session(), gone, now=looking.now, policies=looking.policies)
    near = [slot for slot in near if slot.id not in notes]
    return [
        FavouriteRow(
            slot=slot,
            note=notes[slot.id],
            standing=standings[slot.id],
            words=_words(slot, standings[slot.id], looking),
            looking=looking,
            similar=tuple(offer_of(slot, other) for other in nearest(slot, near, SIMILAR))
            if slot in gone
            else (),
        )
        for slot in slots
    ]


def standing_of(slot: Slot, looking: Looking) -> Standing:
    """Return what a date is for the couple that looks."""
    visitor = looking.visitor
    if visitor.own and visitor.own.slot_id == slot.id:
        return Standing.OWN
    if visitor.hold and visitor.hold.slot_id == slot.id:
        return Standing.OWN_HOLD
    if slot.state is not SlotState.RELEASED:
        return Standing.WITHDRAWN
    if slot.day < looking.first_day:
        return Standing.LATE
    if is_slot_free(slot, now=looking.now, policies=looking.policies):
        return Standing.FREE
    return _why_not_free(slot, looking)


def _why_not_free(slot: Slot, looking: Looking) -> Standing:
    if not slot.holdable:
        closed = (Obstacle.VENUE_CLOSED, Obstacle.DAY_CLOSED, Obstacle.VENUE_NOT_IN_USE)
        return Standing.CLOSED if slot.obstacle in closed else Standing.TAKEN
    if slot.opens_at is not None and slot.opens_at > looking.now:
        return Standing.OPENS
    return Standing.HELD


def _words(slot: Slot, standing: Standing, looking: Looking) -> str:
    """Say what a date is now, in a few words."""
    hold = looking.visitor.hold
    match standing:
        case Standing.OWN_HOLD if hold is not None and hold.held_until is not None:
            return _("für Sie gehalten bis %(clock)s", clock=clock(hold.held_until))
        case Standing.HELD if slot.blocked_until is not None:
            until = clock(slot.blocked_until)
            return _("gerade gehalten, vielleicht ab %(clock)s", clock=until)
        case Standing.OPENS if slot.opens_at is not None:
            day, at = day_and_month(berlin_day(slot.opens_at)), clock(slot.opens_at)
            return _("öffnet am %(day)s um %(clock)s", day=day, clock=at)
    return {
        Standing.OWN: _("Ihr Termin"),
        Standing.FREE: _("frei"),
        Standing.LATE: _("online zu spät, bitte anrufen"),
        Standing.WITHDRAWN: _("zurückgezogen"),
        Standing.CLOSED: _("geschlossen"),
        Standing.TAKEN: _("vergeben"),
    }[standing]


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
