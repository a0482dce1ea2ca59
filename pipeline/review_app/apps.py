"""Tells Django what this package is called."""

from django.apps import AppConfig


class ReviewAppConfig(AppConfig):
    """The app `review_app`: accounts, their roles, one-time links and attempts to sign in."""

    name = "pipeline.review_app"
    label = "review_app"
    default_auto_field = "django.db.models.BigAutoField"
