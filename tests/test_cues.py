"""The lexicon: wordings found in one pass, the same as by looking at every place for every wording."""

import itertools
import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import shipped
from pipeline.cues import Lexicon, load
from pipeline.errors import LanguageError
from pipeline.languages import Languages
from pipeline.wording import plain, words

LEXICON = Lexicon(
    {
        "certainty": {"low": ("may", "little to no difference", "un*"), "negated": ("may not", "neither ... nor")},
        "ends": {"down": ("*less", "in*ble", "worse * than")},
        "source_idioms": {"body": ("may as well",)},
    }
)


def found(topic: str, text: str) -> list[tuple[str, str]]:
    return [(cue.category, text[cue.start : cue.end]) for cue in LEXICON.find(topic, plain(text))]


@pytest.mark.parametrize(
    ("text", "cues"),
    [
        ("It may help.", [("low", "may")]),
        ("It MAY not help; it may.", [("negated", "MAY not"), ("low", "may")]),
        ("little-to-no\ndifference", [("low", "little-to-no\ndifference")]),
        ("little to no, difference", []),
        ("Neither one nor the other", [("negated", "Neither one nor")]),
        ("neither a b c nor d", [("negated", "neither a b c nor")]),
        ("neither a b c d nor e", []),
        ("neither, nor", []),
        ("unwell", [("low", "unwell")]),
        ("", []),
    ],
)
def test_wordings_are_found(text: str, cues: list[tuple[str, str]]) -> None:
    assert found("certainty", text) == cues


def test_topics_do_not_disturb_each_other() -> None:
    text = "It may be needless, inevitable and worse by far than before; you may as well."
    assert [cue for _, cue in found("ends", text)] == ["needless", "inevitable"]
    assert [cue for _, cue in found("certainty", text)] == ["may", "may"]
    assert [cue for _, cue in found("source_idioms", text)] == ["may as well"]
    assert found("unknown", text) == []
    assert LEXICON.has("ends")
    assert not LEXICON.has("unknown")


VOCABULARY = ["may", "not", "neither", "nor", "little", "to", "no", "difference", "unable", "x", "İn", "İnible"]
TEXTS = st.lists(st.sampled_from(VOCABULARY), max_size=14).flatmap(
    lambda chosen: st.tuples(
        *(st.tuples(st.just(word), st.sampled_from([" ", "-", ", ", " <b>", "\n"])) for word in chosen)
    )
)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_the_pass_finds_what_a_search_at_every_place_finds(pairs: tuple[tuple[str, str], ...]) -> None:
    text = plain("".join(part for pair in pairs for part in pair))
    for topic in LEXICON.wordings:
        expected = slowly(topic, text.text)
        assert [(cue.category, cue.start, cue.end) for cue in LEXICON.find(topic, text)] == expected


def slowly(topic: str, text: str) -> list[tuple[str, int, int]]:
    """Each place in turn: the longest wording that begins there, if nothing found before covers it."""
    there = words(text)
    result: list[tuple[str, int, int]] = []
    for place, word in enumerate(there):
        matches = []
        for category, listed in LEXICON.wordings[topic].items():
            for wording in listed:
                for length in range(1, 9):
                    chosen = there[place : place + length]
                    if (
                        len(chosen) == length
                        and fits(wording.split(), [w.text for w in chosen])
                        and joined(text, chosen)
                    ):
                        matches.append((length, category))
                        break
        if matches and (not result or result[-1][2] <= word.start):
            length, category = max(matches, key=lambda match: match[0])
            result.append((category, word.start, there[place + length - 1].end))
    return result


def fits(patterns: list[str], texts: list[str]) -> bool:
    if not patterns or not texts:
        return not patterns and not texts
    if patterns[0] == "...":
        return any(fits(patterns[1:], texts[skipped:]) for skipped in range(4))
    matches = re.fullmatch(re.escape(patterns[0]).replace(r"\*", ".*"), texts[0], re.DOTALL)
    return bool(matches) and fits(patterns[1:], texts[1:])


def joined(text: str, chosen: tuple) -> bool:  # type: ignore[type-arg]
    pairs = itertools.pairwise(chosen)
    return all(text[a.end : b.start].strip() in ("", "-", "\u2010", "\u2011") for a, b in pairs)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('low = "may"', "low: write a list of wordings"),
        ('low = ["... may"]', "each with a word at both ends"),
        ('low = ["m*a*y"]', "each with a word at both ends"),
        ("low = [", r"es/x\.toml: "),
    ],
)
def test_a_broken_file_is_refused(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "es").mkdir()
    (tmp_path / "es" / "x.toml").write_text(content)
    with pytest.raises(LanguageError, match=message):
        load([tmp_path / "es"])


def test_a_workspace_replaces_one_list_and_keeps_the_others(tmp_path: Path) -> None:
    (tmp_path / "languages.toml").write_text("")
    (tmp_path / "cues" / "es").mkdir(parents=True)
    (tmp_path / "cues" / "es" / "negation.toml").write_text('sure = ["nones"]\n')
    ours = Languages((shipped.language_data(),)).get("es").lexicon.wordings["negation"]
    mine = Languages((shipped.language_data(), tmp_path)).get("es").lexicon.wordings["negation"]
    assert mine == {**ours, "sure": ("nones",)}


@pytest.mark.parametrize("bait", ["no ", "may not ", "neither ", "neither a ", "-", "İ", "a'", "\u0301"])
def test_long_texts_take_linear_time(bait: str) -> None:
    spanish = Languages((shipped.language_data(),)).get("es")
    text = plain(bait * (100_000 // len(bait)))
    started = time.process_time()
    LEXICON.find("certainty", text)
    spanish.lexicon.find("negation", text)
    assert time.process_time() - started < 5  # it takes a tenth; squared it would take hours
