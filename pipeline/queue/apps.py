"""Tells Django what this package is called."""

from django.apps import AppConfig


class QueueConfig(AppConfig):
    """The app `queue`: the tables of the log, of the bookmarks and of what is said."""

    name = "pipeline.queue"
    label = "queue"
    default_auto_field = "django.db.models.BigAutoField"
