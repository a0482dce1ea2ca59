"""The language pack in the browser: read by all, signed by the lead, for what they were shown."""

from pathlib import Path

import pytest
from conftest import DAY
from web import account, bare, client, fields, open_office

from pipeline.config import Workspace
from pipeline.stages import packs

PACK = "/languages/es/"


@pytest.fixture
def office(normal: Workspace) -> Workspace:
    open_office(normal)
    account("lea", "lead")
    account("ana", "reviewer")
    return normal


def own_terms(workspace: Workspace, rows: str) -> None:
    folder = workspace.root / "i18n" / "termbase"
    folder.mkdir(exist_ok=True)
    (folder / "es.csv").write_text(f"term,target,accepted,forbidden,note,status\n{rows}", "utf-8")


def signed(workspace: Workspace) -> tuple[str, bool]:
    pack = packs.load(Workspace(workspace.root), "es")
    return pack.language.signed_by, pack.signed


def test_everybody_reads_the_pack_with_its_languages_marked(office: Workspace) -> None:
    own_terms(office, "widget <b>,aparato,,chisme,,proposed\n")
    page = bare(client("ana").get(PACK).content.decode())
    assert '<th scope="row"><span lang="en" dir="ltr">widget &lt;b&gt;</span></th>' in page
    assert '<span lang="es" dir="ltr">aparato</span>' in page
    assert '<span lang="es" dir="ltr">chisme</span>' in page
    assert all(word in page for word in ("Mensajes clave", "form_of_address", "usted"))
    assert "Proposed: nobody answers" in page
    assert "/sign/" not in page
    assert [client("ana").get(f"/languages/{tag}/").status_code for tag in ("pt", "xx")] == [403, 403]


def test_the_lead_signs_what_was_shown_and_it_counts_at_once(office: Workspace) -> None:
    lea = client("lea")
    form = fields(lea.get(PACK).content.decode(), f"{PACK}sign/")
    assert lea.post(f"{PACK}sign/", form).status_code == 422
    own_terms(office, "stroke,ictus,,,,proposed\n")
    assert lea.post(f"{PACK}sign/", form | {"whole": "yes"}).status_code == 409
    assert signed(office) == ("", False)
    form = fields(lea.get(PACK).content.decode(), f"{PACK}sign/")
    assert lea.post(f"{PACK}sign/", form | {"whole": "yes"}).status_code == 303
    assert signed(office) == ("lea", True)
    assert "Signed by lea on" in bare(client("ana").get(PACK).content.decode())
    own_terms(office, "stroke,derrame,,,,proposed\n")
    assert "It changed after lea signed it" in bare(client("ana").get(PACK).content.decode())


def test_nobody_signs_for_what_is_not_shown(office: Workspace) -> None:
    assert client("lea").post(f"{PACK}sign/", {"whole": "yes", "read": ""}).status_code == 409
    assert client("ana").post(f"{PACK}sign/", {"whole": "yes"}).status_code == 403
    assert signed(office) == ("", False)
    assert not (Path(office.root) / "i18n" / "languages.toml").exists()


def test_a_signature_counts_for_the_desks_of_a_server_that_runs(office: Workspace) -> None:
    from pipeline.review_app.office import workspace
    from pipeline.stages.workspace import sign_pack

    assert workspace().languages.get("es").signed_by == ""
    sign_pack(office, "es", "lea", DAY)
    assert workspace().languages.get("es").signed_by == "lea"
