"""All free dates: as a list, by the nearest month that has any, or the very next one."""

from __future__ import annotations

from datetime import date
from functools import partial
from urllib.parse import urlencode

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.extensions import db
from app.queries.free import count_days, list_free
from app.rules.calendar import last_of_month, nearest_day
from app.web.access import open_to_all
from app.web.couples import bp
from app.web.couples.addresses import carrying, day_address, list_address, month_address
from app.web.couples.lists import list_view
from app.web.couples.looking import Looking, look

#: So many pieces that were not understood go along to the page they lead to.
MOST_ODD = 8


@bp.get("/termine")
@open_to_all
def dates() -> ResponseReturnValue:
    looking = look("monat", "ansicht", "sortierung", "seite", "naechster")
    reading = looking.asked.reading
    if looking.asked.soonest or (reading is not None and reading.soonest):
        return redirect(_next_day(looking), 302)
    if not looking.asked.as_list:
        return redirect(_nearest_month(looking), 302)
    first, last = looking.period
    return looking.answer(partial(_render, looking), first=first, last=last)


@bp.get("/termine/<astray:wanted>")
@open_to_all
def nearest_date(wanted: str) -> ResponseReturnValue:
    looking = look()
    year, month, day = (*map(int, wanted.split("-")), 1, 1)[:3]
    day_meant = nearest_day(year, month, day)
    shown = min(max(day_meant, looking.first_day), looking.last_day)
    address = url_for("couples.month", month=shown)
    if wanted.count("-") == 2:
        address = url_for("couples.day", day=shown)
    query = {**request.args.to_dict(flat=False), "statt": [wanted]}
    return redirect(f"{address}?{urlencode(query, doseq=True, safe=',')}", 302)


def _render(looking: Looking) -> str:
    return render_template("couples/dates.html", view=list_view(looking), looking=looking)


def _next_day(looking: Looking) -> str:
    """Return the address of the next day with a free date that fits, or of why there is none."""
    found = list_free(
        db.session(), looking.wish, now=looking.now, policies=looking.policies, limit=1
    )
    wish = looking.wish
    return _told(day_address(wish, found[0].day) if found else list_address(wish), looking)


def _nearest_month(looking: Looking) -> str:
    """Return the address of the month to begin with.

    One month that was named is shown whatever it holds; of several the first with a fitting date.
    """
    wish, jump = looking.wish, looking.asked.month
    if jump is None and wish.first is not None and wish.first == wish.last:
        return _told(day_address(wish, wish.first), looking)
    if jump is None and wish.first and wish.last and wish.last <= last_of_month(wish.first):
        jump = wish.first.replace(day=1)
    return _told(month_address(jump or _first_month(looking), wish), looking)


def _first_month(looking: Looking) -> date:
    first, last = looking.period
    counts = count_days(
        db.session(), first, last, looking.wish, now=looking.now, policies=looking.policies
    )
    fitting = sorted(day for day, count in counts.items() if looking.counted(count))
    free = sorted(day for day, count in counts.items() if count.free)
    return next(iter(fitting or free), first).replace(day=1)


def _told(address: str, looking: Looking) -> str:
    """Return the address with what was not understood, to be named on the page it leads to."""
    pieces = {
        name: ",".join(request.args.getlist(name))[:200].replace("\0", "")
        for name in looking.asked.odd[:MOST_ODD]
        if request.args.get(name)
    }
    return carrying(address, {**pieces, "wunsch": looking.asked.line})
