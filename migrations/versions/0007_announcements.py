"""Who was told last that a ceremony is theirs, whoever performs it by now."""

import sqlalchemy as sa
from alembic import op

from app.models.base import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "announcements",
        sa.Column("reservation_id", sa.Integer(), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=False),
        sa.Column("registrar_id", sa.Integer(), nullable=False),
        sa.Column("told_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reservation_id"],
            ["reservations.id"],
            name=op.f("fk_announcements_reservation_id_reservations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["slot_id"], ["slots.id"], name=op.f("fk_announcements_slot_id_slots")
        ),
        sa.ForeignKeyConstraint(
            ["registrar_id"],
            ["registrars.id"],
            name=op.f("fk_announcements_registrar_id_registrars"),
        ),
        sa.PrimaryKeyConstraint("reservation_id", name=op.f("pk_announcements")),
    )
    op.execute(
        "INSERT INTO announcements (reservation_id, slot_id, registrar_id, told_at)"
        " SELECT reservation_id, slot_id, registrar_id, told_at FROM assignments"
        " JOIN reservations ON reservations.id = reservation_id WHERE told_at IS NOT NULL"
    )
    op.drop_column("assignments", "told_at")


def downgrade() -> None:
    op.add_column("assignments", sa.Column("told_at", UtcDateTime(), nullable=True))
    op.execute(
        "UPDATE assignments SET told_at = (SELECT told_at FROM announcements"
        " WHERE announcements.reservation_id = assignments.reservation_id"
        " AND announcements.registrar_id = assignments.registrar_id)"
    )
    op.drop_table("announcements")
