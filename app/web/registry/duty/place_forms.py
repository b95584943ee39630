"""Forms of places and of the ways between them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, StringField
from wtforms.validators import ValidationError

from app.actions.ways import LONGEST_BUFFER, WantedWay
from app.queries.places import WayRows
from app.rules.travel import LONGEST_MINUTES, Point
from app.web.duty_refusals import SENTENCES
from app.web.fields import WholeNumberField
from app.web.registry.duty.forms import name_line
from app.web.registry.duty.stored import StoredForm

Pair = tuple[int, int]


class DegreesField(StringField):
    """A coordinate in degrees, with point or comma."""

    data: Any

    def __init__(self, label: Any, *, most: int, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.most = most

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the number."""
        self.data = None
        text = str(valuelist[0]).strip().replace(",", ".") if valuelist else ""
        if not text:
            return
        if not re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]{1,10})?", text) or abs(float(text)) > self.most:
            raise ValueError(
                _(
                    "Bitte geben Sie Grad als Zahl bis %(most)s ein, zum Beispiel 51,5236.",
                    most=self.most,
                )
            )
        self.data = float(text)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data:.5f}".replace(".", ",")


class MinutesField(StringField):
    """How long a way takes; empty where nobody knows."""

    data: Any

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the minutes."""
        self.data = None
        text = str(valuelist[0]).strip() if valuelist else ""
        if not text:
            return
        if not re.fullmatch(r"[0-9]{1,6}", text) or not 1 <= int(text) <= LONGEST_MINUTES:
            raise ValueError(SENTENCES["minutes_of_way"])
        self.data = int(text)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else str(self.data)


class PlaceForm(StoredForm):
    """A place from which duties start."""

    name = name_line()
    latitude = DegreesField(
        _l("Breitengrad"), most=90, description=_l("Für die Schätzung der Wege, sonst leer.")
    )
    longitude = DegreesField(_l("Längengrad"), most=180)

    def validate_longitude(self, field: Field) -> None:
        """Refuse half a point."""
        if self.latitude.errors or field.errors:
            return
        if (field.data is None) != (self.latitude.data is None):
            raise ValidationError(_("Bitte geben Sie beide Koordinaten ein oder keine."))

    @property
    def point(self) -> Point | None:
        """Where the place is, if it was said."""
        if self.latitude.data is None or self.longitude.data is None:
            return None
        return self.latitude.data, self.longitude.data


class VenuePlaceForm(PlaceForm):
    """A venue as a place; its name stands with the venue."""

    name = None  # type: ignore[assignment]
    preparation = WholeNumberField(
        _l("Minuten vor der Trauung"),
        description=_l("So lange vorher ist die Standesbeamtin oder der Standesbeamte da."),
        least=0,
        most=LONGEST_BUFFER,
    )
    follow_up = WholeNumberField(
        _l("Minuten nach der Trauung"),
        description=_l("So lange bleibt noch etwas zu tun."),
        least=0,
        most=LONGEST_BUFFER,
    )


class WaysForm(StoredForm):
    """Minutes between places; the fields are made for the places there are."""

    seen = BooleanField(_l("Ich habe die geschätzten Wege geprüft, sie stimmen"))

    #: The pairs in the order of their fields.
    pairs: Sequence[Pair] = ()

    def list_wanted(self, ways: WayRows) -> list[WantedWay]:
        """Return the ways that were typed otherwise than they are stored, or looked at."""
        wanted = []
        for one, other in self.pairs:
            there = self[name_of(one, other)].data
            back = self[name_of(other, one)].data if name_of(other, one) in self else None
            if there is None:
                continue
            stored = ways.get((one, other)), ways.get((other, one))
            way = WantedWay(one, other, there, None if back == there else back)
            if self.seen.data or stored[0] is None or stored[1] is None or _differs(way, *stored):
                wanted.append(way)
        return wanted


def _differs(way: WantedWay, there: Any, back: Any) -> bool:
    return (way.there, way.there if way.back is None else way.back) != (there.minutes, back.minutes)


def name_of(origin: int, target: int) -> str:
    """Return the name of the field for the way from one place to another."""
    return f"way_{origin}_{target}"


def make_ways_form(pairs: Iterable[Pair], ways: WayRows, *, always_back: bool) -> WaysForm:
    """Return a form with a field for each pair, and one for the way back where it differs.

    Args:
        always_back: offer the way back everywhere; left empty it takes as long.
    """
    listed = list(pairs)
    fields: dict[str, Any] = {"pairs": listed}
    typed: dict[str, Any] = {}
    for one, other in listed:
        there, back = ways.get((one, other)), ways.get((other, one))
        fields[name_of(one, other)] = MinutesField(validators=[_not_emptied(there is not None)])
        typed[name_of(one, other)] = there.minutes if there else None
        if always_back or (back is not None and back.per_direction):
            fields[name_of(other, one)] = MinutesField()
            typed[name_of(other, one)] = back.minutes if back and back.per_direction else None
    made: WaysForm = type("MadeWaysForm", (WaysForm,), fields)(data=typed)
    return made


def _not_emptied(known: bool) -> Any:
    def check(_form: FlaskForm, field: Field) -> None:
        if known and field.data is None and not field.errors:
            raise ValidationError(
                _("Ein bekannter Weg lässt sich nicht löschen. Bitte geben Sie Minuten ein.")
            )

    return check
