"""The life of a leaflet in a workspace: new versions, withdrawals, suspensions, tombstones, and every issue kept."""

import json
import re
import shutil
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from conftest import DAY, SIDECAR, STROKE, is_tombstone
from issued import FALLS, SPANISH, issue, sign
from pypdf import PdfReader

from pipeline import registry
from pipeline.cli.main import main
from pipeline.config import Workspace
from pipeline.model.leaflet import Leaflet
from pipeline.plugins import Renderer
from pipeline.stages import packs, register
from pipeline.stages import suspend as stage
from pipeline.stages.extract import read_all
from pipeline.stages.history import issues
from pipeline.stages.life import Place, judge
from pipeline.stages.presented import present
from pipeline.stages.publish import publish
from pipeline.stages.records import read_record
from pipeline.stages.site import How
from pipeline.stages.status import status
from pipeline.stages.suspend import reinstate, suspend
from pipeline.stages.verify import verify

LATER = DAY + timedelta(days=3)
NEWER = SIDECAR.replace('"1.2"', '"2.0"').replace("2026-11-22", "2026-11-30")
LINKED = 'source_url = "https://example.org/stroke"\n'


def page(workspace: Workspace, suffix: str = ".html") -> Path:
    return workspace.site / "es" / f"stroke{suffix}"


def state(workspace: Workspace) -> tuple[str, str]:
    """What `status` says of the published text, and what a reader sees."""
    (row,) = status(workspace, ["es"]).documents
    return row.published, row.reader


def source(workspace: Workspace, sidecar: str, text: str = STROKE) -> None:
    (workspace.seeds / "stroke.toml").write_text(sidecar)
    (workspace.seeds / "stroke.txt").write_text(text)


def refused(workspace: Workspace) -> list[str]:
    return [one.why for one in publish(workspace, ["es"]).refused]


OTHER = STROKE.replace("It does not cause more falls.", "It causes no more falls.")


def test_an_unchanged_text_is_issued_anew_in_every_language_without_anybodys_doing(sandbox: Workspace) -> None:
    issue(sandbox)
    before = read_record(sandbox, "es", "stroke")
    source(sandbox, NEWER)
    assert state(sandbox) == ("source-changed", "leaflet")
    publish(sandbox, [])
    after = read_record(sandbox, "es", "stroke")
    assert before
    assert after
    assert (after.source.version, after.source.published, after.signed_off) == ("2.0", "2026-11-30", "2026-11-22 ana")
    assert after.blocks == before.blocks
    assert "30 de noviembre de 2026" in page(sandbox).read_text()
    assert state(sandbox) == ("fresh", "leaflet")


def test_a_text_under_work_is_issued_anew_as_it_was_signed(sandbox: Workspace) -> None:
    issue(sandbox)
    catalog = sandbox.catalog("es", "stroke")
    catalog.write_text(catalog.read_text().replace(FALLS, "Nunca causa caídas."))
    source(sandbox, NEWER)
    publish(sandbox, ["es"])
    assert FALLS in page(sandbox).read_text()
    assert "30 de noviembre de 2026" in page(sandbox).read_text()
    assert state(sandbox) == ("text-changed", "leaflet")


def test_the_old_text_stays_up_with_a_notice_until_it_is_signed_off_anew(sandbox: Workspace) -> None:
    issue(sandbox)
    source(sandbox, NEWER + LINKED, OTHER)
    publish(sandbox, ["es"])
    text = page(sandbox).read_text()
    assert "Hay una versión más reciente del original en inglés (30 de noviembre de 2026)." in text
    assert '<a href="https://example.org/stroke" hreflang="en">Leer el original en inglés</a>' in text
    assert text.index('class="status"') < text.index("<h1")
    assert FALLS in text
    assert state(sandbox) == ("source-changed", "leaflet with notice")
    issue(sandbox, "luis", LATER)
    assert 'class="status"' not in page(sandbox).read_text()
    assert state(sandbox) == ("fresh", "leaflet")


def test_a_safety_version_takes_the_text_down_until_the_whole_is_signed_off_anew(sandbox: Workspace) -> None:
    issue(sandbox)
    source(sandbox, NEWER + 'class = "safety"\n' + LINKED, OTHER)
    publish(sandbox, [])
    text = page(sandbox).read_text()
    assert is_tombstone(page(sandbox))
    assert "Cambió información importante sobre la seguridad." in text
    assert "Se retiró el" not in text  # nobody stated that day: that of the newer version is another
    assert '<a href="https://example.org/stroke">Leer el original en inglés</a>' in text
    assert '<meta name="robots" content="noindex' in text
    assert state(sandbox) == ("withdrawn", "tombstone")
    source(sandbox, NEWER.replace('"2.0"', '"3.0"'), OTHER)  # a version after it, of no such class
    publish(sandbox, [])
    assert is_tombstone(page(sandbox))
    issue(sandbox)
    assert state(sandbox) == ("fresh", "leaflet")
    assert [(one.number, one.withdrawn_for) for one in issues(sandbox, "es", "stroke")] == [(2, ""), (1, "safety")]


@pytest.mark.parametrize("sidecar", [NEWER + 'class = "safety"\n', SIDECAR + "withdrawn = 2026-11-24\n"])
def test_the_old_sign_off_brings_no_text_back_that_came_down(sandbox: Workspace, sidecar: str) -> None:
    issue(sandbox)
    source(sandbox, sidecar)
    publish(sandbox, [])
    source(sandbox, sidecar.replace("withdrawn = 2026-11-24", "withdrawn = false"))
    anew = "the text came down: read it whole again and sign it off anew, on another day or as another person"
    assert [why for why in refused(sandbox) if why.startswith(anew)]
    assert is_tombstone(page(sandbox))
    issue(sandbox, "luis")
    assert not is_tombstone(page(sandbox))


def test_to_verify_changes_no_record(sandbox: Workspace) -> None:
    issue(sandbox)
    before = sandbox.record("es", "stroke").read_bytes()
    source(sandbox, NEWER)
    assert [one.path for one in verify(sandbox, None, How()).differences] == ["es/stroke.html"]
    assert sandbox.record("es", "stroke").read_bytes() == before


def test_what_came_down_stays_down_without_build_and_var(sandbox: Workspace) -> None:
    issue(sandbox)
    source(sandbox, SIDECAR + "withdrawn = 2026-11-24\n")
    publish(sandbox, [])
    before = page(sandbox).read_bytes()
    assert b"24 de noviembre de 2026" in before
    for folder in (sandbox.root / "build", sandbox.var):
        shutil.rmtree(folder)
    publish(sandbox, [])
    assert page(sandbox).read_bytes() == before


def test_a_text_without_source_is_down_and_listed_and_comes_back_with_its_source(sandbox: Workspace) -> None:
    issue(sandbox)
    (sandbox.seeds / "other.txt").write_text("Is it safe?\nKey messages\nIt is safe for most people.\n")
    for name in ("stroke.txt", "stroke.toml"):
        (sandbox.seeds / name).rename(sandbox.root / name)
    publish(sandbox, [])
    assert is_tombstone(page(sandbox))
    assert [(row.document, row.published, row.reader) for row in status(sandbox).documents] == [
        ("stroke", "withdrawn", "tombstone")
    ]
    for name in ("stroke.txt", "stroke.toml"):
        (sandbox.root / name).rename(sandbox.seeds / name)
    publish(sandbox, [])
    assert not is_tombstone(page(sandbox))


def tombstone_of(workspace: Workspace, tag: str) -> Leaflet:
    record = read_record(workspace, "es", "stroke")
    assert record
    down = register.Line("stroke", "", LATER, "luis", "the dose is wrong")
    return present(judge(record, Place(there=True, suspension=down, sandbox=True)), packs.load(workspace, tag))


def text_of(renderer: Renderer, content: bytes) -> str:
    """What a file says, without the breaks of its lines."""
    if renderer.suffix.endswith(".pdf"):
        text = "\n".join(one.extract_text() for one in PdfReader(BytesIO(content)).pages)
    elif renderer.suffix.endswith(".docx"):
        with ZipFile(BytesIO(content)) as package:
            text = re.sub(r"<[^>]+>", "", package.read("word/document.xml").decode())
    else:
        text = re.sub(r"<style.*?</style>|<[^>]+>", "", content.decode(), flags=re.DOTALL)
    return " ".join(text.split())


@pytest.mark.parametrize("renderer", registry.renderers().values(), ids=lambda one: one.name)
def test_a_tombstone_says_why_in_every_format_and_no_sentence_but_the_title(
    sandbox: Workspace, renderer: Renderer
) -> None:
    issue(sandbox)
    text = text_of(renderer, renderer.render(tombstone_of(sandbox, "es")).content)
    title, *others = [(english, said) for english, said in SPANISH.items() if english in STROKE]
    assert title[1] in text
    for said in ("Este folleto fue retirado.", "Se retiró el 25 de noviembre de 2026.", "No use ninguna copia."):
        assert said in text
    assert not [one for pair in others for one in pair if one in text]
    assert "the dose is wrong" not in text


def test_after_a_suspension_no_file_in_any_format_holds_the_text(sandbox: Workspace) -> None:
    every = tuple(registry.renderers())
    source(sandbox, SIDECAR + LINKED)
    sign(sandbox)
    publish(sandbox, ["es"], formats=every)
    publish(sandbox, ["es"], formats=every, draft=True)
    before = {renderer.name: page(sandbox, renderer.suffix) for renderer in registry.renderers().values()}
    assert {name for name, path in before.items() if FALLS in text_of(registry.renderer(name), path.read_bytes())} == {
        *every
    }
    suspend(sandbox, ["stroke"], [], "luis", LATER, "the dose is wrong")
    texts = {name: text_of(registry.renderer(name), path.read_bytes()) for name, path in before.items()}
    assert [name for name, text in texts.items() if "Este folleto fue retirado." not in text] == []
    sentences = [said for english, said in SPANISH.items() if english in STROKE][1:]
    assert [(name, said) for name, text in texts.items() for said in sentences if said in text] == []
    others = [path for path in sandbox.site.rglob("*") if path.is_file() and path.suffix not in (".pdf", ".docx")]
    assert [path for path in others if FALLS in path.read_text("utf-8")] == []
    assert not [path for path in sandbox.preview.rglob("*") if path.is_file()]
    assert verify(sandbox, None, How()).differences == ()


def test_a_language_without_these_notices_has_them_in_english_and_says_so(sandbox: Workspace) -> None:
    issue(sandbox)
    stone = tombstone_of(sandbox, "it")
    said = [(sentence.text, sentence.language) for block in stone.blocks[1:] for sentence in block.sentences]
    texts = [text for text, _ in said]
    assert texts[:2] == ["<b>This leaflet has been taken down.</b>", "It was taken down on 25 November 2026."]
    assert {language for _, language in said} == {"en"}


def test_a_notice_without_wording_in_the_language_is_english_and_says_so(sandbox: Workspace) -> None:
    issue(sandbox)
    source(sandbox, NEWER, OTHER)
    record, (document,) = read_record(sandbox, "es", "stroke"), read_all(sandbox).documents
    assert record
    page = present(judge(record, Place(there=True, document=document, sandbox=True)), packs.load(sandbox, "it"))
    (notice,) = page.status
    assert notice.text.startswith("A newer version of the English original exists (30 November 2026).")
    assert {notice.text, notice.link} <= page.in_english


def test_a_suspension_leaves_record_and_catalog_alone_and_removes_previews(sandbox: Workspace) -> None:
    issue(sandbox)
    publish(sandbox, ["es"], draft=True)
    kept = [sandbox.record("es", "stroke"), sandbox.catalog("es", "stroke")]
    before = [path.read_bytes() for path in kept]
    assert list(sandbox.preview.rglob("*.html"))
    suspend(sandbox, ["stroke"], [], "luis", LATER, "the dose is wrong")
    assert "Se retiró el 25 de noviembre de 2026. El texto se está revisando de nuevo." in page(sandbox).read_text()
    assert [path.read_bytes() for path in kept] == before
    assert not [path for path in sandbox.preview.rglob("*") if path.is_file()]
    assert state(sandbox) == ("suspended", "tombstone")


def test_a_suspension_that_was_killed_has_done_its_part_and_the_next_run_ends_it(
    sandbox: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    issue(sandbox)
    assert FALLS in (sandbox.site / "es" / "search.index.js").read_text("utf-8")
    with monkeypatch.context() as patched:
        patched.setattr(stage, "publish", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            suspend(sandbox, ["stroke"], [], "luis", LATER, "a doubt")
        assert is_tombstone(page(sandbox))
        assert "Se retiró el 25 de noviembre de 2026." in page(sandbox).read_text()
        assert [path for path in sandbox.site.rglob("*") if path.is_file() and FALLS in path.read_text("utf-8")] == []
        assert SPANISH["Does walking practice help after a stroke?"] not in page(sandbox).read_text()
    with monkeypatch.context() as patched:
        patched.setattr(stage, "take_down", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            suspend(sandbox, ["stroke"], [], "luis", LATER, "a doubt")
    publish(sandbox, [])
    assert is_tombstone(page(sandbox))
    assert SPANISH["Does walking practice help after a stroke?"] in page(sandbox).read_text()
    assert state(sandbox) == ("suspended", "tombstone")


def test_lists_that_cannot_be_made_anew_go_with_the_text(sandbox: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    issue(sandbox)
    (sandbox.site / "manifest.json").write_text("{}")
    monkeypatch.setattr(stage, "publish", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        suspend(sandbox, ["stroke"], [], "luis", LATER, "a doubt")
    assert [path for path in sandbox.site.rglob("*") if path.is_file() and FALLS in path.read_text("utf-8")] == []
    assert (sandbox.site / "index.html").is_file()


def test_a_record_that_cannot_be_read_takes_its_page_down_all_the_same(sandbox: Workspace) -> None:
    issue(sandbox)
    sandbox.record("es", "stroke").write_text("{}")
    suspend(sandbox, ["stroke"], ["es"], "luis", LATER, "a doubt")
    assert is_tombstone(page(sandbox))


def test_a_text_that_came_down_is_gone_even_where_its_tombstone_cannot_be_made(sandbox: Workspace) -> None:
    issue(sandbox)
    broken = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "{}"\nmsgstr "{{fecha}}"\n'
    notices = sandbox.root / "i18n" / "notices" / "es.po"
    notices.write_text(broken.format("It was taken down on {date}."))
    source(sandbox, SIDECAR + "withdrawn = 2026-11-24\n")
    (problem,) = publish(Workspace(sandbox.root), []).problems
    assert "placeholders are not those of 'It was taken down on {date}.'" in problem.why
    assert not page(sandbox).exists()


def test_a_corrected_text_comes_back_on_the_same_day_by_the_same_person(sandbox: Workspace) -> None:
    issue(sandbox)
    suspend(sandbox, ["stroke"], [], "luis", DAY, "the dose is wrong")
    sign(sandbox, changed={"10 mg": "10 mg al día"})
    reinstate(sandbox, "stroke", "es", "ana", DAY, "mended")
    assert "10 mg al día" in page(sandbox).read_text()


def test_every_issue_is_kept_with_what_changed(sandbox: Workspace) -> None:
    issue(sandbox)
    first = sandbox.record("es", "stroke").read_bytes()
    source(sandbox, NEWER)
    publish(sandbox, ["es"])
    last = f"{OTHER}It is safe for most people.\n".replace("Key messages\n", "")
    source(sandbox, NEWER.replace('"2.0"', '"3.0"'), last)
    issue(sandbox, "luis", LATER)
    third, second, oldest = issues(sandbox, "es", "stroke")
    assert [(one.number, one.version, one.signed_off, one.evidence_date) for one in (oldest, second, third)] == [
        (1, "1.2", "2026-11-22 ana", "2025-05"),
        (2, "2.0", "2026-11-22 ana", "2025-05"),
        (3, "3.0", "2026-11-25 luis", "2025-05"),
    ]
    assert (oldest.changes, second.changes) == ((), ())
    assert [(one.kind, one.source_before, one.source) for one in third.changes] == [
        ("removed", "Key messages", ""),
        ("changed", "It does not cause more falls.", "It causes no more falls."),
        ("added", "", "It is safe for most people."),
    ]
    assert (sandbox.record("es", "stroke").parent / "history" / "stroke" / "1.json").read_bytes() == first


def test_publishing_again_and_other_changes_make_no_new_issue(sandbox: Workspace) -> None:
    issue(sandbox)
    catalog = sandbox.catalog("es", "stroke")
    catalog.write_text(catalog.read_text().replace('msgctxt "title"', '# a remark\nmsgctxt "title"'))
    before = json.loads(sandbox.record("es", "stroke").read_text())["catalog_sha256"]
    publish(sandbox, ["es"])
    assert json.loads(sandbox.record("es", "stroke").read_text())["catalog_sha256"] != before
    assert len(issues(sandbox, "es", "stroke")) == 1


def test_the_command_tells_of_every_issue_and_what_to_do_next(
    sandbox: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    issue(sandbox)
    source(sandbox, NEWER, OTHER)
    with pytest.raises(SystemExit):
        main(["-C", str(sandbox.root), "status", "--lang", "es"])
    assert "stroke (es): `pipeline translate --lang es stroke`, review, sign off, publish" in capsys.readouterr().out
    issue(sandbox, "luis", LATER)
    with pytest.raises(SystemExit):
        main(["-C", str(sandbox.root), "status", "stroke", "--history"])
    assert capsys.readouterr().out.splitlines() == [
        "stroke (es), 2 issues:",
        "  2. version 2.0, of 2026-11-30, class content, evidence up to 2025-05; signed off on 2026-11-25 by luis",
        "     changed:",
        "       - It does not cause more falls.",
        "         No causa más caídas.",
        "       + It causes no more falls.",
        "         No provoca más caídas.",
        "  1. version 1.2, of 2026-11-22, class content, evidence up to 2025-05; signed off on 2026-11-22 by ana",
    ]
