"""Registrars, their duties and ways; nothing is free until the worker has reckoned every day."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

OLD_OBSTACLES = ("taken", "overlap", "venue_closed", "day_closed", "venue_not_in_use")
NEW_OBSTACLES = ("not_covered", "no_registrar", "no_travel_time", "reckoning")


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), server_default=sa.text("false"), nullable=False)


def _allow_obstacles(words: tuple[str, ...]) -> None:
    name = op.f("ck_slots_obstacle")
    allowed = f"obstacle IN ({', '.join(repr(word) for word in words)})"
    with op.batch_alter_table("slots", schema=None) as batch_op:
        batch_op.drop_constraint(name, type_="check")
        batch_op.create_check_constraint(name, allowed)


def upgrade() -> None:
    op.create_table(
        "coverages",
        sa.Column(
            "weekday_class",
            sa.Enum(
                "weekday_morning",
                "weekday_afternoon",
                "friday_morning",
                "friday_afternoon",
                "saturday",
                "sunday_or_holiday",
                name="weekdayclass",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("set_at", sa.DateTime(), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["accounts.id"], name=op.f("fk_coverages_set_by_id_accounts")
        ),
        sa.PrimaryKeyConstraint("weekday_class", name=op.f("pk_coverages")),
    )
    op.create_table(
        "places",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("venue_id", sa.Integer(), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.CheckConstraint("latitude BETWEEN -90 AND 90", name=op.f("ck_places_latitude")),
        sa.CheckConstraint("longitude BETWEEN -180 AND 180", name=op.f("ck_places_longitude")),
        sa.ForeignKeyConstraint(
            ["venue_id"], ["venues.id"], name=op.f("fk_places_venue_id_venues"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_places")),
        sa.UniqueConstraint("venue_id", name=op.f("uq_places_venue_id")),
    )
    op.create_table(
        "registrars",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("short_name", sa.String(length=20), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_registrars_account_id_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registrars")),
        sa.UniqueConstraint("account_id", name=op.f("uq_registrars_account_id")),
    )
    op.create_table(
        "absences",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registrar_id", sa.Integer(), nullable=False),
        sa.Column("begins_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "leave",
                "training",
                "short_notice",
                "other",
                name="absencekind",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("lifted_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("begins_at < ends_at", name=op.f("ck_absences_order")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["accounts.id"], name=op.f("fk_absences_created_by_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["registrar_id"],
            ["registrars.id"],
            name=op.f("fk_absences_registrar_id_registrars"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absences")),
    )
    with op.batch_alter_table("absences", schema=None) as batch_op:
        batch_op.create_index(
            "ix_absences_registrar_ends", ["registrar_id", "ends_at"], unique=False
        )

    op.create_table(
        "duty_patterns",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registrar_id", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("begins_minute", sa.Integer(), nullable=False),
        sa.Column("ends_minute", sa.Integer(), nullable=False),
        sa.Column("base_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("every_weeks", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "0 <= begins_minute AND begins_minute < ends_minute AND ends_minute <= 1440",
            name=op.f("ck_duty_patterns_order"),
        ),
        sa.CheckConstraint(
            "every_weeks BETWEEN 1 AND 2", name=op.f("ck_duty_patterns_every_weeks")
        ),
        sa.CheckConstraint(
            "valid_until IS NULL OR valid_from <= valid_until",
            name=op.f("ck_duty_patterns_validity"),
        ),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_duty_patterns_weekday")),
        sa.ForeignKeyConstraint(
            ["base_id"], ["places.id"], name=op.f("fk_duty_patterns_base_id_places")
        ),
        sa.ForeignKeyConstraint(
            ["registrar_id"],
            ["registrars.id"],
            name=op.f("fk_duty_patterns_registrar_id_registrars"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_patterns")),
    )
    with op.batch_alter_table("duty_patterns", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_duty_patterns_registrar_id"), ["registrar_id"], unique=False
        )

    op.create_table(
        "planned_days",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registrar_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["registrar_id"],
            ["registrars.id"],
            name=op.f("fk_planned_days_registrar_id_registrars"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planned_days")),
        sa.UniqueConstraint("registrar_id", "day", name=op.f("uq_planned_days_registrar_id_day")),
    )
    with op.batch_alter_table("planned_days", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_planned_days_day"), ["day"], unique=False)

    op.create_table(
        "travel_times",
        sa.Column("from_place_id", sa.Integer(), nullable=False),
        sa.Column("to_place_id", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("estimated", sa.Boolean(), nullable=False),
        sa.Column("per_direction", sa.Boolean(), nullable=False),
        sa.CheckConstraint("from_place_id != to_place_id", name=op.f("ck_travel_times_two_places")),
        sa.CheckConstraint("minutes BETWEEN 1 AND 240", name=op.f("ck_travel_times_minutes")),
        sa.ForeignKeyConstraint(
            ["from_place_id"],
            ["places.id"],
            name=op.f("fk_travel_times_from_place_id_places"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["to_place_id"],
            ["places.id"],
            name=op.f("fk_travel_times_to_place_id_places"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("from_place_id", "to_place_id", name=op.f("pk_travel_times")),
    )
    with op.batch_alter_table("travel_times", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_travel_times_to_place_id"), ["to_place_id"], unique=False
        )

    op.create_table(
        "unserved_venues",
        sa.Column("registrar_id", sa.Integer(), nullable=False),
        sa.Column("venue_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["registrar_id"],
            ["registrars.id"],
            name=op.f("fk_unserved_venues_registrar_id_registrars"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["venue_id"],
            ["venues.id"],
            name=op.f("fk_unserved_venues_venue_id_venues"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("registrar_id", "venue_id", name=op.f("pk_unserved_venues")),
    )
    with op.batch_alter_table("unserved_venues", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unserved_venues_venue_id"), ["venue_id"], unique=False)

    op.create_table(
        "planned_duties",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("planned_day_id", sa.Integer(), nullable=False),
        sa.Column("begins_minute", sa.Integer(), nullable=False),
        sa.Column("ends_minute", sa.Integer(), nullable=False),
        sa.Column("base_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "0 <= begins_minute AND begins_minute < ends_minute AND ends_minute <= 1440",
            name=op.f("ck_planned_duties_order"),
        ),
        sa.ForeignKeyConstraint(
            ["base_id"], ["places.id"], name=op.f("fk_planned_duties_base_id_places")
        ),
        sa.ForeignKeyConstraint(
            ["planned_day_id"],
            ["planned_days.id"],
            name=op.f("fk_planned_duties_planned_day_id_planned_days"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planned_duties")),
    )
    with op.batch_alter_table("planned_duties", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_planned_duties_planned_day_id"), ["planned_day_id"], unique=False
        )

    op.create_table(
        "assignments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reservation_id", sa.Integer(), nullable=False),
        sa.Column("registrar_id", sa.Integer(), nullable=False),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.Column("told_at", sa.DateTime(), nullable=True),
        sa.Column("assigned_at", sa.DateTime(), nullable=False),
        sa.Column("assigned_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["assigned_by_id"], ["accounts.id"], name=op.f("fk_assignments_assigned_by_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["registrar_id"], ["registrars.id"], name=op.f("fk_assignments_registrar_id_registrars")
        ),
        sa.ForeignKeyConstraint(
            ["reservation_id"],
            ["reservations.id"],
            name=op.f("fk_assignments_reservation_id_reservations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignments")),
        sa.UniqueConstraint("reservation_id", name=op.f("uq_assignments_reservation_id")),
    )
    with op.batch_alter_table("assignments", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_assignments_registrar_id"), ["registrar_id"], unique=False
        )

    op.add_column("days", _flag("pending"))
    op.add_column("days", _flag("disturbed"))
    op.add_column("reservations", sa.Column("ceremony_language", sa.String(length=5)))
    # In words of SQL: SQLite takes a column with its CHECK only so without rebuilding the table.
    for name, minutes in (("preparation", 15), ("follow_up", 10)):
        op.execute(
            f"ALTER TABLE venues ADD COLUMN {name}_minutes INTEGER DEFAULT {minutes} NOT NULL "
            f"CONSTRAINT ck_venues_{name} CHECK ({name}_minutes BETWEEN 0 AND 240)"
        )
    op.execute(
        "INSERT INTO places (name, venue_id, latitude, longitude) "
        "SELECT name, id, latitude, longitude FROM venues"
    )
    _allow_obstacles(OLD_OBSTACLES + NEW_OBSTACLES)
    # Nobody has recorded a registrar yet, so nothing is free; the worker says so day by day.
    op.execute("UPDATE days SET pending = TRUE")
    op.execute("UPDATE slots SET holdable = FALSE, obstacle = 'reckoning' WHERE holdable")


def downgrade() -> None:
    op.execute(
        "UPDATE slots SET holdable = FALSE, obstacle = 'overlap' WHERE obstacle IN "
        f"({', '.join(repr(word) for word in NEW_OBSTACLES)})"
    )
    _allow_obstacles(OLD_OBSTACLES)
    op.drop_column("venues", "follow_up_minutes")
    op.drop_column("venues", "preparation_minutes")
    op.drop_column("reservations", "ceremony_language")
    op.drop_column("days", "disturbed")
    op.drop_column("days", "pending")
    with op.batch_alter_table("assignments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assignments_registrar_id"))

    op.drop_table("assignments")
    with op.batch_alter_table("planned_duties", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_planned_duties_planned_day_id"))

    op.drop_table("planned_duties")
    with op.batch_alter_table("unserved_venues", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_unserved_venues_venue_id"))

    op.drop_table("unserved_venues")
    with op.batch_alter_table("travel_times", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_travel_times_to_place_id"))

    op.drop_table("travel_times")
    with op.batch_alter_table("planned_days", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_planned_days_day"))

    op.drop_table("planned_days")
    with op.batch_alter_table("duty_patterns", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_duty_patterns_registrar_id"))

    op.drop_table("duty_patterns")
    with op.batch_alter_table("absences", schema=None) as batch_op:
        batch_op.drop_index("ix_absences_registrar_ends")

    op.drop_table("absences")
    op.drop_table("registrars")
    op.drop_table("places")
    op.drop_table("coverages")
