"""A reservation for a couple that is on the line or at the desk, on one screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app import clock
from app.actions.approvals import enter_reservation
from app.extensions import db
from app.models import Reservation, Slot
from app.models.base import LARGEST_ID
from app.queries import NotFound
from app.queries.free import list_free
from app.queries.office import list_venue_choices
from app.queries.reservations import find_live_by_email_key, get_by_reference
from app.rules.calendar import add_months, days_between
from app.rules.permissions import Permission
from app.rules.refusals import AlreadyReserved, Refusal
from app.rules.reservations import email_key, first_reservable_day, registration_window
from app.rules.search import Wish
from app.rules.spelling import spell
from app.rules.wishes import Asked, understand
from app.transaction import transaction
from app.web.access import requires, the_actor
from app.web.office import todays_policies
from app.web.refusals import sentence_for
from app.web.registry import bp
from app.web.registry.forms import offered
from app.web.registry.reading import read_reference
from app.web.registry.telephone.forms import CallForm, WishForm

#: Times that are shown for a wish, and near to it.
HITS, NEAR = 8, 3


@dataclass(frozen=True)
class Hits:
    """What is free for a wish, and what is near."""

    fitting: Sequence[Slot] = ()
    near: Sequence[Slot] = ()
    ids: frozenset[int] = field(default_factory=frozenset)


@bp.route("/telefon", methods=["GET", "POST"])
@requires(Permission.HANDLE_RESERVATIONS)
def telephone() -> ResponseReturnValue:
    wish, call = _wish_form(), CallForm()
    is_clear = _is_clear(wish)
    if not call.is_submitted():
        call.guests.data = wish.gaeste.data
        return _page(wish, call, 200 if is_clear else 422)
    if not call.validate():
        return _page(wish, call, 422)
    try:
        entered = _enter(call)
    except Refusal as refusal:
        call.form_errors.append(sentence_for(refusal))
        duplicate = _duplicate(call) if isinstance(refusal, AlreadyReserved) else None
        return _page(wish, call, 409, duplicate)
    return redirect(url_for(".telephone_done", reference=entered), 303)


@bp.get("/telefon/<reference>")
@requires(Permission.HANDLE_RESERVATIONS)
def telephone_done(reference: str) -> ResponseReturnValue:
    case = get_by_reference(db.session(), read_reference(reference))
    return render_template(
        "registry/telephone_done.html",
        case=case,
        spelled=spell(case.reference),
        register_by=registration_window(case.slot.day, todays_policies())[1],
    )


def _enter(call: CallForm) -> str:
    slot_id = call.termin.data or 0
    if not 0 < slot_id <= LARGEST_ID:
        raise NotFound
    with transaction() as session:
        entered = enter_reservation(
            session,
            slot_id,
            call.to_answers(),
            channel=call.to_channel(),
            language=call.language.data,
            actor=the_actor(),
            now=clock.now(),
        )
        return entered.reference


def _wish_form() -> WishForm:
    form = WishForm(request.args)
    venues = list_venue_choices(db.session())
    form.ort.choices = offered(
        [("", _("alle Trauorte")), *((row.slug, row.name) for row in venues)]
    )
    return form


def _is_clear(form: WishForm) -> bool:
    """Validate the wish; an address without one is clear, too."""
    if request.args and not form.validate():
        return False
    if _asked(form) is None:
        form.wann.errors = [_("Das haben wir nicht verstanden. Zum Beispiel: 12.6. oder Juni 2027")]
        return False
    return True


def _asked(form: WishForm) -> Asked | None:
    return understand(form.wann.data or "", clock.today())


def _page(
    wish: WishForm, call: CallForm, status: int, duplicate: Reservation | None = None
) -> ResponseReturnValue:
    hits = _search(db.session(), wish)
    page = render_template(
        "registry/telephone.html",
        wish=wish,
        form=call,
        hits=hits,
        asked=_asked(wish),
        duplicate=duplicate,
        wish_errors=status == 422 and not call.is_submitted(),
    )
    return page, status


def _search(session: Session, form: WishForm) -> Hits:
    asked = _asked(form)
    if asked is None or form.errors:
        return Hits()
    now, policies = clock.now(), todays_policies()
    wish = Wish(
        part_of_day=asked.part_of_day,
        guests=form.gaeste.data,
        step_free=form.stufenlos.data,
        venues=(form.ort.data,) if form.ort.data else (),
    )
    today = clock.today()
    first = max(asked.first or today, first_reservable_day(today, policies))
    last = asked.last or add_months(today, policies.horizon_months)
    days = [day for day in days_between(first, last) if asked.takes(day)]
    hits = list_free(session, wish, now=now, policies=policies, days=days, limit=HITS)
    known = {slot.id for slot in hits}
    around = list_free(session, wish, now=now, policies=policies, first=first, limit=HITS + NEAR)
    near = [slot for slot in around if slot.id not in known][:NEAR]
    return Hits(hits, near, frozenset(known | {slot.id for slot in near}))


def _duplicate(call: CallForm) -> Reservation | None:
    return find_live_by_email_key(db.session(), email_key(call.email.data or ""))
