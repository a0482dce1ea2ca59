"""Drafts on a Dask cluster: bounded batches out, each result back once, whatever dies on the way."""

import ipaddress
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pipeline.errors import EngineError, UsageError
from pipeline.stages import kit as kits
from pipeline.stages.cores import cores
from pipeline.stages.crew import BATCH, Crew, Done, name_of
from pipeline.stages.kit import Kit

if TYPE_CHECKING:
    from distributed import Client

_AHEAD = 3  # batches a worker has ahead of it
_SECONDS = 20.0  # to reach the scheduler, and for its first worker to report
_MISSING = "Dask is not installed: install the extra `cluster` of this package, or leave out --cluster"
LOCAL = "local"


@contextmanager
def cluster(kit: Kit, address: str, workers: int | None, warn: Callable[[str], None]) -> Iterator[Crew]:
    """The workers of the Dask cluster at `address`, or `local`: one that is started here and ended with the block.

    `warn` takes what the person must know. Raises EngineError where Dask is missing or nobody answers.
    """
    try:
        from distributed import Client, LocalCluster
    except ImportError as error:
        raise EngineError(_MISSING) from error
    with ExitStack() as stack:
        options: dict[str, Any] = {"timeout": _SECONDS, "set_as_default": False}
        try:
            if address == LOCAL:
                here = LocalCluster(
                    n_workers=workers or cores(), threads_per_worker=1, dashboard_address=None, host="127.0.0.1"
                )
                client = stack.enter_context(Client(stack.enter_context(here), **options))
            else:
                client = stack.enter_context(Client(address, security=security(address, warn), **options))
            client.wait_for_workers(1, timeout=_SECONDS)
        except (OSError, TimeoutError, ValueError) as error:
            raise EngineError(f"no Dask cluster answers at {address}: {error or type(error).__name__}") from error
        yield _Cluster(client, kit)


def security(address: str, warn: Callable[[str], None]) -> Any:
    """The certificates of Dask's own configuration for `tls://`; a warning for an address without.

    Raises UsageError for an address of another kind, or certificates that are not there.
    """
    from distributed import Security

    parts = urlsplit(address)
    if parts.scheme not in ("tls", "tcp") or not parts.hostname:
        raise UsageError(f"--cluster {address}: write tls://host:port, tcp://host:port or {LOCAL}")
    if parts.scheme == "tcp":
        if not _loopback(parts.hostname):
            warn(
                f"{address} is not encrypted: whoever reaches this scheduler can run any code on its workers and here, "
                "and read the texts. Use tls:// with certificates (see ARCHITECTURE.md), or a network that is yours."
            )
        return None
    certificates = Security(require_encryption=True)
    if not (certificates.tls_ca_file and certificates.tls_client_cert):
        raise UsageError(
            "tls:// needs certificates: set distributed.comm.tls.ca-file and distributed.comm.tls.client.cert and "
            "client.key in Dask's configuration, or DASK_DISTRIBUTED__COMM__TLS__CA_FILE and so on"
        )
    return certificates


def _loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class _Cluster:
    """The workers of a cluster, whose number may change while they draft."""

    def __init__(self, client: "Client", kit: Kit) -> None:
        self._client, self._kit = client, kit

    def draft(self, sentences: Sequence[str]) -> Iterator[Done]:
        """As in `pipeline.stages.crew.Crew`. Equal batches have one name, and Dask does one name once."""
        from distributed import as_completed

        starts = list(reversed(range(0, len(sentences), BATCH)))
        waiting: dict[str, int] = {}
        results: Any = as_completed(loop=self._client.loop)

        def submit() -> None:
            start = starts.pop()
            batch = list(sentences[start : start + BATCH])
            future = self._client.submit(kits.draft, self._kit, batch, key=name_of(self._kit, batch), pure=True)
            waiting[future.key] = start
            results.add(future)

        while starts and len(waiting) < self._bound():
            submit()
        for future in results:
            yield waiting.pop(future.key), _result(future)
            future.release()
            while starts and len(waiting) < self._bound():
                submit()

    def _bound(self) -> int:
        """How many batches may be out: so that neither the scheduler nor this process holds a whole library."""
        threads: dict[str, int] = self._client.nthreads()
        return max(1, sum(threads.values())) * _AHEAD


def _result(future: Any) -> Any:
    """The drafts of a batch. Raises EngineError where its workers died or refused, or the scheduler is gone."""
    try:
        return future.result()
    except EngineError:
        raise
    except Exception as error:
        why = str(error).strip().splitlines()
        raise EngineError(
            f"the cluster gave up: {type(error).__name__}: {why[0] if why else 'it is gone'}. What was drafted is "
            "written; run the command again"
        ) from error
