"""Lets SQLite itself refuse to change the log, whoever asks; a later migration that rebuilds the table makes these anew."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

WRITTEN_ONCE = (
    "id", "token", "document", "language", "context", "source", "verdict", "person", "day", "replaces", "target",
    "mode", "reason", "check_name", "restores", "created_at",
)
CHANGED = " OR ".join(f'NEW."{name}" IS NOT OLD."{name}"' for name in WRITTEN_ONCE)
TRIGGERS = {
    "queue_decision_no_update": (
        f"BEFORE UPDATE ON queue_decision WHEN OLD.state <> 'pending' OR NEW.state = 'pending' OR {CHANGED}"
    ),
    "queue_decision_no_delete": "BEFORE DELETE ON queue_decision",
    "queue_decision_no_replace": (
        "BEFORE INSERT ON queue_decision WHEN EXISTS "
        "(SELECT 1 FROM queue_decision WHERE id = NEW.id OR token = NEW.token)"
    ),
}
REFUSAL = "SELECT RAISE(ABORT, 'the log of decisions is never changed')"


def add(_: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Add the triggers; 0003 adds those of PostgreSQL."""
    if editor.connection.vendor == "sqlite":
        for name, when in TRIGGERS.items():
            editor.execute(f"CREATE TRIGGER {name} {when} BEGIN {REFUSAL}; END", None)


def remove(_: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take them away again."""
    if editor.connection.vendor == "sqlite":
        for name in TRIGGERS:
            editor.execute(f"DROP TRIGGER {name}", None)


class Migration(migrations.Migration):
    dependencies = [("queue", "0001_initial")]
    operations = [migrations.RunPython(add, remove, elidable=False)]
