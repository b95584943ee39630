"""Several people at the same instant."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from flask import Flask
from sqlalchemy.orm import Session

from app.rules.refusals import Refusal
from app.transaction import transaction

Answer = TypeVar("Answer")


def together(app: Flask, acts: Sequence[Callable[[Session], Answer]]) -> list[Answer | Refusal]:
    """Run each act in a transaction of its own, all at once; return what each got or was refused.

    An act returns plain values: rows do not outlive their transaction.
    """
    start = Barrier(len(acts))

    def run(act: Callable[[Session], Answer]) -> Answer | Refusal:
        with app.app_context():
            start.wait()
            try:
                with transaction() as session:
                    return act(session)
            except Refusal as refusal:
                return refusal

    with ThreadPoolExecutor(len(acts)) as people:
        return list(people.map(run, acts))
