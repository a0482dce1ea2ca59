"""A hundred critical faults, a careless reviewer, every door of the review: what reaches the leaflet?"""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from careless import DOORS, Planted, approved, draft, pipeline, planted, read_pairs
from conftest import DAY, SIDECAR

from pipeline.config import Workspace
from pipeline.model.decision import Decision, Verdict
from pipeline.segmentation import split
from pipeline.stages.extract import extract
from pipeline.stages.publish import publish
from pipeline.stages.records import read_record
from pipeline.stages.review import Desk
from pipeline.stages.workspace import init, sign_pack

pytestmark = pytest.mark.slow
Open = Callable[..., Desk]
REFERENCES = Path(__file__).parent / "references"
FAULTS = 100
SLUG = "faults"
SLOW_DOORS = ("the page", "the API")  # a request for each sentence: half the faults, every family as often
FULL_PACKS = ("es", "pt", "ca", "fr")


@pytest.fixture(scope="module", params=["es", "pt", "fr", "de", "ca"])
def faults(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, list[Planted]]:
    """A hundred spoilt sentences, then all the others of the references as they are."""
    languages = init(tmp_path_factory.mktemp("languages"), languages=[request.param]).languages
    pairs = read_pairs(REFERENCES / f"en-{request.param}.tsv")
    spoilt = planted(pairs, request.param, languages, FAULTS)
    used = {one.source for one in spoilt}
    rest = [
        Planted(s, t, t, "", "none") for s, t in pairs if s not in used and "<" not in s and len(split(s, "en")) == 1
    ]
    return request.param, [*spoilt, *rest]


def workspace_with(root: Path, tag: str, faults: list[Planted]) -> Workspace:
    """A normal workspace with a document of these sentences, all of them drafted with their faults."""
    workspace = init(root, languages=[tag])
    paragraphs = ["# Are a hundred sentences safe?", *(one.source for one in faults)]
    (workspace.seeds / f"{SLUG}.md").write_text("\n\n".join(paragraphs) + "\n", "utf-8")
    (workspace.seeds / f"{SLUG}.toml").write_text(SIDECAR, "utf-8")
    extract(workspace)
    draft(workspace, SLUG, tag, {one.source: one.bad for one in faults})
    draft(workspace, SLUG, tag, {"Are a hundred sentences safe?": TITLES[tag]})
    return workspace


TITLES = {
    "es": "¿Son seguras cien frases?",
    "pt": "Cem frases são seguras?",
    "fr": "Cent phrases sont-elles sûres ?",
    "de": "Sind hundert Sätze sicher?",
    "ca": "Són segures cent frases?",
}


@pytest.mark.parametrize("door", DOORS)
def test_what_escapes_a_careless_reviewer(
    door: str, faults: tuple[str, list[Planted]], tmp_path: Path, desk: Open
) -> None:
    tag, seeded = faults
    if tag != "es" and door != "review sign":
        pytest.skip("every door in one language, one door in every language")
    share = 2 if door in SLOW_DOORS else 1
    seeded = [*seeded[: FAULTS // share], *seeded[FAULTS:]]
    workspace = workspace_with(tmp_path / "w", tag, seeded)
    DOORS[door](workspace, SLUG, tag)
    clean = {one.source for one in seeded if not one.family}
    through = {key.source for key in approved(workspace, SLUG, tag)} & clean
    assert (len(through) > len(clean) // 2) is (door != "cleared flags"), through  # the door does open
    mend_the_rest(workspace, tag, seeded, desk)
    leaflet = published(workspace, tag, desk) if tag in FULL_PACKS else vouched_for(workspace, tag)
    bad = {one.source: one for one in seeded if one.family}
    escaped = [bad[s] for s, t in leaflet.items() if s in bad and " ".join(t.split()) == " ".join(bad[s].bad.split())]
    families = Counter(one.family for one in escaped)
    listed = "\n".join(f"{one.kind}: {one.bad}" for one in escaped)
    assert families["number"] + families["unit"] <= 1, listed
    assert sum(families.values()) <= 11 // share, listed
    if door == "cleared flags":
        assert escaped == []


def mend_the_rest(workspace: Workspace, tag: str, seeded: list[Planted], open_desk: Open) -> None:
    """Another person puts the good text where the careless one was refused, and answers what is asked of it."""
    desk = open_desk(workspace, SLUG, tag)
    good = {one.source: one.good for one in seeded}
    done = approved(workspace, SLUG, tag)
    for segment in desk.segments():
        entry = segment.entry
        if entry.key in done:
            continue
        text = good.get(entry.key.source, entry.target)
        base = Decision(SLUG, tag, entry.key, Verdict.SAVE, "eva", DAY, entry.target, text)
        desk.decide(base)
        for finding in {one.finding.code for one in desk.segment(entry.key).errors}:
            dismissed = Decision(
                SLUG, tag, entry.key, Verdict.DISMISS, "eva", DAY, text, text, reason="it is right", check=finding
            )
            desk.decide(dismissed)
        desk.decide(Decision(SLUG, tag, entry.key, Verdict.APPROVE, "eva", DAY, text, text))


def vouched_for(workspace: Workspace, tag: str) -> dict[str, str]:
    """The approved texts by source: what would be published if the language had its phrases, terms and notices."""
    return {key.source: entry.target for key, entry in approved(workspace, SLUG, tag).items()}


def published(workspace: Workspace, tag: str, open_desk: Open) -> dict[str, str]:
    """The texts of the final leaflet by source."""
    sign_pack(workspace, tag, "lead", DAY)
    workspace = Workspace(workspace.root)
    assert pipeline(workspace, "review", "signoff", SLUG, "--lang", tag, "--as", "robot", "--yes") == 0
    report = publish(workspace, [tag])
    assert report.clean, report.refused
    record = read_record(workspace, tag, SLUG)
    assert record is not None
    return {source: target for _, source, target in record.texts}
