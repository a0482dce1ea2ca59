import re
import subprocess
import sys
import time
from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import segmentation
from pipeline.placeables import plain, tags, unpaired
from pipeline.segmentation import boundaries, identity, split

GOLD = Path(__file__).parent / "golden" / "segmentation"
PIECES = """The dose
is 0.5 mg.
Is it?
e.g.
vs.
We
did.
<b>
</b>
<i>
</i>
<a1>
</a1>
<sup>
1
</sup>
<code>
x. Y
</code>
Stop!
…
(
)
U.S.
"
。
:"""
WORDS = st.sampled_from([*PIECES.splitlines(), "\n", "\u00a0", "\u2028"])
SIZES = [20_000, pytest.param(100_000, marks=pytest.mark.slow)]
TEXTS = st.lists(WORDS, max_size=14).map(" ".join) | st.lists(WORDS, max_size=14).map("".join) | st.text(max_size=60)


def paragraphs(language: str) -> list[list[str]]:
    found: list[list[str]] = [[]]
    for row in (GOLD / f"{language}.txt").read_text("utf-8").splitlines():
        if not row:
            found.append([])
        elif not row.startswith("# "):
            found[-1].append(row)
    return [sentences for sentences in found if sentences]


@pytest.mark.parametrize(
    ("language", "sentences"),
    [(path.stem, sentences) for path in sorted(GOLD.glob("*.txt")) for sentences in paragraphs(path.stem)],
)
def test_gold(language: str, sentences: list[str]) -> None:
    assert list(split(" ".join(sentences), language)) == sentences


def f1(language: str, found: list[tuple[list[int], list[str]]]) -> float:
    hits = wrong = missed = 0
    for cuts, sentences in found:
        ends = [end + number for number, end in enumerate(accumulate(map(len, sentences)))]
        hits += len(set(ends[:-1]) & set(cuts))
        wrong += len(set(cuts) - set(ends[:-1]))
        missed += len(set(ends[:-1]) - set(cuts))
    return 2 * hits / (2 * hits + wrong + missed)


def test_our_rules_mend_what_the_library_gets_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = paragraphs("en")
    with_rules = f1("en", [(boundaries(" ".join(text), "en"), text) for text in texts])
    monkeypatch.setattr(segmentation, "_OWN", {})
    monkeypatch.setattr(segmentation, "_EVERY_LANGUAGE", segmentation._Rules())  # noqa: SLF001
    without = f1("en", [(boundaries(" ".join(text), "en"), text) for text in texts])
    assert (with_rules, without < 0.97) == (1.0, True)


def test_enough_gold() -> None:
    assert sum(map(len, paragraphs("en"))) >= 100


def test_a_range_is_never_cut() -> None:
    text = "The dose: 10 - 15 mg or 20 - 30 mg daily. Then stop."
    assert split(text, "en") == ("The dose: 10 - 15 mg or 20 - 30 mg daily.", "Then stop.")


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("<b>One. Two.</b> Three.", ("<b>One.</b>", "<b>Two.</b>", "Three.")),
        ("<b>One. </b><i>Two.</i>", ("<b>One.</b>", "<i>Two.</i>")),
        ("See <a1>this. <b>And</b> this</a1>.", ("See <a1>this.</a1>", "<a1><b>And</b> this</a1>.")),
        ("Write <code>a. B</code> here. So.", ("Write <code>a. B</code> here.", "So.")),
        ("It helps.<sup>1</sup> It is cheap.<sup>2,3</sup>", ("It helps.<sup>1</sup>", "It is cheap.<sup>2,3</sup>")),
        ("The area is 5 m<sup>2</sup>. It is small.", ("The area is 5 m<sup>2</sup>.", "It is small.")),
        ("One. <b></b> Two. <i></i>", ("One.", "<b></b> Two. <i></i>")),
        ("<b>lonely. Tag", ("<b>lonely.", "Tag")),
        ("", ()),
        (" \n\u00a0", ()),
    ],
)
def test_markup_is_closed_and_opened_again(text: str, sentences: tuple[str, ...]) -> None:
    assert split(text, "en") == sentences


@given(TEXTS)
def test_nothing_is_lost(text: str) -> None:
    sentences = split(text, "en")
    assert re.sub(r"\s", "", plain("".join(sentences))) == re.sub(r"\s", "", plain(text))
    assert all(sentence == sentence.strip() and plain(sentence).strip() for sentence in sentences)


@given(TEXTS)
def test_markup_stays_balanced(text: str) -> None:
    sentences = split(text, "en")
    if not unpaired(text):
        assert [unpaired(sentence) for sentence in sentences] == [()] * len(sentences)
    if not tags(text):
        assert re.sub(r"\s", "", "".join(sentences)) == re.sub(r"\s", "", text)


@pytest.mark.parametrize("tag", ["en", "en-GB", "es-419", "pt-PT", "zh-Hans", "ca", "he", "ta", "hr", "hu", "ms", "xx"])
def test_every_language_is_cut(tag: str) -> None:
    assert split("0.5 mg. 2 tablets!", tag)[0] in ("0.5 mg.", "0.5 mg. 2 tablets!")


def test_the_language_counts() -> None:
    assert split("这是第一句。这是第二句。", "zh-Hans") == ("这是第一句。", "这是第二句。")
    assert split("El Sr. Puig té febre. Truqueu.", "ca") == ("El Sr. Puig té febre.", "Truqueu.")


def test_a_text_longer_than_the_window_is_cut_like_a_short_one() -> None:
    sentences = ("The dose (e.g. 0.5 mg) is low.", "Ask Dr. Khan about it.") * 400
    assert split(" ".join(sentences), "en") == sentences


def test_identity_names_library_version_and_rules() -> None:
    assert identity() == "yasbd-lib 1.0.4 rules 1"


def test_importing_loads_no_library() -> None:
    code = "import sys, pipeline.segmentation; print('yasbd' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


@pytest.mark.parametrize("unit", ["(", ".", "a", "1", '"', "“", "<b>", "<b>. ", "• ", ". ", " ", "[1", "U.S. ", "…"])
@pytest.mark.parametrize("size", SIZES)
def test_hostile_text_takes_linear_time(unit: str, size: int) -> None:
    text = (unit * size)[:size]
    before = time.process_time()
    split(text, "en")
    assert time.process_time() - before < size / 20_000
