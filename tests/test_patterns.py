"""Sentences with slots: whatever figures and dates they carry arrive, in the language's own form."""

from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import quantities, registry
from pipeline.config import Workspace
from pipeline.errors import LanguageError
from pipeline.model.document import Key
from pipeline.model.finding import Severity, Subject
from pipeline.patterns import Pattern, Slot, has_slots, parse
from pipeline.stages import packs

ROOT = Path(__file__).parents[1]
TAGS = [path.stem for path in sorted((ROOT / "i18n" / "phrases").glob("*.po")) if "slot " in path.read_text("utf-8")]
SMALL = {"two": 2, "three": 3, "ten": 10, "twelve": 12, "twenty-five": 25}
MONTHS = ("January", "March", "May", "August", "December")


@cache
def pack(tag: str) -> packs.Pack:
    return packs.load(Workspace(ROOT), tag)


numbers = st.one_of(
    st.sampled_from(sorted(SMALL)),
    st.integers(2, 200_000).map(str),
    st.integers(1000, 200_000).map(lambda n: f"{n:,}"),
    st.decimals(2, 500, places=1).map(str),
)
days = st.tuples(st.integers(1, 28), st.sampled_from(MONTHS), st.integers(1990, 2030))
VALUES = {
    "number": numbers,
    "day": days.map(lambda d: f"{d[0]} {d[1]} {d[2]}") | days.map(lambda d: f"{d[1]} {d[0]}, {d[2]}"),
    "month": days.map(lambda d: f"{d[1]} {d[2]}"),
    "year": st.integers(1950, 2030).map(str),
    "proper": st.sampled_from(["Cochrane", "Huang et al.", "World Health Organization"]),
}


@pytest.mark.parametrize("tag", TAGS)
@settings(deadline=None)
@given(data=st.data())
def test_every_pattern_carries_its_values_and_raises_no_error(tag: str, data: st.DataObject) -> None:
    row, wanted = data.draw(st.sampled_from(pack(tag).phrases.patterns))
    kinds = VALUES | {kind: st.sampled_from(sorted(words)) for kind, words in wanted.choices.items()}
    source = "".join(part if isinstance(part, str) else data.draw(kinds[part.kind]) for part in wanted.parts)
    phrase = pack(tag).phrases.find(Key(row.context, source))
    assert phrase is not None
    assert not has_slots(phrase.target)
    subject = Subject(row.context, source, phrase.target)
    language = pack(tag).language
    found = [finding for check in registry.checks().values() for finding in check.find(subject, language)]
    assert [one.message for one in found if one.severity is Severity.ERROR] == [], (source, phrase.target)
    theirs = quantities.find(source, quantities.reading(pack(tag).workspace.source_language))
    ours = quantities.find(phrase.target, quantities.reading(language))
    assert not Counter(q.value for q in theirs) - Counter(q.value for q in ours)


@pytest.mark.parametrize("tag", TAGS)
def test_the_packs_translate_the_stock_sentences(tag: str) -> None:
    find = pack(tag).phrases.find
    for source in (
        "We found 62 studies that included 2440 people.",
        "The evidence is up to date to 18 January 2024.",
        "The evidence is current to March 2024.",
        "The certainty of the evidence ranged from very low to moderate.",
        "This is an update of a Cochrane Review first published in 2012.",
    ):
        assert find(Key(None, source)), source
    assert find(Key(None, "The evidence is up to date to 30 February 2024.")) is None
    assert find(Key(None, "We found 62 kittens that included 2440 people.")) is None


def test_languages_write_numbers_and_dates_their_way() -> None:
    find = {tag: pack(tag).phrases.find for tag in ("es", "pt", "fr")}
    sentence = Key(None, "We included twelve randomised trials involving 12,345 older adults.")
    dated = Key(None, "The evidence is up‐to‐date to January 18, 2024.")
    for tag, key, target in (
        ("es", sentence, "Incluimos 12 ensayos aleatorizados con 12.345 personas mayores."),
        ("pt", sentence, "Incluímos 12 ensaios clínicos randomizados com 12.345 pessoas idosas."),
        ("fr", sentence, "Nous avons inclus 12 essais randomisés portant sur 12\u202f345 personnes âgées."),
        ("fr", dated, "Les données probantes sont à jour jusqu'au 18 janvier 2024."),
        ("es", dated, "La evidencia está actualizada hasta el 18 de enero de 2024."),
        ("pt", dated, "As evidências estão atualizadas até 18 de janeiro de 2024."),
    ):
        phrase = find[tag](key)
        assert phrase is not None
        assert phrase.target == target


def pattern(source: str, target: str, tag: str = "es", **choices: dict[str, str]) -> Pattern:
    workspace = Workspace(ROOT)
    return Pattern(source, target, (workspace.source_language, workspace.languages.get(tag)), choices)


def test_a_word_takes_the_form_of_its_number() -> None:
    counted = pattern(
        "We found {n:number} {n|study|studies} by {who:proper}.",
        "Encontramos {n:number} {n|estudio|estudios} de {who:proper}.",
    )
    assert counted.apply("We found one study by Huang et al..") == "Encontramos 1 estudio de Huang et al.."
    assert counted.apply("we found  1,500.5 studies by Cochrane.") == "Encontramos 1500,5 estudios de Cochrane."
    assert counted.apply("We found -3 studies by Cochrane.") is None
    assert counted.apply("We found 3 studies by us.") is None


def test_slavic_plurals_follow_cldr() -> None:
    counted = pattern("{n:number} {n|study|studies}", "{n:number} {n|badanie|badania|badań}", "pl")
    assert [counted.apply(f"{n} studies") for n in (2, 5, 22)] == ["2 badania", "5 badań", "22 badania"]
    assert counted.apply("one study") == "1 badanie"


@pytest.mark.parametrize(
    ("source", "target", "why"),
    [
        ("We found {n:number}.", "Encontramos.", "differ"),
        ("We found {n:number}.", "Encontramos {m:number}.", "differ"),
        ("We found {n:number} in {n:number}.", "{n:number}", "twice"),
        ("We found {n:wonder}.", "Encontramos {n:wonder}.", "unknown kind"),
        ("We found {n}.", "Encontramos {n}.", "brace"),
        ("It is {n:year} {n|a|b}.", "Es {n:year}.", "no number slot"),
    ],
)
def test_patterns_that_do_not_fit_are_refused(source: str, target: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        pattern(source, target)


def test_a_wrong_row_names_its_file(sandbox: Workspace) -> None:
    path = sandbox.root / "i18n" / "phrases" / "es.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text('msgid "We saw {n:number}."\nmsgstr "Vimos."\n', "utf-8")
    with pytest.raises(LanguageError, match=r"es\.po: the slots of the translation differ"):
        _ = packs.load(sandbox, "es").phrases


@given(st.text(alphabet="{}:|an ", max_size=20))
def test_any_text_is_parsed_or_refused(text: str) -> None:
    try:
        parts = parse(text)
    except ValueError:
        assert "{" in text or "}" in text
        return
    assert has_slots(text) == any(isinstance(part, Slot) for part in parts)
