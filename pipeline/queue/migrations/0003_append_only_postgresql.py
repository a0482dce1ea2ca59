"""Lets PostgreSQL refuse to change the log, as SQLite does since 0002."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

WRITTEN_ONCE = (
    "id", "token", "document", "language", "context", "source", "verdict", "person", "day", "replaces", "target",
    "mode", "reason", "check_name", "restores", "created_at",
)
CHANGED = " OR ".join(f'NEW."{name}" IS DISTINCT FROM OLD."{name}"' for name in WRITTEN_ONCE)
ADD = (
    "CREATE FUNCTION queue_decision_refuse() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN RAISE EXCEPTION 'the log of decisions is never changed'; END $$",
    "CREATE TRIGGER queue_decision_no_update BEFORE UPDATE ON queue_decision FOR EACH ROW"
    f" WHEN (OLD.state <> 'pending' OR NEW.state = 'pending' OR {CHANGED}) EXECUTE FUNCTION queue_decision_refuse()",
    "CREATE TRIGGER queue_decision_no_delete BEFORE DELETE OR TRUNCATE ON queue_decision"
    " FOR EACH STATEMENT EXECUTE FUNCTION queue_decision_refuse()",
)
REMOVE = (
    "DROP TRIGGER queue_decision_no_update ON queue_decision",
    "DROP TRIGGER queue_decision_no_delete ON queue_decision",
    "DROP FUNCTION queue_decision_refuse()",
)


def add(_: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Add the triggers."""
    if editor.connection.vendor == "postgresql":
        for statement in ADD:
            editor.execute(statement, None)


def remove(_: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take them away again."""
    if editor.connection.vendor == "postgresql":
        for statement in REMOVE:
            editor.execute(statement, None)


class Migration(migrations.Migration):
    dependencies = [("queue", "0002_append_only")]
    operations = [migrations.RunPython(add, remove, elidable=False)]
