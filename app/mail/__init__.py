"""Make letters of what lies in the outbox, and send them."""

from app.mail.kinds import KINDS
from app.mail.letters import Letter, compose, prepare
from app.mail.postmen import NotSent, Postman, postman_for

__all__ = ["KINDS", "Letter", "NotSent", "Postman", "compose", "postman_for", "prepare"]
