"""REMEMBER: tables, nothing clever. Importing this imports every model."""

from app.models.account import Account, AccountSession, Purpose, Throttle, Token
from app.models.assignment import Announcement, Assignment, RegistrarFeed
from app.models.base import Base
from app.models.coverage import Coverage
from app.models.day import Day
from app.models.journal import Entry
from app.models.outbox import OutgoingMail
from app.models.place import Place, TravelTime
from app.models.registrar import (
    Absence,
    AbsenceKind,
    DutyPattern,
    PlannedDay,
    PlannedDuty,
    Registrar,
)
from app.models.reservation import Channel, KnownBrowser, RegistrationPlace, Reservation
from app.models.setting import Setting
from app.models.slot import Series, Slot
from app.models.venue import AnswerMode, Closure, Fee, Payee, StepFree, Surroundings, Venue

__all__ = [
    "Absence",
    "AbsenceKind",
    "Account",
    "AccountSession",
    "Announcement",
    "AnswerMode",
    "Assignment",
    "Base",
    "Channel",
    "Closure",
    "Coverage",
    "Day",
    "DutyPattern",
    "Entry",
    "Fee",
    "KnownBrowser",
    "OutgoingMail",
    "Payee",
    "Place",
    "PlannedDay",
    "PlannedDuty",
    "Purpose",
    "Registrar",
    "RegistrarFeed",
    "RegistrationPlace",
    "Reservation",
    "Series",
    "Setting",
    "Slot",
    "StepFree",
    "Surroundings",
    "Throttle",
    "Token",
    "TravelTime",
    "Venue",
]
