"""What was measured at each venue."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # The default stays: taking it away would make SQLite copy the table.
    op.add_column(
        "venues", sa.Column("measures", sa.JSON(), nullable=False, server_default=sa.text("'{}'"))
    )


def downgrade() -> None:
    op.drop_column("venues", "measures")
