"""Calendars of registrars, and why somebody performs a ceremony that does not suit them."""

import sqlalchemy as sa
from alembic import op

from app.models.base import UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("assignments", sa.Column("reason", sa.String(length=200), nullable=True))
    op.create_table(
        "registrar_feeds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registrar_id", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["registrar_id"],
            ["registrars.id"],
            name=op.f("fk_registrar_feeds_registrar_id_registrars"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"],
            ["accounts.id"],
            name=op.f("fk_registrar_feeds_created_by_id_accounts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registrar_feeds")),
        sa.UniqueConstraint("hash", name=op.f("uq_registrar_feeds_hash")),
    )
    op.create_index(op.f("ix_registrar_feeds_registrar_id"), "registrar_feeds", ["registrar_id"])


def downgrade() -> None:
    op.drop_table("registrar_feeds")
    op.drop_column("assignments", "reason")
