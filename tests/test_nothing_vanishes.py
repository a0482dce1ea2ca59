"""No sign, name or address of a source vanishes on its way through an engine: it arrives, or nothing does."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import make_workspace
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pipeline import shipped, sign_files
from pipeline.config import Workspace
from pipeline.errors import LanguageError
from pipeline.languages import Languages
from pipeline.model.finding import TermUse
from pipeline.normalise import load_rules, normalise
from pipeline.placeables import placeables, plain
from pipeline.plugins import Output
from pipeline.spelt_out import Kind, Signs
from pipeline.stages import packs
from pipeline.stages.drafting import Draft, Drafter
from pipeline.stages.workshop import open_drafter

DATA = shipped.language_data()
LANGUAGES = Languages((DATA,))
RULES = load_rules((DATA / "normalise" / "en.toml",))
SIGNED = ("ca", "es", "fr", "gl", "pt")


def signs(tag: str) -> Signs:
    paths = [path for name in ("und", "en", tag) if (path := DATA / "signs" / f"{name}.toml").is_file()]
    style = LANGUAGES.get(tag if tag in LANGUAGES.tags else "es").style
    return sign_files.load(LANGUAGES.get("en").style, style, paths, [DATA / "keep" / "names.txt"])


def no_terms(_: str) -> Sequence[TermUse]:
    return ()


def drafter(translate: Callable[[str], str], tag: str = "es", unknown: str = "") -> Drafter:
    return Drafter(
        lambda sentences: [Output(translate(sentence)) for sentence in sentences],
        lambda text: frozenset(c for c in text if not c.isascii() or c in unknown),
        no_terms,
        RULES,
        LANGUAGES.get("en"),
        LANGUAGES.get(tag),
        signs(tag),
    )


def careless(text: str) -> str:
    """An engine that passes on ASCII letters, digits and the plainest marks, and drops the rest."""
    return re.sub(r"[^A-Za-z0-9 .,;:()?!'\"-]", "", text)


def drops_limits(text: str) -> str:
    """An engine that forgets every limit: "at least 65 years" becomes "65 years"."""
    return re.sub(r"\b(?:at least|at most|less than|more than|about) ", "", careless(text))


NUMBERS = ["5", "65", "0.5", "1,200", "18"]
PATTERNS = """
≥ {} years|≤{} mg|<{}%|> {} kg/m²|±{} °C|{}–9 mg|{} ± 2 points|(P < 0.001)|p=0.03|n = {}|(95% CI 1.2–3.4)|10⁶ cells
10^6 copies|{} µg|{} μL|½ tablet|1½ tablets|¾ cup|⅔ of it|€{}|£{}|${}|drug®|brand™ tablets|pain†|pain¹|text*|TNF-α
β-blockers|Δ{}|Ω|↑ risk|A → B|5′ long|№ {}|{}‰|≈{} people|~{} people|≠ {}|∞|R&D|salt & water|+/-{}%|w/ food|and/or
5 × 3|6 ÷ 2|{}%|§ {}|©|😀|mg/kg|#{}|x@y|65+|CO₂|H₂O|{} °F|10-³|a^b|50/50|{} μmol/L|≥{}–≤9|I² = {}%|κ = 0.8|ω-3
""".strip().replace("\n", "|")
tokens = st.builds(
    lambda pattern, number: pattern.replace("{}", number),
    st.sampled_from(PATTERNS.split("|")),
    st.sampled_from(NUMBERS),
)
plain_words = st.sampled_from(
    ["people", "with", "pain", "took", "the", "tablets", "and", "children", "had", "fever", "in", "studies", "of"]
)
sentences = st.builds(
    lambda first, middle, token, last: " ".join(["Most", *first, token, *middle, *last]) + ".",
    st.lists(plain_words, min_size=1, max_size=4),
    st.lists(tokens, max_size=1),
    tokens,
    st.lists(plain_words, min_size=1, max_size=4),
)


def vanished(source: str, draft: Draft, wordings: Signs) -> list[str]:
    """The signs that a draft neither holds nor says; a draft without a text must say why."""
    if not draft.target:
        return [] if draft.problem else ["no reason"]
    said = wordings.before | wordings.after
    lower = draft.target.lower()
    lost = []
    for character in set(plain(source)):
        category = unicodedata.category(character)
        if not (category[0] == "S" or category == "No" or character in "%‰§&#@/′†*"):
            continue
        word = wordings.with_figure.get(character, "")
        spelt = [text for text, names in said.items() if word and word in names.split("|")]
        spelt += [*wordings.anywhere.get(character, ()), *(["1,5", "0,5"] if character == "½" else [])]
        if character not in draft.target and not any(text in lower for text in spelt):
            lost.append(character)
    return lost


@settings(max_examples=150, deadline=None)
@given(sentences, st.sampled_from([careless, drops_limits]))
@example("Most people ≥ 65 years had ≥ 65 points.", drops_limits)
@example("Most people had <5% or <5% risk.", drops_limits)
def test_a_careless_engine_loses_no_sign(source: str, engine: Callable[[str], str]) -> None:
    for tag in ("es", "pt", "fr", "de"):
        assert vanished(source, drafter(engine, tag).draft([source])[0], signs(tag)) == []


@settings(max_examples=150, deadline=None)
@given(st.characters(categories=["Sm", "Sc", "So", "No"]), st.characters(categories=["Sm", "Sc", "So", "No"]))
def test_any_sign_arrives_or_nothing_does(one: str, other: str) -> None:
    for source in (f"It is {one} or {other}5 mg.", f"An x{one}y and {other} {one}."):
        draft = drafter(careless).draft([source])[0]
        assert vanished(source, draft, signs("es")) == []


@settings(max_examples=80, deadline=None)
@given(st.lists(sentences, min_size=2, max_size=4))
def test_a_draft_depends_on_its_sentence_alone(texts: list[str]) -> None:
    one = drafter(drops_limits)
    assert one.draft(texts) == [one.draft([text])[0] for text in texts]


def test_an_engine_that_loses_every_token_leaves_the_segment_empty_with_the_reason() -> None:
    draft = drafter(lambda text: re.sub(r"XQ\w+|TERM\d+|[^A-Za-z0-9 .]", "", text)).draft(["It is ∞ or 5 × 3."])[0]
    assert (draft.target, draft.problem) == ("", "the engine lost ∞, ×")


def test_a_sentence_that_is_too_long_is_drafted_between_its_clauses_or_not_at_all() -> None:
    def short(sentences: Sequence[str]) -> list[Output]:
        return [Output("", problem="too long") if len(s) > 40 else Output(s.upper()) for s in sentences]

    made = drafter(str)
    made = Drafter(short, made.unknown_characters, no_terms, RULES, made.source, made.target, made.signs)
    whole, tagged, joined = made.draft(
        [
            "One clause that is quite long; and another one that is long.",
            "One <b>clause that is quite long; and another</b> one that is long.",
            "One clause that is quite long and another one that is long.",
        ]
    )
    assert whole.target == "ONE CLAUSE THAT IS QUITE LONG; AND ANOTHER ONE THAT IS LONG."
    assert [(one.target, one.problem) for one in (tagged, joined)] == [("", "too long")] * 2


@pytest.mark.parametrize(("source", "target"), [("Flare-up.", "Exacerbación."), ("Flare-up", "Exacerbación")])
def test_a_text_that_is_one_term_is_the_term_and_nothing_made_up(source: str, target: str) -> None:
    term = TermUse("flare-up", (0, 8), "exacerbación", ("exacerbación",), (), signed=False, gender="f")
    made = drafter(lambda sentence: f"Los {sentence.rstrip('.')} (A.")
    made = replace(made, find_terms=lambda _text: [term])
    assert made.draft([source])[0].target == target


@pytest.mark.parametrize(
    ("source", "spelt"),
    [
        ("This makes it difficult to say which works.", "This makes it hard to say which works."),
        ("It is difficult to say which works.", "It is difficult to say which works."),
        ("People notice a change of 0.5 points.", "People perceive a change of 0.5 points."),
        ("If it works, patients notice an improvement.", "If it works, patients perceive an improvement."),
        ("Women notice boards", "Women notice boards"),
        ("If people notice a change, they stop.", "If people notice a change, they stop."),
    ],
)
def test_words_that_models_misread_are_spelt_in_others(source: str, spelt: str) -> None:
    assert normalise(source, RULES) == spelt


SPELT = [
    ("It was significant (P < 0.001).", "It was significant (p < 0,001)."),
    ("The ratio was 0.75 (95% CI 0.61 to 0.92).", "The ratio was 0,75 (IC del 95\u00a0% 0,61 a 0,92)."),
    ("Take 500 µg and 0.5 μg.", "Take 500 µg and 0,5 µg."),
    ("Adults of ≥ 65 years.", "Adults of ≥ 65 years."),
    ("Under <1% or <1%.", "Under <1\u00a0% or <1\u00a0%."),
    ("Pain¹ fell.² ", "Pain¹ fell.²"),
    ("• It helps†, they say.*", "• It helps†, they say.*"),
    ("It cost €1,500.", "It cost €1500."),
    ("See 10.1002/14651858.CD006185.pub5 & x@y.org.", "See 10.1002/14651858.CD006185.pub5 & x@y.org."),
]


@pytest.mark.parametrize(("source", "target"), SPELT)
def test_signs_come_back_in_the_form_of_the_language(source: str, target: str) -> None:
    assert drafter(drops_limits).draft([source])[0].target == target


@pytest.mark.parametrize("tag", SIGNED)
def test_every_language_with_signs_says_the_same_ones(tag: str) -> None:
    mine, spanish = signs(tag), signs("es")
    limits = {"at least", "at most", "less than", "more than", "about", "equals", "plus or minus"}
    assert {name for names in mine.before.values() for name in names.split("|") if name} == limits
    assert set(mine.anywhere) >= set(spanish.anywhere) - {"#", "№"}


def test_a_wording_of_another_sign_is_no_answer() -> None:
    spanish = signs("es")
    assert spanish.lost("≥ 65 years", "65 años o más") == []
    assert spanish.lost("≥ 65 years", "por lo menos 65 años") == []
    for wrong in ("más de 65 años", "65 años", "menos de 65 años", "al menos 6 de 65 años"):
        assert [(one.value, one.kind) for one in spanish.lost("≥ 65 years", wrong, Kind.FIGURE)] == [
            ("≥ 65", Kind.FIGURE)
        ]
    assert spanish.lost("<5 of 10", "no menos de 5 de 10") != []
    assert spanish.lost("10~20% of nsp1~16, ~5 mg", "del 10 al 20 % de nsp1 a 16, unos 5 mg") == []


def test_names_are_kept_in_their_capitals() -> None:
    found = signs("es").lost("The RECOVERY trial and a recovery.", "El ensayo RECUPERACIÓN y una recuperación.")
    assert [one.value for one in found] == ["RECOVERY"]
    kept = drafter(lambda text: text.replace("RECOVERY", "RECUPERACIÓN")).draft(["The RECOVERY trial."])[0]
    assert kept.target == "The RECOVERY trial."


def test_a_workspace_adds_names_of_its_own(sandbox: Workspace) -> None:
    folder = sandbox.root / "i18n" / "keep"
    folder.mkdir(parents=True)
    (folder / "names.txt").write_text("# ours\nHappy Lungs # a programme\n")
    with open_drafter(sandbox, packs.load(sandbox, "pt"), ()) as (made, _):
        assert made.signs is not None
        assert {"Happy Lungs", "RECOVERY"} <= made.signs.keep
        drafts = made.draft(["Happy Lungs helps children.", "The Happy Lungs programme lasts 8 weeks."])
    assert all("Happy Lungs" in draft.target for draft in drafts)


def test_broken_sign_files_are_named(tmp_path: Path) -> None:
    path = tmp_path / "es.toml"
    path.write_text("[[formula]]\nname = 'x'\nfind = '('\n")
    style = LANGUAGES.get("es").style
    with pytest.raises(LanguageError, match=r"es\.toml: x"):
        sign_files.load(style, style, [path])


@pytest.fixture(scope="module", params=["pt", "es"])
def real(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drafter]:
    root = tmp_path_factory.mktemp("signs")
    workspace = make_workspace(root / "sandbox")
    with open_drafter(workspace, packs.load(workspace, request.param), ()) as (made, _):
        yield made


@pytest.mark.slow
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sentences)
def test_the_real_engines_lose_no_sign(real: Drafter, source: str) -> None:
    assert real.signs is not None
    assert vanished(source, real.draft([source])[0], real.signs) == []


def test_addresses_names_and_raised_figures_pass_the_real_engines(real: Drafter) -> None:
    source = "The RECOVERY trial (NCT04381936, https://www.recoverytrial.net/a) measured HbA<sub>1c</sub>.<sup>2</sup>"
    draft = real.draft([source])[0]
    assert [one.text for one in placeables(draft.target)] == [one.text for one in placeables(source)]
    assert "RECOVERY" in draft.target
