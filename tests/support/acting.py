"""Actions as requests run them: each in a transaction of its own, several at the same instant."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import ModuleType
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.models import Base
from app.rules.permissions import Actor, Role
from app.transaction import transaction
from tests.factories import make_account

#: What is done in one transaction; what it returns is read before the session closes.
Deed = Callable[[Session], Any]


class Acting:
    """Does deeds against the app's database."""

    def __init__(self, app: Flask, session: Session) -> None:
        self.app = app
        self.session = session

    def __call__(self, deed: Deed) -> Any:
        """Do one deed; rows come back as their id, so that nothing detached is touched."""
        self.session.commit()
        try:
            return self._do(deed)
        finally:
            self.session.rollback()
            self.session.expire_all()

    def at_once(self, deeds: Sequence[Deed]) -> list[Any]:
        """Do all deeds in threads that start together; an exception is returned as the answer."""
        self.session.commit()
        barrier = threading.Barrier(len(deeds))
        answers: list[Any] = [None] * len(deeds)

        def work(index: int) -> None:
            barrier.wait()
            try:
                answers[index] = self._do(deeds[index])
            except Exception as reason:  # each is an answer to be judged by the test
                answers[index] = reason

        threads = [threading.Thread(target=work, args=(index,)) for index in range(len(deeds))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.session.rollback()
        self.session.expire_all()
        return answers

    def _do(self, deed: Deed) -> Any:
        with self.app.app_context(), transaction() as session:
            answer = deed(session)
            session.flush()
            return answer.id if isinstance(answer, Base) else answer  # type: ignore[attr-defined]


@pytest.fixture
def act(app: Flask, session: Session) -> Acting:
    """Do a deed as a request would: ``act(lambda session: hold_slot(session, …))``."""
    return Acting(app, session)


def _act_as(session: Session, role: Role) -> Actor:
    account = make_account(session, role=role)
    return Actor(account.id, account.name, role)


@pytest.fixture
def staff(session: Session) -> Actor:
    """Somebody of the registry office, for actions."""
    return _act_as(session, Role.STAFF)


@pytest.fixture
def head(session: Session) -> Actor:
    """The head of the registry office, for actions."""
    return _act_as(session, Role.HEAD)


@pytest.fixture
def just_before_saving(
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[[ModuleType, Callable[[], object]], None]:
    """Let something happen when a view has read and is about to write, once.

    ``just_before_saving(module of the view, what happens)``
    """

    def arrange(module: ModuleType, happens: Callable[[], object]) -> None:
        @contextmanager
        def late() -> Iterator[Session]:
            monkeypatch.setattr(module, "transaction", transaction)
            happens()
            with transaction() as session:
                yield session

        monkeypatch.setattr(module, "transaction", late)

    return arrange
