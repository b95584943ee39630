"""What the roles are called."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.rules.permissions import Role

ROLE_NAMES = {
    Role.STAFF: _l("Standesamt"),
    Role.HEAD: _l("Leitung"),
    Role.OPERATOR: _l("Betreiber"),
}
