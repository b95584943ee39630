"""Why a couple cancelled, as a word that everybody reads in their own language."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # One statement for both databases: the table need not be written anew for its check.
    op.execute(
        "ALTER TABLE reservations ADD COLUMN cancel_reason VARCHAR(20) "
        "CONSTRAINT ck_reservations_cancelreason "
        "CHECK (cancel_reason IN ('other_date', 'other_place', 'other'))"
    )


def downgrade() -> None:
    op.execute("ALTER TABLE reservations DROP COLUMN cancel_reason")
