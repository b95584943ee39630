"""What every app would work out anew although it comes out the same: templates and addresses.

Each test has an app of its own. Without this, half the time of the tests goes into it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule


class KeptTemplates(BytecodeCache):
    """Compiled templates for all apps of a process; one whose source has changed is compiled."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket if its template was compiled before."""
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self.kept[bucket.key] = bucket.bytecode_to_string()


TEMPLATES = KeptTemplates()


def keep_templates(app: Flask) -> None:
    """Let the app use the templates that others have compiled."""
    app.jinja_env.bytecode_cache = TEMPLATES


@contextmanager
def kept_addresses() -> Iterator[None]:
    """Compile what builds the address of a route once, not once per app."""
    compile_builder = Rule._compile_builder
    kept: dict[tuple[Any, ...], Any] = {}

    def compile_once(rule: Rule, append_unknown: bool = True) -> Any:
        # All that Werkzeug's builder is made of; it is given the rule itself when it is called.
        key = (rule.rule, repr(rule.defaults), tuple(rule._trace), append_unknown)
        if key not in kept:
            kept[key] = compile_builder(rule, append_unknown)
        return kept[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", compile_once)
        yield
