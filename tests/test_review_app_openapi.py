"""The OpenAPI document says what the API does, and the API does what the document says."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from openapi_spec_validator import OpenAPIV31SpecValidator
from programs import drafted, people, program, served
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi import checks
from web import client

from pipeline.review_app.api.problems import BASE

CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]
QUICK = settings(
    max_examples=5, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck), database=None
)


def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """The app as a server calls it, under a name that it answers to."""
    from django.core.wsgi import get_wsgi_application

    return get_wsgi_application()(environ | {"HTTP_HOST": "testserver"}, start)


@pytest.fixture(scope="module")
def drafts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return drafted(tmp_path_factory)


def document() -> dict[str, Any]:
    answer = client().get(f"{BASE}openapi.json")
    assert answer.status_code == 200
    found: dict[str, Any] = json.loads(answer.content)
    return found


def test_the_document_is_valid_and_nothing_in_it_is_unused(drafts: Path, tmp_path: Path) -> None:
    served(drafts, tmp_path / "w")
    described = document()
    OpenAPIV31SpecValidator(described).validate()
    named = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(described)))
    assert named == set(described["components"]["schemas"])
    operations = [one for path in described["paths"].values() for one in path.values()]
    assert len({one["operationId"] for one in operations}) == len(operations)
    assert [one for one in operations if not one["summary"].endswith(".")] == []


def test_the_document_has_the_routes_that_there_are(drafts: Path, tmp_path: Path) -> None:
    from pipeline.review_app.urls import urlpatterns

    served(drafts, tmp_path / "w")
    routes = {str(one.pattern) for one in urlpatterns if str(one.pattern).startswith(BASE.lstrip("/"))}
    described = {
        BASE.lstrip("/") + path.lstrip("/").replace("{tag}", "<tag:tag>").replace("{slug}", "<name:slug>")
        for path in document()["paths"]
    }
    assert routes == described


@pytest.mark.slow
@pytest.mark.parametrize("mode", list(GenerationMode))
def test_nothing_that_a_program_sends_makes_the_server_fail(mode: GenerationMode, drafts: Path, tmp_path: Path) -> None:
    served(drafts, tmp_path / "w")
    people(ana="coordinator")
    robot = program("ana")
    first = robot.segments()[0]
    known = {"segment": first["id"], "replaces": first["target"], "tag": "es", "slug": "stroke"}
    tried: dict[str, Counter[int]] = {}

    def send(case: Any) -> None:
        """Every second time with what there is in the workspace, since random ids end in "not found"."""
        counted = tried[case.path]
        for part in (case.path_parameters, case.body) if counted.total() % 2 else ():
            if isinstance(part, dict):
                part.update({name: known[name] for name in part if name in known})
        counted[
            case.call_and_validate(headers={"Authorization": f"Bearer {robot.token}"}, checks=CHECKS).status_code
        ] += 1

    for one in schemathesis.openapi.from_wsgi(f"{BASE}openapi.json", application).get_all_operations():
        assert isinstance(one, Ok)
        operation = one.ok()
        tried[operation.path] = Counter()
        try:
            QUICK(given(case=operation.as_strategy(generation_mode=mode))(send))()
        except Unsatisfiable:
            assert mode is GenerationMode.NEGATIVE  # nothing can be wrong where nothing is asked for
    assert tried.keys() == document()["paths"].keys() - {"/openapi.json"}
    statuses = sum(tried.values(), Counter[int]())
    assert statuses[200 if mode is GenerationMode.POSITIVE else 422] >= 5, tried
