"""The whole text as the leaflet will look: the renderer's own page, safe, for whoever may read."""

import re
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from html import escape

import pytest
from conftest import make_workspace
from web import DOCUMENT, account, client, open_office

from pipeline.catalog import store
from pipeline.config import Workspace
from pipeline.review_app.page import identity
from pipeline.stages.publish import publish
from pipeline.stages.review import Desk
from pipeline.stages.translate import translate

LEAFLET = f"{DOCUMENT}leaflet/"
HOSTILE = "<script>alert(1)</script><img src=x> style-src 'sha256-evil'"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    workspace = make_workspace(tmp_path_factory.mktemp("leaflet") / "normal", sandbox=False)
    translate(workspace, ["es"])
    open_office(workspace)
    account("rita", "reader")
    account("ana", "reviewer")
    return workspace


def test_the_page_is_the_draft_that_publish_makes_with_a_name_for_each_sentence(
    office: Workspace, desk: Callable[..., Desk]
) -> None:
    page = client("rita").get(LEAFLET).content.decode()
    (made,) = publish(office, ["es"], draft=True).files
    names = [f"s-{identity(key)}" for key in desk(office).document.keys]
    assert re.findall(r'<span id="(s-\w+)">', page) == list(dict.fromkeys(names))
    page = re.sub(r"<header[^>]*>.*Back to the document.*</header>\n", "", page, count=1)
    bare = re.sub(r'<span id="s-\w+">(.*?)</span>(?!</span>)', r"\1", page)
    assert bare == (office.root / made.path).read_text("utf-8")
    assert "Borrador pendiente de revisión" in page


def test_nothing_is_written_and_a_reader_needs_no_other_page(office: Workspace) -> None:
    before = sorted(office.root.rglob("*.*"))
    assert client("rita").get(LEAFLET).status_code == 200
    assert [path for path in sorted(office.root.rglob("*.*")) if "var" not in path.parts] == [
        path for path in before if "var" not in path.parts
    ]
    assert (
        f'href="{LEAFLET}">Read the whole text as the leaflet will look' in client("ana").get(DOCUMENT).content.decode()
    )


def test_its_policy_allows_its_own_style_alone_and_hostile_text_is_text(
    office: Workspace, desk: Callable[..., Desk]
) -> None:
    path, key = office.catalog("es", "stroke"), desk(office).document.keys[0]
    catalog = store.read(path)
    assert catalog is not None
    entry = replace(catalog.active[key], target=HOSTILE, fuzzy=True)
    store.update(path, office.locks, lambda _: catalog.with_entries({key: entry}))
    answer = client("rita").get(LEAFLET)
    page, policy = answer.content.decode(), answer.headers["Content-Security-Policy"]
    style = page.partition("<style>")[2].partition("</style>")[0]
    seal = b64encode(sha256(style.encode()).digest()).decode()
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{seal}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    assert "<script" not in page
    assert "<img" not in page
    assert escape("<img src=x>") in page
    assert answer.headers["Cache-Control"] == "no-store"
    assert "style-src 'self'" in client("rita").get(DOCUMENT).headers["Content-Security-Policy"]
