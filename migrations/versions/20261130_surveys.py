"""Surveys, who is asked, what was answered; and projects, which put some of them."""

import sqlalchemy as sa
from alembic import op

revision = "0053_surveys"
down_revision = "0052_snoozed_things"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Answers lie by mode: which table can hold them, the key with the mode decides."""
    op.create_table(
        "project",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("determination", sa.String(40), nullable=False),
        sa.Column("determination_number", sa.String(), nullable=False),
        sa.Column("mode", sa.String(40), nullable=False),
        sa.Column("plan_version", sa.String(), nullable=False),
        sa.Column("least", sa.Integer(), nullable=False),
        sa.Column("is_synthetic", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["program_id"], ["program.id"], name=op.f("fk_project_program_id_program")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project")),
        sa.UniqueConstraint("key", name=op.f("uq_project_key")),
    )
    with op.batch_alter_table("project") as batch:
        batch.create_index(op.f("ix_project_program_id"), ["program_id"], unique=False)

    op.create_table(
        "project_cohort",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_project_cohort_cohort_id_cohort")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_project_cohort_project_id_project")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_cohort")),
        sa.UniqueConstraint(
            "project_id", "cohort_id", name=op.f("uq_project_cohort_project_id_cohort_id")
        ),
    )
    with op.batch_alter_table("project_cohort") as batch:
        batch.create_index(op.f("ix_project_cohort_cohort_id"), ["cohort_id"], unique=False)

    op.create_table(
        "survey",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(40), nullable=False),
        sa.Column("mode", sa.String(40), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("asks_then", sa.Boolean(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_survey_cohort_id_cohort")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["content_version.id"],
            name=op.f("fk_survey_version_id_content_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey")),
        sa.UniqueConstraint("cohort_id", "key", name=op.f("uq_survey_cohort_id_key")),
        sa.UniqueConstraint("id", "mode", name=op.f("uq_survey_id_mode")),
    )
    with op.batch_alter_table("survey") as batch:
        batch.create_index(op.f("ix_survey_version_id"), ["version_id"], unique=False)

    op.create_table(
        "anonymous_answers",
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("mode", sa.String(40), nullable=False),
        sa.Column("sheets", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "mode IN ('linked', 'unlinked')", name=op.f("ck_anonymous_answers_mode")
        ),
        sa.ForeignKeyConstraint(
            ["survey_id", "mode"],
            ["survey.id", "survey.mode"],
            name=op.f("fk_anonymous_answers_survey_id_mode_survey"),
        ),
        sa.PrimaryKeyConstraint("survey_id", name=op.f("pk_anonymous_answers")),
    )
    op.create_table(
        "confidential_answers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("mode", sa.String(40), nullable=False),
        sa.Column("pseudonym", sa.String(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("mode = 'confidential'", name=op.f("ck_confidential_answers_mode")),
        sa.ForeignKeyConstraint(
            ["survey_id", "mode"],
            ["survey.id", "survey.mode"],
            name=op.f("fk_confidential_answers_survey_id_mode_survey"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confidential_answers")),
        sa.UniqueConstraint(
            "survey_id", "pseudonym", name=op.f("uq_confidential_answers_survey_id_pseudonym")
        ),
    )
    op.create_table(
        "pseudonym",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("scope_id", sa.Uuid(), nullable=False),
        sa.Column("enrollment_id", sa.Uuid(), nullable=True),
        sa.Column("rater_id", sa.Uuid(), nullable=True),
        sa.Column("pseudonym", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(enrollment_id IS NULL) <> (rater_id IS NULL)", name=op.f("ck_pseudonym_somebody")
        ),
        sa.ForeignKeyConstraint(
            ["enrollment_id"], ["enrollment.id"], name=op.f("fk_pseudonym_enrollment_id_enrollment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pseudonym")),
        sa.UniqueConstraint(
            "scope_id", "enrollment_id", name=op.f("uq_pseudonym_scope_id_enrollment_id")
        ),
        sa.UniqueConstraint("scope_id", "pseudonym", name=op.f("uq_pseudonym_scope_id_pseudonym")),
        sa.UniqueConstraint("scope_id", "rater_id", name=op.f("uq_pseudonym_scope_id_rater_id")),
    )
    with op.batch_alter_table("pseudonym") as batch:
        batch.create_index(op.f("ix_pseudonym_enrollment_id"), ["enrollment_id"], unique=False)
        batch.create_index(op.f("ix_pseudonym_rater_id"), ["rater_id"], unique=False)

    op.create_table(
        "survey_invitation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("enrollment_id", sa.Uuid(), nullable=True),
        sa.Column("rater_id", sa.Uuid(), nullable=True),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_done", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(enrollment_id IS NULL) <> (rater_id IS NULL)",
            name=op.f("ck_survey_invitation_somebody"),
        ),
        sa.ForeignKeyConstraint(
            ["enrollment_id"],
            ["enrollment.id"],
            name=op.f("fk_survey_invitation_enrollment_id_enrollment"),
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey.id"], name=op.f("fk_survey_invitation_survey_id_survey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_invitation")),
        sa.UniqueConstraint(
            "survey_id", "enrollment_id", name=op.f("uq_survey_invitation_survey_id_enrollment_id")
        ),
        sa.UniqueConstraint(
            "survey_id", "rater_id", name=op.f("uq_survey_invitation_survey_id_rater_id")
        ),
    )
    with op.batch_alter_table("survey_invitation") as batch:
        batch.create_index(
            op.f("ix_survey_invitation_enrollment_id"), ["enrollment_id"], unique=False
        )
        batch.create_index(op.f("ix_survey_invitation_rater_id"), ["rater_id"], unique=False)

    op.create_table(
        "waiting_answers",
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("mode", sa.String(40), nullable=False),
        sa.Column("sheets", sa.JSON(), nullable=False),
        sa.CheckConstraint("mode IN ('linked', 'unlinked')", name=op.f("ck_waiting_answers_mode")),
        sa.ForeignKeyConstraint(
            ["survey_id", "mode"],
            ["survey.id", "survey.mode"],
            name=op.f("fk_waiting_answers_survey_id_mode_survey"),
        ),
        sa.PrimaryKeyConstraint("survey_id", name=op.f("pk_waiting_answers")),
    )
    op.create_table(
        "identified_answers",
        sa.Column("invitation_id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("mode", sa.String(40), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("mode = 'identified'", name=op.f("ck_identified_answers_mode")),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["survey_invitation.id"],
            name=op.f("fk_identified_answers_invitation_id_survey_invitation"),
        ),
        sa.ForeignKeyConstraint(
            ["survey_id", "mode"],
            ["survey.id", "survey.mode"],
            name=op.f("fk_identified_answers_survey_id_mode_survey"),
        ),
        sa.PrimaryKeyConstraint("invitation_id", name=op.f("pk_identified_answers")),
    )
    with op.batch_alter_table("identified_answers") as batch:
        batch.create_index(op.f("ix_identified_answers_survey_id"), ["survey_id"], unique=False)


def downgrade() -> None:
    """No survey was ever put."""
    with op.batch_alter_table("identified_answers") as batch:
        batch.drop_index(op.f("ix_identified_answers_survey_id"))

    op.drop_table("identified_answers")
    op.drop_table("waiting_answers")
    with op.batch_alter_table("survey_invitation") as batch:
        batch.drop_index(op.f("ix_survey_invitation_rater_id"))
        batch.drop_index(op.f("ix_survey_invitation_enrollment_id"))

    op.drop_table("survey_invitation")
    with op.batch_alter_table("pseudonym") as batch:
        batch.drop_index(op.f("ix_pseudonym_rater_id"))
        batch.drop_index(op.f("ix_pseudonym_enrollment_id"))

    op.drop_table("pseudonym")
    op.drop_table("confidential_answers")
    op.drop_table("anonymous_answers")
    with op.batch_alter_table("survey") as batch:
        batch.drop_index(op.f("ix_survey_version_id"))

    op.drop_table("survey")
    with op.batch_alter_table("project_cohort") as batch:
        batch.drop_index(op.f("ix_project_cohort_cohort_id"))

    op.drop_table("project_cohort")
    with op.batch_alter_table("project") as batch:
        batch.drop_index(op.f("ix_project_program_id"))

    op.drop_table("project")
