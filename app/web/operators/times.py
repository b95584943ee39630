"""Times of a venue: the month, the day, and what is done with one, many or all of them."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app import clock
from app.actions.series import create_slots
from app.actions.slots import submit_slots, withdraw_slots
from app.extensions import db
from app.models import Slot, Venue
from app.queries.closures import list_closures_between, reason_for_operators
from app.queries.conflicts import find_conflicts
from app.queries.settings import get_policies, get_policies_by_day
from app.queries.slots import list_ids_in_state
from app.queries.venue_times import (
    VenueTime,
    find_next_day_with_times,
    list_chosen,
    list_times,
    list_unreleased,
)
from app.rules.calendar import add_months, holiday, month_days
from app.rules.conflicts import why_day_is_closed
from app.rules.outcomes import Outcome
from app.rules.permissions import Permission
from app.rules.series import WallTime
from app.rules.slots import SlotState
from app.transaction import transaction
from app.web.access import requires, the_actor
from app.web.fields import read_day as parse_day
from app.web.filters import language, short_date_time
from app.web.operators import bp
from app.web.operators.forms import TimeForm
from app.web.operators.months import lay_out
from app.web.operators.previews import usual_length
from app.web.operators.reading import chosen_ids, own_venue, read_day, read_month
from app.web.operators.words import MARKS, OBSTACLES, count_marks, count_of
from app.web.refusals import sentence_for

#: Reasons that are told one by one; more are told by their number.
TOLD = 5
#: Months to choose from, this one first.
MONTHS = 18


@bp.get("/orte/<slug>/termine")
@requires(Permission.SEE_VENUE)
def times_this_month(slug: str) -> ResponseReturnValue:
    venue, today = own_venue(slug), clock.today()
    day = find_next_day_with_times(db.session(), venue.id, today=today) or today
    return redirect(url_for("operators.times_month", slug=venue.slug, month=f"{day:%Y-%m}"))


@bp.get("/orte/<slug>/<string(length=7):month>")
@requires(Permission.SEE_VENUE)
def times_month(slug: str, month: str) -> ResponseReturnValue:
    venue, first = own_venue(slug), read_month(month)
    days = month_days(first.year, first.month)
    session, now = db.session(), clock.now()
    times = list_times(session, venue.id, days[0], days[-1], now=now)
    by_day: dict[date, list[VenueTime]] = defaultdict(list)
    for time in times:
        by_day[time.slot.day].append(time)
    closed = list_closures_between(session, venue.id, days[0], days[-1])
    return render_template(
        "operators/times_month.html",
        venue=venue,
        first=first,
        before=add_months(first, -1),
        after=add_months(first, 1),
        months=[add_months(clock.today().replace(day=1), n) for n in range(MONTHS)],
        weeks=lay_out(first, by_day, closed, clock.today(), get_policies_by_day(session, days)),
        sums=count_marks(times),
        total=len(times),
    )


@bp.get("/orte/<slug>/<string(length=10):day>")
@requires(Permission.SEE_VENUE)
def times_day(slug: str, day: str) -> ResponseReturnValue:
    venue, on = own_venue(slug), read_day(day)
    minutes, pause = usual_length(venue, get_policies(db.session(), on))
    form = TimeForm(formdata=None, duration_minutes=minutes, buffer_minutes=pause)
    return _show_day(venue, on, form)


@bp.post("/orte/<slug>/<string(length=10):day>")
@requires(Permission.PUBLISH_TIMES)
def times_day_create(slug: str, day: str) -> ResponseReturnValue:
    venue, on = own_venue(slug), read_day(day)
    form = TimeForm()
    if not form.validate_on_submit():
        return _show_day(venue, on, form), 422
    with transaction() as session:
        created = create_slots(
            session,
            venue.id,
            [WallTime(on, form.begins.data)],
            duration_minutes=form.duration_minutes.data or 0,
            buffer_minutes=form.buffer_minutes.data or 0,
            actor=the_actor(),
            now=clock.now(),
        )
        refused = created.not_created[0].conflict if created.not_created else None
    if refused is not None:
        form.begins.errors = [sentence_for(refused)]
        return _show_day(own_venue(slug), on, form), 409
    flash(_("Der Termin ist als Entwurf angelegt."), "success")
    return redirect(url_for("operators.times_day", slug=slug, day=day), 303)


def _show_day(venue: Venue, day: date, form: TimeForm) -> str:
    session, now = db.session(), clock.now()
    return render_template(
        "operators/times_day.html",
        venue=venue,
        day=day,
        times=list_times(session, venue.id, day, day, now=now),
        closures=list_closures_between(session, venue.id, day, day),
        reason_for_operators=reason_for_operators,
        closed=why_day_is_closed(day, get_policies(session, day)),
        holiday=holiday(day, language()),
        is_past=day < clock.today(),
        signs=MARKS,
        obstacles=OBSTACLES,
        form=form,
    )


@bp.get("/orte/<slug>/entwuerfe")
@requires(Permission.PUBLISH_TIMES)
def drafts(slug: str) -> ResponseReturnValue:
    venue = own_venue(slug)
    session, now = db.session(), clock.now()
    slots = list_unreleased(session, venue.id, now=now)
    conflicts = find_conflicts(session, slots, now=now)
    return render_template(
        "operators/drafts.html",
        venue=venue,
        returned=[slot for slot in slots if slot.state is SlotState.RETURNED],
        drafts=[slot for slot in slots if slot.state is SlotState.DRAFT],
        reasons={slot_id: sentence_for(why) for slot_id, why in conflicts.items()},
    )


@bp.post("/orte/<slug>/einreichen")
@requires(Permission.PUBLISH_TIMES)
def submit(slug: str) -> ResponseReturnValue:
    venue = own_venue(slug)
    ids = chosen_ids()
    if "alle" in request.form:
        ids = list_ids_in_state(db.session(), venue.id, SlotState.DRAFT)
    if not ids:
        return _nothing_to_submit(slug)
    list_chosen(db.session(), venue.id, ids, now=clock.now())
    with transaction() as session:
        outcome = submit_slots(session, ids, actor=the_actor(), now=clock.now())
        done = len(outcome.settled)
        _tell_not_done(outcome)
    if done:
        flash(
            ngettext(
                "%(num)d Termin ist eingereicht. Das Standesamt prüft ihn.",
                "%(num)d Termine sind eingereicht. Das Standesamt prüft sie.",
                done,
            ),
            "success",
        )
    target = "operators.drafts" if outcome.not_done else "operators.venue"
    return _back(slug, target)


def _nothing_to_submit(slug: str) -> ResponseReturnValue:
    if "alle" in request.form:
        # A second click of the same button.
        flash(_("Alle Entwürfe sind schon eingereicht."))
        return _back(slug, "operators.venue")
    flash(_("Bitte wählen Sie zuerst Termine aus."), "warning")
    return _back(slug, "operators.drafts")


@bp.post("/orte/<slug>/zurueckziehen")
@requires(Permission.PUBLISH_TIMES)
def withdraw(slug: str) -> ResponseReturnValue:
    venue, ids = own_venue(slug), chosen_ids()
    times = list_chosen(db.session(), venue.id, ids, now=clock.now())
    if not times:
        flash(_("Bitte wählen Sie zuerst Termine aus."), "warning")
        return _back(slug, "operators.venue")
    if "bestaetigt" not in request.form:
        return _confirm_withdrawal(venue, times)
    month = f"{times[0].slot.day:%Y-%m}"
    with transaction() as session:
        outcome = withdraw_slots(session, ids, actor=the_actor(), now=clock.now())
        done = len(outcome.settled)
        _tell_not_done(outcome)
        names = [short_date_time(slot.begins_at) for slot in outcome.settled]
    if done == 1:
        flash(_("Zurückgezogen: %(when)s.", when=names[0]), "success")
    elif done:
        flash(_("%(count)s zurückgezogen.", count=count_of(done)), "success")
    return _back(slug, "operators.times_month", month=month)


def _back(slug: str, target: str, **values: Any) -> ResponseReturnValue:
    """Lead to the day on which somebody was, or to where this is shown otherwise."""
    day = parse_day(request.form.get("tag", ""))
    if day is None:
        return redirect(url_for(target, slug=slug, **values), 303)
    return redirect(url_for("operators.times_day", slug=slug, day=day.isoformat()), 303)


def _confirm_withdrawal(venue: Venue, times: list[VenueTime]) -> str:
    return render_template(
        "operators/withdraw.html",
        venue=venue,
        day=parse_day(request.form.get("tag", "")),
        possible=[time for time in times if time.reservation is None],
        taken=[time for time in times if time.reservation is not None],
        signs=MARKS,
    )


def _tell_not_done(outcome: Outcome[Slot]) -> None:
    for entry in outcome.not_done[:TOLD]:
        when = short_date_time(entry.thing.begins_at)
        flash(f"{when}: {sentence_for(entry.why)}", "warning")
    if len(outcome.not_done) > TOLD:
        more = count_of(len(outcome.not_done) - TOLD)
        flash(_("Außerdem nicht möglich: %(count)s.", count=more), "warning")
