"""What Django runs with where no other program has set it up: the queue's tables, UTC, and no logging of its own.

The databases are added when a queue is opened.
"""

INSTALLED_APPS = ["pipeline.queue"]
DATABASES: dict[str, dict[str, object]] = {"default": {}}
USE_TZ = True
TIME_ZONE = "UTC"
LOGGING_CONFIG = None
