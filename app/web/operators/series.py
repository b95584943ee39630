"""The series editor: a rule, its preview on the same page, and what came of it."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app import clock
from app.actions.series import Created, create_series
from app.extensions import db
from app.models import Series, Venue
from app.queries.venue_times import (
    get_own_series,
    list_series,
    list_times_of_series,
    list_usual_times,
    pattern_of,
)
from app.rules.permissions import Permission
from app.rules.refusals import EmptySeries, Refusal, SeriesTooLong
from app.rules.series import Because, Pattern, Planned, WallTime, wall_time_from
from app.rules.slots import SlotState
from app.transaction import transaction
from app.web.access import requires, the_actor
from app.web.office import todays_policies
from app.web.operators import bp
from app.web.operators.forms import SeriesForm
from app.web.operators.patterns import find_ready
from app.web.operators.previews import Preview, make_preview, plan_pattern, propose
from app.web.operators.reading import own_venue
from app.web.operators.words import MARKS, OBSTACLES, count_marks, rule_in_words
from app.web.refusals import sentence_for

#: The field at which the condition stands that left a series empty.
FIELD_OF = {
    Because.NO_WEEKDAY: "weekdays",
    Because.NO_TIME: "times",
    Because.ENDS_BEFORE_IT_BEGINS: "until_day",
    Because.WEEKDAY_NOT_IN_PERIOD: "weekdays",
    Because.ALL_HOLIDAYS: "skip_holidays",
    Because.ALL_LEFT_OUT: "skip_days",
}


@bp.get("/orte/<slug>/serien")
@requires(Permission.PUBLISH_TIMES)
def series_of_venue(slug: str) -> ResponseReturnValue:
    venue = own_venue(slug)
    rows = [
        (series, rule_in_words(series), counts)
        for series, counts in list_series(db.session(), venue.id)
    ]
    return render_template("operators/series_of_venue.html", venue=venue, rows=rows)


@bp.get("/orte/<slug>/serien/neu")
@requires(Permission.PUBLISH_TIMES)
def series_new(slug: str) -> ResponseReturnValue:
    venue, policies = own_venue(slug), todays_policies()
    if request.args.get("muster") == "einzeln":
        return redirect(url_for("operators.times_this_month", slug=venue.slug))
    ready = find_ready(request.args.get("muster"))
    if ready is None:
        return _show_editor(venue, SeriesForm(formdata=None, **propose(venue, policies)))
    pattern = ready.pattern(venue, clock.today(), policies)
    name = f"{ready.name} {pattern.from_day.year}"
    form = SeriesForm(formdata=None, name=name, **_fields(pattern))
    return _show_editor(venue, form, make_preview(venue, pattern))


@bp.post("/orte/<slug>/serien/neu")
@requires(Permission.PUBLISH_TIMES)
def series_create(slug: str) -> ResponseReturnValue:
    venue, form = own_venue(slug), SeriesForm()
    if not form.validate_on_submit():
        return _show_editor(venue, form), 422
    pattern = form.to_pattern()
    try:
        preview = make_preview(venue, pattern)
    except Refusal as refusal:
        _put_at_field(form, refusal)
        return _show_editor(venue, form), 409
    act = request.form.get("aktion")
    if act not in ("anlegen", "einreichen"):
        return _show_editor(venue, form, preview)
    if request.form.get("siegel") != preview.seal:
        form.form_errors.append(
            _("Die Regel hat sich seit der Vorschau geändert. Bitte prüfen Sie die neue Vorschau.")
        )
        return _show_editor(venue, form, preview), 409
    return _create(venue, form, pattern, preview, submit=act == "einreichen")


@bp.get("/orte/<slug>/serien/<int:series_id>")
@requires(Permission.PUBLISH_TIMES)
def series_show(slug: str, series_id: int) -> ResponseReturnValue:
    venue = own_venue(slug)
    session, now = db.session(), clock.now()
    series = get_own_series(session, venue.id, series_id)
    times = list_times_of_series(session, series, now=now)
    return render_template(
        "operators/series_show.html",
        venue=venue,
        series=series,
        rule=rule_in_words(series),
        times=times,
        signs=MARKS,
        obstacles=OBSTACLES,
        sums=count_marks(times),
        drafts=[time.slot for time in times if time.slot.state is SlotState.DRAFT],
        missing=_missing(venue, series, {time.slot.begins_at for time in times}),
        sentence_for=sentence_for,
    )


def _create(
    venue: Venue, form: SeriesForm, pattern: Pattern, preview: Preview, *, submit: bool
) -> ResponseReturnValue:
    slug, wanted = venue.slug, _ticked()
    with transaction() as session:
        created = create_series(
            session,
            venue.id,
            (form.name.data or "").strip(),
            pattern,
            wanted=wanted,
            submit=submit,
            actor=the_actor(),
            now=clock.now(),
        )
        series_id = created.series.id if created.series else None
        done = len(created.slots) + len(created.already)
    if series_id is None or not done:
        form.form_errors.append(_why_nothing(wanted, created))
        return _show_editor(own_venue(slug), form, preview), 409
    _tell(done, submit=submit)
    return redirect(url_for("operators.series_show", slug=slug, series_id=series_id), 303)


def _tell(count: int, *, submit: bool) -> None:
    if submit:
        sentence = ngettext(
            "%(num)d Termin ist eingereicht. Das Standesamt prüft ihn.",
            "%(num)d Termine sind eingereicht. Das Standesamt prüft sie.",
            count,
        )
    else:
        sentence = ngettext(
            "%(num)d Termin ist als Entwurf angelegt.",
            "%(num)d Termine sind als Entwürfe angelegt.",
            count,
        )
    flash(sentence, "success")


def _why_nothing(wanted: list[WallTime], created: Created) -> str:
    if not wanted:
        return _("Bitte haken Sie mindestens einen Termin an.")
    if not created.not_created:
        return _("Die angehakten Termine gehören nicht zu dieser Serie.")
    return _("Kein Termin wurde angelegt: Jeder hat inzwischen einen Konflikt.")


def _ticked() -> list[WallTime]:
    found = (wall_time_from(key) for key in request.form.getlist("termin"))
    return [time for time in found if time is not None]


def _show_editor(venue: Venue, form: SeriesForm, preview: Preview | None = None) -> str:
    return render_template(
        "operators/series_new.html",
        venue=venue,
        form=form,
        preview=preview,
        usual=list_usual_times(db.session(), venue.id, today=clock.today()),
        sentence_for=sentence_for,
    )


def _missing(venue: Venue, series: Series, there: set[object]) -> list[Planned]:
    """Return the times of the rule that were not created or are no more, with what hinders them."""
    planned = plan_pattern(venue, pattern_of(series))
    return [entry for entry in planned if entry.span is None or entry.span.begins_at not in there]


def _fields(pattern: Pattern) -> dict[str, object]:
    return {**vars(pattern), "weekdays": sorted(pattern.weekdays)}


def _put_at_field(form: SeriesForm, refusal: Refusal) -> None:
    sentence = sentence_for(refusal)
    if isinstance(refusal, EmptySeries):
        field = form[FIELD_OF[Because(refusal.because)]]
        field.errors = [*field.errors, sentence]
    elif isinstance(refusal, SeriesTooLong):
        form.until_day.errors = [*form.until_day.errors, sentence]
