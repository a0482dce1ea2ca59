from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('review_app', '0004_talk'),
    ]

    operations = [
        migrations.AddField(
            model_name='account',
            name='email',
            field=models.EmailField(blank=True, default='', max_length=254),
        ),
    ]
