"""People: the log of what was done about accounts, marks of readers, results of practice, what ends sessions."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

REFUSAL = "the log of what was done about accounts is never changed"
TABLE = "review_app_act"
ADD = {
    "sqlite": [
        f"CREATE TRIGGER {TABLE}_no_{act} BEFORE {act} ON {TABLE} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        for act in ("update", "delete")
    ]
    + [
        f"CREATE TRIGGER {TABLE}_no_replace BEFORE INSERT ON {TABLE}"
        f" WHEN EXISTS (SELECT 1 FROM {TABLE} WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    ],
    "postgresql": [
        f"CREATE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$",
        f"CREATE TRIGGER {TABLE}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {TABLE}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION {TABLE}_refuse()",
    ],
}
REMOVE = {
    "sqlite": [f"DROP TRIGGER {TABLE}_no_{act}" for act in ("update", "delete", "replace")],
    "postgresql": [f"DROP TRIGGER {TABLE}_no_change ON {TABLE}", f"DROP FUNCTION {TABLE}_refuse()"],
}


def add(_: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Let the database itself refuse to change the log, whoever asks."""
    for statement in ADD[editor.connection.vendor]:
        editor.execute(statement, None)


def remove(_: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take that away again."""
    for statement in REMOVE[editor.connection.vendor]:
        editor.execute(statement, None)


class Migration(migrations.Migration):

    dependencies = [
        ('review_app', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Act',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_at', models.DateTimeField()),
                ('actor', models.CharField(max_length=64)),
                ('act', models.CharField(max_length=20)),
                ('subject', models.CharField(blank=True, max_length=64)),
                ('detail', models.CharField(blank=True, max_length=500)),
            ],
        ),
        migrations.AddField(
            model_name='account',
            name='session_key',
            field=models.CharField(blank=True, default='', max_length=64),
        ),
        migrations.AddField(
            model_name='link',
            name='practise_first',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='membership',
            name='practise_first',
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name='Mark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.CharField(max_length=64)),
                ('document', models.CharField(max_length=200)),
                ('language', models.CharField(max_length=35)),
                ('segment', models.CharField(max_length=16)),
                ('seen', models.CharField(max_length=64)),
                ('words', models.CharField(blank=True, max_length=1000)),
                ('made_at', models.DateTimeField()),
                ('set_aside_by', models.CharField(blank=True, default='', max_length=64)),
            ],
            options={
                'indexes': [models.Index(fields=['document', 'language'], name='review_app_mark_where')],
                'constraints': [models.UniqueConstraint(fields=('person', 'document', 'language', 'segment', 'seen'), name='review_app_one_mark')],
            },
        ),
        migrations.CreateModel(
            name='PracticeResult',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.CharField(max_length=64)),
                ('language', models.CharField(max_length=35)),
                ('exercise', models.CharField(max_length=20)),
                ('planted', models.IntegerField()),
                ('found', models.IntegerField()),
                ('false_alarms', models.IntegerField()),
                ('passed', models.BooleanField()),
                ('made_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'language', 'exercise'), name='review_app_one_result')],
            },
        ),
        migrations.RunPython(add, remove, elidable=False),
    ]
