"""The log of decisions and the bookmarks."""

from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='BookmarkRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.TextField()),
                ('document', models.TextField()),
                ('language', models.TextField()),
                ('context', models.TextField(null=True)),
                ('source', models.TextField()),
            ],
            options={
                'db_table': 'queue_bookmark',
                'constraints': [models.UniqueConstraint(fields=('person', 'document', 'language'), name='queue_bookmark_reader')],
            },
        ),
        migrations.CreateModel(
            name='DecisionRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(max_length=200, unique=True)),
                ('document', models.TextField()),
                ('language', models.TextField()),
                ('context', models.TextField(null=True)),
                ('source', models.TextField()),
                ('verdict', models.TextField()),
                ('person', models.TextField()),
                ('day', models.DateField()),
                ('replaces', models.TextField()),
                ('target', models.TextField()),
                ('mode', models.TextField()),
                ('reason', models.TextField()),
                ('check_name', models.TextField()),
                ('restores', models.TextField()),
                ('created_at', models.DateTimeField()),
                ('state', models.TextField(default='pending')),
                ('found', models.TextField(default='')),
                ('before', models.TextField(default='')),
                ('applied_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'queue_decision',
                'indexes': [models.Index(fields=['document', 'language', 'id'], name='queue_decision_place'), models.Index(fields=['person', 'id'], name='queue_decision_person'), models.Index(condition=models.Q(('state', 'pending')), fields=['id'], name='queue_decision_pending')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ('pending', 'applied', 'already', 'conflict', 'stale'))), name='queue_decision_state'), models.CheckConstraint(condition=models.Q(models.Q(('applied_at__isnull', True), ('state', 'pending')), models.Q(models.Q(('state', 'pending'), _negated=True), ('applied_at__isnull', False)), _connector='OR'), name='queue_decision_applied_at')],
            },
        ),
    ]
