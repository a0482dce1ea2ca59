"""Declares an endpoint: from this one declaration come its route, what it takes and answers, and its documentation."""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse

from pipeline.errors import PipelineError, StoreError, UsageError
from pipeline.review_app.api.problems import Refused, problem
from pipeline.review_app.api.schema import Shape, Wrong, from_query, loads, read
from pipeline.review_app.permissions import Action

LONGEST_BODY = 400_000  # bytes: two sentences of the longest kind, every character escaped
LONGEST_KEY = 200
KEY = "Idempotency-Key"
_Made = TypeVar("_Made")


@dataclass(frozen=True, slots=True)
class Call:
    """A request that has passed the gate, with its body or query read."""

    request: HttpRequest
    given: Any = None

    @property
    def person(self) -> str:
        """The handle of the account that asks."""
        return str(self.request.user.get_username())

    @property
    def read_only(self) -> bool:
        """Whether it came with a token for reading."""
        return bool(getattr(self.request, "read_only", False))


Work = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An endpoint as declared. `path` is a route of Django's; `problems` are the kinds that it may answer with."""

    method: str
    path: str
    action: Action
    work: Work
    gives: Shape
    takes: Shape = None
    asks: Shape = None
    problems: tuple[str, ...] = ()
    repeatable: bool = False

    @property
    def name(self) -> str:
        """The route's name."""
        return f"api-{self.work.__name__.replace('_', '-')}"

    def view(self) -> Callable[..., HttpResponse]:
        """The endpoint as a view of Django's, with its action for the gate."""

        def answer(request: HttpRequest, **names: str) -> HttpResponse:
            return _answered(self, request, names)

        answer.action = self.action  # type: ignore[attr-defined]
        return answer


ENDPOINTS: list[Endpoint] = []


def endpoint(method: str, path: str, action: Action, **more: Any) -> Callable[[Work], Work]:
    """Declare the function below as an endpoint; it gets a `Call` and the parts of the address."""

    def declared(work: Work) -> Work:
        ENDPOINTS.append(Endpoint(method, path, action, work, **more))
        return work

    return declared


def _answered(one: Endpoint, request: HttpRequest, names: dict[str, str]) -> HttpResponse:
    """Carry it out; what goes wrong becomes a problem."""
    methods = {one.method, "HEAD"} if one.method == "GET" else {one.method}
    if request.method not in methods:
        answer = problem(request, "wrong-method")
        answer["Allow"] = ", ".join(sorted(methods))
        return answer
    try:
        made = one.work(Call(request, _given(one, request)), **names)
    except Refused as error:
        return problem(request, error.kind, error.detail, **error.more)
    except Http404:
        return problem(request, "not-found")
    except UsageError as error:
        return problem(request, "refused", str(error))
    except PipelineError as error:
        return problem(request, "store" if isinstance(error, StoreError) else "not-now", str(error))
    return JsonResponse(made if isinstance(made, dict) else dataclasses.asdict(made))


def _given(one: Endpoint, request: HttpRequest) -> Any:
    """The body or the query as declared. Raises Refused where it is another."""
    if one.asks is not None:
        return _valid(from_query(one.asks, request.GET.dict()))
    if one.takes is None:
        return None
    if request.content_type != "application/json":
        raise Refused("no-json")
    try:
        data = request.body
    except RequestDataTooBig as error:
        raise Refused("too-large") from error
    if len(data) > LONGEST_BODY:
        raise Refused("too-large", f"{len(data):,} bytes; a request has at most {LONGEST_BODY:,}.")
    try:
        given = loads(data)
    except ValueError as error:
        raise Refused("bad-request", "The body is no JSON in UTF-8.") from error
    return _valid(read(one.takes, given))


def _valid(made: _Made | list[Wrong]) -> _Made:
    if isinstance(made, list):
        raise Refused("invalid", errors=[dataclasses.asdict(wrong) for wrong in made[:20]])
    return made
