"""What a ceremony at a venue costs, and who receives it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta

from flask_babel import gettext as _

from app.models import Fee, Payee, Venue
from app.rules.fees import FeeLine, total_cents
from app.web.filters import clock, money, weekday_short
from app.web.languages import current_language

#: A time of day after which every surcharge is due.
LATE = time(23, 59)


@dataclass(frozen=True)
class FeeRow:
    """One line of the fee table."""

    payee: str
    label: str
    #: When it is due, if not always.
    condition: str | None
    cents: int
    to: Payee = Payee.OFFICE


@dataclass(frozen=True)
class FeeView:
    """The fees of a venue on a day, or in general."""

    rows: list[FeeRow]
    #: The sum, if the ceremony's time is known.
    total_cents: int | None
    least_cents: int
    most_cents: int

    @property
    def lines(self) -> list[tuple[str, int, str]]:
        """The lines as the component wants them: payee, cents, what for and when."""
        return [
            (row.payee, row.cents, f"{row.label}, {row.condition}" if row.condition else row.label)
            for row in self.rows
        ]

    def cents_to(self, payee: Payee) -> int:
        """Return what one of those who are paid receives of the lines."""
        return sum(row.cents for row in self.rows if row.to is payee)

    @property
    def span(self) -> str:
        """„160 bis 186 €“."""
        if self.least_cents == self.most_cents:
            return money(self.least_cents)
        return _(
            "%(least)s bis %(most)s", least=money(self.least_cents), most=money(self.most_cents)
        )


def fees_of(venue: Venue, today: date, at: tuple[date, time] | None = None) -> FeeView:
    """Return the fees of a venue: for a ceremony at ``at``, or all that may be due."""
    lines = [(fee, line_of(fee)) for fee in venue.fees]
    if at:
        shown = [fee for fee, line in lines if line.is_due(*at)]
    else:
        shown = [fee for fee in venue.fees if not _is_over(fee, today)]
    totals = list(_totals([line for _fee, line in lines], today))
    return FeeView(
        rows=[_row(fee, conditions=at is None) for fee in shown],
        total_cents=_total(shown, totals, known=at is not None),
        least_cents=min(totals),
        most_cents=max(totals),
    )


def _total(shown: list[Fee], totals: list[int], *, known: bool) -> int | None:
    if known or len(set(totals)) == 1:
        return sum(fee.cents for fee in shown)
    return None


def line_of(fee: Fee) -> FeeLine:
    """Return the fee as the rules know it."""
    return FeeLine(
        fee.id,
        fee.cents,
        frozenset(fee.weekdays),
        fee.from_time,
        fee.valid_from,
        fee.valid_until,
    )


def least_cents(venue: Venue, today: date) -> int:
    """Return the least that a ceremony at the venue costs."""
    return min(_totals([line_of(fee) for fee in venue.fees], today))


def _totals(lines: list[FeeLine], today: date) -> Iterable[int]:
    times = {time(), LATE} | {line.from_time for line in lines if line.from_time}
    for offset in range(7):
        day = today + timedelta(days=offset)
        if day.weekday() < 6:
            yield from (total_cents(lines, day, begins) for begins in times)


def _is_over(fee: Fee, today: date) -> bool:
    return fee.valid_until is not None and fee.valid_until < today


def _row(fee: Fee, *, conditions: bool) -> FeeRow:
    payees = {Payee.OFFICE: _("An die Stadt"), Payee.OPERATOR: _("An den Betreiber")}
    label = fee.label.get(current_language()) or fee.label.get("de", "")
    return FeeRow(
        payees[fee.payee], label, _condition(fee) if conditions else None, fee.cents, fee.payee
    )


def _condition(fee: Fee) -> str | None:
    days = ", ".join(weekday_short(day) for day in sorted(fee.weekdays))
    if days and fee.from_time:
        return _("nur %(days)s ab %(clock)s", days=days, clock=clock(fee.from_time))
    if days:
        return _("nur %(days)s", days=days)
    return _("nur ab %(clock)s", clock=clock(fee.from_time)) if fee.from_time else None
