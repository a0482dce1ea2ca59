"""Runs the pages with waitress until it is interrupted."""

from collections.abc import Callable
from errno import EACCES, EADDRINUSE, EADDRNOTAVAIL
from typing import Any

from pipeline.errors import UsageError
from pipeline.review_app.settings import LONGEST_FORM

_THREADS = 4
_WHY = {
    EADDRINUSE: "another program listens there; end it, or choose another with --port",
    EACCES: "this account may not listen there; choose a --port of 1024 or more",
    EADDRNOTAVAIL: "this machine has no such address; leave --host out, or name one of its own",
}


def serve(host: str, port: int, *, https: bool, ready: Callable[[str], None]) -> None:
    """Serve until Ctrl-C or the end of the process. `ready` gets the address, as soon as it can be opened.

    Behind `https` the proxy on this machine is believed what address a request comes from. Raises UsageError where the
    port cannot be had.
    """
    import waitress
    from django.core.wsgi import get_wsgi_application

    from pipeline.review_app.warm import warm_soon

    options: dict[str, Any] = {"threads": _THREADS, "ident": "", "clear_untrusted_proxy_headers": True}
    options["max_request_body_size"] = LONGEST_FORM
    if https:
        trusted = {"trusted_proxy": "127.0.0.1", "trusted_proxy_headers": {"x-forwarded-for"}, "trusted_proxy_count": 1}
        options |= {"url_scheme": "https", **trusted}
    try:
        server = waitress.create_server(get_wsgi_application(), host=host, port=port, **options)
    except (OSError, ValueError) as error:
        why = _WHY.get(getattr(error, "errno", None) or 0, f"{error}; choose others with --host and --port")
        raise UsageError(f"{host}:{port}: {why}") from error
    name = f"[{host}]" if ":" in host else host
    ready(f"http://{name}:{server.effective_port}/")
    warm_soon()
    try:
        server.run()
    finally:
        server.close()
