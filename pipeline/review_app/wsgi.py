"""The review for a server with several processes, such as gunicorn, behind a proxy that speaks HTTPS.

`gunicorn "pipeline.review_app.wsgi:application('/srv/summaries', 'review.example.org')"`
"""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from pipeline.config import find_workspace

_PROXY = ("127.0.0.1", "::1", "")  # on this machine; a request through a Unix socket comes from no address
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def application(workspace: str, *hosts: str) -> Application:
    """Set Django up for the workspace, once a process. `hosts` are the names under which browsers ask for it."""
    from django.core.wsgi import get_wsgi_application

    from pipeline.review_app.start import start_django

    start_django(find_workspace(Path(workspace)), hosts=hosts, https=True)
    served = get_wsgi_application()
    from pipeline.review_app.warm import warm  # the tables' classes are read after the start

    warm()  # before the process is told of requests; with `--preload` once for all processes
    return behind_proxy(served)


def behind_proxy(served: Application) -> Application:
    """Take the address of a visitor from the proxy on this machine: guessing passwords is counted by it.

    Only the last address of X-Forwarded-For is the proxy's word; those before it are the visitor's.
    """

    def respond(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        told = environ.pop("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
        if told and environ.get("REMOTE_ADDR", "") in _PROXY:
            environ["REMOTE_ADDR"] = told
        return served(environ, start_response)

    return respond
