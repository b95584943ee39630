"""Who may do what, in one table. What is not listed is denied.

Whether a thing is in a fit state is another question and stands with its states.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What an account is."""

    HEAD = "head"
    STAFF = "staff"
    OPERATOR = "operator"


class Permission(StrEnum):
    """What can be permitted."""

    #: See an operator's pages of a venue.
    SEE_VENUE = "see_venue"
    #: Create, submit and withdraw times, close the venue.
    PUBLISH_TIMES = "publish_times"
    #: See the office's pages.
    SEE_OFFICE = "see_office"
    #: Release submitted times or send them back.
    RELEASE_TIMES = "release_times"
    #: Approve, decline, enter and cancel reservations, see couples' data.
    HANDLE_RESERVATIONS = "handle_reservations"
    #: Close the office or any venue.
    CLOSE_OFFICE = "close_office"
    #: Say who is on duty when, who is away, and how long the ways take.
    PLAN_DUTIES = "plan_duties"
    #: Say who performs which ceremony.
    ASSIGN_REGISTRARS = "assign_registrars"
    #: Give a ceremony to somebody whom it does not suit, with a reason.
    OVERRULE_ROSTER = "overrule_roster"
    #: Change the office's policies.
    CHANGE_SETTINGS = "change_settings"
    #: Invite and close accounts of staff and operators.
    MANAGE_ACCOUNTS = "manage_accounts"


@dataclass(frozen=True)
class Actor:
    """Who asks: a detached copy, so that a check never touches the database."""

    account_id: int
    name: str
    role: Role
    venue_ids: frozenset[int] = frozenset()


Scope = Callable[[Actor, int | None], bool]


def anywhere(actor: Actor, venue_id: int | None) -> bool:
    """Grant at every venue and where no venue is concerned."""
    return True


def own_venue(actor: Actor, venue_id: int | None) -> bool:
    """Grant only at the venues of the actor."""
    return venue_id in actor.venue_ids


GRANTS: dict[Permission, dict[Role, Scope]] = {
    Permission.SEE_VENUE: {Role.OPERATOR: own_venue},
    Permission.PUBLISH_TIMES: {Role.OPERATOR: own_venue},
    Permission.SEE_OFFICE: {Role.STAFF: anywhere, Role.HEAD: anywhere},
    Permission.RELEASE_TIMES: {Role.STAFF: anywhere, Role.HEAD: anywhere},
    Permission.HANDLE_RESERVATIONS: {Role.STAFF: anywhere, Role.HEAD: anywhere},
    Permission.CLOSE_OFFICE: {Role.STAFF: anywhere, Role.HEAD: anywhere},
    Permission.PLAN_DUTIES: {Role.STAFF: anywhere, Role.HEAD: anywhere},
    Permission.ASSIGN_REGISTRARS: {Role.STAFF: anywhere, Role.HEAD: anywhere},
    Permission.OVERRULE_ROSTER: {Role.HEAD: anywhere},
    Permission.CHANGE_SETTINGS: {Role.HEAD: anywhere},
    Permission.MANAGE_ACCOUNTS: {Role.HEAD: anywhere},
}


def may(actor: Actor | None, permission: Permission) -> bool:
    """Answer whether the role may do this at all; guards routes and menus."""
    return actor is not None and actor.role in GRANTS[permission]


def may_on(actor: Actor | None, permission: Permission, venue_id: int) -> bool:
    """Answer whether the actor may do this at this venue; guards the thing itself."""
    if actor is None:
        return False
    scope = GRANTS[permission].get(actor.role)
    return scope is not None and scope(actor, venue_id)
