"""REMEMBER: tables, nothing clever. Importing this imports every model."""

from app.models.account import Account, AccountSession, Purpose, Throttle, Token
from app.models.base import Base
from app.models.day import Day
from app.models.journal import Entry
from app.models.outbox import OutgoingMail
from app.models.reservation import Channel, KnownBrowser, RegistrationPlace, Reservation
from app.models.setting import Setting
from app.models.slot import Series, Slot
from app.models.venue import AnswerMode, Closure, Fee, Payee, StepFree, Surroundings, Venue

__all__ = [
    "Account",
    "AccountSession",
    "AnswerMode",
    "Base",
    "Channel",
    "Closure",
    "Day",
    "Entry",
    "Fee",
    "KnownBrowser",
    "OutgoingMail",
    "Payee",
    "Purpose",
    "RegistrationPlace",
    "Reservation",
    "Series",
    "Setting",
    "Slot",
    "StepFree",
    "Surroundings",
    "Throttle",
    "Token",
    "Venue",
]
