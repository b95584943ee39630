"""What must agree with the README agrees with it."""

from __future__ import annotations

import re

import click
import pytest

import config
from app.rules.reservations import RESERVATION_TRANSITIONS
from app.rules.slots import SLOT_TRANSITIONS

README = (config.ROOT / "README.md").read_text()


def rows(table):
    return "\n".join(
        f"| `{state.value}` | `{event.value}` | `{after.value}` |"
        for (state, event), after in table.items()
    )


@pytest.mark.parametrize("table", [SLOT_TRANSITIONS, RESERVATION_TRANSITIONS])
def test_the_states_are_printed_as_the_rules_have_them(table):
    assert rows(table) in README


def test_every_setting_of_the_environment_is_explained():
    source = (config.ROOT / "config.py").read_text()
    names = set(re.findall(r'environ(?:\.get\(|, )"([A-Z_]+)"', source))
    assert {"DATABASE_URL", "SECRET_KEY", "MAIL_URL"} <= names
    assert [name for name in sorted(names) if f"| `{name}` |" not in README] == []


def test_every_command_is_explained(app):
    ours = {
        name: command
        for name, command in app.cli.commands.items()
        if command.callback is None
        or (getattr(command.callback, "__module__", "").startswith("app."))
        or isinstance(command, click.Group)
    }
    missing = []
    for name, command in ours.items():
        if name == "db":
            continue
        subs = command.commands if isinstance(command, click.Group) else {"": None}
        missing += [
            f"{name} {sub}".strip() for sub in subs if f"`{name} {sub}".strip() not in README
        ]
    assert missing == []
