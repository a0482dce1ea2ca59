"""Tells Django what this package is called."""

from django.apps import AppConfig


class QueueConfig(AppConfig):
    """The app `queue`: the tables of the log and of the bookmarks."""

    name = "pipeline.queue"
    label = "queue"
    default_auto_field = "django.db.models.BigAutoField"
