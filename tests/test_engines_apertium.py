"""The Apertium engine: mode files as they are written, and the real Portuguese-Spanish pair kept running."""

import itertools
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from processes import gone_within, linux

from pipeline.engines._apertium_modes import Mode, installed_modes, parse_mode
from pipeline.engines.apertium import PLUGIN, ApertiumTranslator, read_answer, write_question
from pipeline.errors import EngineError
from pipeline.plugins import Hop, Output

ROOT = Path(__file__).parents[1]
DATA = Path("/usr/share/apertium/apertium-es-pt")
LICENCE = "GPL-2.0-or-later (separate program)"
real = pytest.mark.skipif(not DATA.exists(), reason="needs the Debian package apertium-es-pt")
SENTENCES = ("A casa é vermelha.", "O surto foi identificado.", "Converse com o seu médico.", "Não há dor.")
EXPECTED = [
    Output("La casa es roja."),
    Output("El surto fue identificado.", ("surto",)),
    Output("Converse con su médico."),
    Output("No hay dolor."),
]
# 200 sentences of Portuguese: statements, questions, headings without a full stop, signs and figures.
MANY = [
    f"{who} {what} {when}{end}"
    for (who, what, when), end in zip(
        itertools.product(
            ("O doente", "As pessoas", "A nossa equipa", "O medicamento", "Quem"),
            (
                "tomou 10 mg de paracetamol",
                "não teve dor",
                "encontrou 62 estudos",
                "pode causar um surto",
                "é * seguro",
            ),
            (
                "depois de 12 semanas",
                "no hospital",
                "(ver p. 3)",
                "",
                "em 5% dos casos",
                "[1,2]",
                "e/ou em casa",
                "~2 h",
            ),
        ),
        itertools.cycle((".", "?", "", "!", ";")),
        strict=False,
    )
]


@pytest.fixture(scope="module")
def translator() -> Iterator[ApertiumTranslator]:
    opened = PLUGIN.open(Hop("apertium", "pt", "es", "", "", ""))
    yield opened
    opened.close()


def pt_es() -> Mode:
    return next(mode for mode in installed_modes() if mode.pair == "pt>es")


def test_a_mode_file_becomes_argument_lists() -> None:
    text = (
        "lt-proc -w '/usr/share/a b/cat-spa.automorf.bin' | apertium-tagger -g $2 '/d/cat-spa.prob'"
        "|apertium-pretransfer | apertium-transfer"
        " -b '/d/x.t1x' '/d/x.t1x.bin' | lt-proc $1 '/d/gen.bin' | lt-proc -p '/d/pgen.bin'\n"
    )
    needed = ("lt-proc", "apertium-tagger", "apertium-pretransfer", "apertium-transfer")
    if not all(map(shutil.which, needed)):
        pytest.skip("needs the Debian package apertium")
    assert parse_mode(text) == (
        ("lt-proc", "-z", "-w", "/usr/share/a b/cat-spa.automorf.bin"),
        ("apertium-tagger", "-z", "-g", "/d/cat-spa.prob"),
        ("apertium-pretransfer", "-z"),
        ("apertium-transfer", "-z", "-b", "/d/x.t1x", "/d/x.t1x.bin"),
        ("lt-proc", "-z", "-g", "/d/gen.bin"),
        ("lt-proc", "-z", "-p", "/d/pgen.bin"),
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "lt-proc a.bin | sed s/a/b/",
        "lt-proc a.bin | perl -ne x",
        "rm -rf /",
        "lt-proc 'a.bin",
        "lt-proc a || lt-proc b",
    ],
)
def test_a_mode_with_an_unknown_program_is_left_out(text: str) -> None:
    assert parse_mode(text) == ()


@pytest.fixture
def modes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PIPELINE_APERTIUM_MODES", str(tmp_path))
    return tmp_path


def add_modes(folder: Path, *names: str) -> None:
    for name in names:
        (folder / f"{name}.mode").write_text("lt-proc '/nowhere/x.bin'\n")


@real
def test_codes_become_language_tags(modes: Path) -> None:
    add_modes(modes, "por-cat", "cat-por", "cat-por_BR", "cat-por_PTpre1990", "por-cat_pre2017", "spa-cat_valencia")
    add_modes(modes, "spa-eng_US", "nno-nob", "nno-nno_e", "spa-ast", "oci-fra", "eng-spa", "spa-eng", "spa-glg")
    assert [hop.pair for hop in PLUGIN.hops()] == [
        "ca>pt",
        "ca>pt-PT",
        "es>ast",
        "es>ca-valencia",
        "es>en",
        "es>en-US",
        "es>gl",
        "nn>nb",
        "oc>fr",
        "pt>ca",
    ]


@real
def test_without_a_brazilian_variant_portuguese_is_portuguese(modes: Path) -> None:
    add_modes(modes, "es-pt")
    assert PLUGIN.hops() == (Hop("apertium", "es", "pt", "unknown", LICENCE, ""),)


@real
def test_a_pair_whose_data_is_gone_does_not_open(modes: Path) -> None:
    add_modes(modes, "spa-ita")
    [hop] = PLUGIN.hops()
    with pytest.raises(EngineError, match=r"^apertium es>it: died; install the package of this pair again$"):
        PLUGIN.open(hop)


def test_no_programs_no_hops(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert PLUGIN.hops() == ()


def test_no_folder_no_hops(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PIPELINE_APERTIUM_MODES", str(tmp_path / "none"))
    assert PLUGIN.hops() == ()


def test_nothing_is_installed_from_a_file(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="Apertium pairs are packages of the system"):
        PLUGIN.install(tmp_path)


def test_an_absent_pair_is_named() -> None:
    with pytest.raises(EngineError, match=r"^apertium en>xx: no such pair is installed"):
        PLUGIN.open(Hop("apertium", "en", "xx", "", "", ""))


@real
def test_the_installed_pair_is_found_with_its_package() -> None:
    query = ["dpkg-query", "-W", "-f", "${Version}", "apertium-es-pt"]
    version = subprocess.run(query, capture_output=True, text=True, check=True).stdout
    hops = [hop for hop in PLUGIN.hops() if hop.origin == "apertium-es-pt"]
    assert hops == [
        Hop("apertium", source, target, version, LICENCE, "apertium-es-pt")
        for source, target in (("es", "pt"), ("es", "pt-PT"), ("pt", "es"))
    ]


@real
def test_spanish_becomes_brazilian_portuguese() -> None:
    brazilian, european = (mode for mode in installed_modes() if mode.pair in {"es>pt", "es>pt-PT"})
    assert "es-pt_BR" in brazilian.commands[3][3]
    assert "es-pt_BR" not in european.commands[3][3]


# Whatever is written comes back: the pair of inverses that stands between a sentence and Apertium.
texts = st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs", "Co")))


@given(texts)
def test_what_is_written_is_read_back(text: str) -> None:
    assert read_answer(write_question(text)) == (text, ())


@given(st.lists(st.from_regex(r"[a-zà-öø-ü0-9]+", fullmatch=True), min_size=1), st.sampled_from("*@#"))
def test_marks_are_taken_off_and_their_words_reported(words: list[str], mark: str) -> None:
    answer = write_question(" ".join(words)).replace(words[0], f"{mark}{words[0]}", 1)
    assert read_answer(answer) == (" ".join(words), (words[0],))


@pytest.mark.parametrize("answer", ["", "a", "a[][\n]b[][\n]"])
def test_an_answer_that_is_not_one_sentence_is_refused(answer: str) -> None:
    with pytest.raises(EngineError, match="broke off after"):
        read_answer(answer)


@real
def test_sentences_come_back_in_order_with_unknown_words(translator: ApertiumTranslator) -> None:
    assert translator.translate([SENTENCES[0], "", *SENTENCES[1:], " "]) == [
        EXPECTED[0],
        Output(""),
        *EXPECTED[1:],
        Output(""),
    ]


@real
@pytest.mark.parametrize(
    "text",
    [
        "*casa* 5 * 3 * 2",
        "#casa @casa a@b.c ~5% ~casa~",
        "[casa] {casa} ^casa$ <casa> 10/5 10\\5 \\",
        "casa] [casa }{ $^ >< \\[ \\] [][",
        "µ ≥ ≤ ± × ½ ⁶ β – “casa” ’ a\u00a0b",
        "casa\u2028casa\ncasa\tcasa  casa",
        "😀 casa 日本",
    ],
)
def test_signs_pass_as_they_are(translator: ApertiumTranslator, text: str) -> None:
    assert translator.translate([text])[0].text == text
    assert translator.unknown_characters(text) == set()


signs = st.sampled_from([*"*@#~[]{}^$/\\<>+=%&|_-–—±≥½µ“”'’.,;:!?()", "casa", "de", "surto", "5", "mg", " "])


@real
@settings(max_examples=60, deadline=None)
@given(st.lists(signs, min_size=1, max_size=12))
def test_no_sign_is_lost_or_invented(translator: ApertiumTranslator, parts: list[str]) -> None:
    text = "".join(parts)
    output = translator.translate([text])[0].text
    assert sorted(c for c in output if not c.isalnum() and c != " ") == sorted(
        c for c in text if not c.isalnum() and c != " "
    )


@real
def test_what_cannot_pass_is_named(translator: ApertiumTranslator) -> None:
    stand_in = write_question("*")[0]
    assert translator.unknown_characters(f"a\0b{stand_in}*") == {"\0", stand_in}
    assert translator.translate(["casa\0casa"]) == [Output("casa casa")]


@real
def test_broken_text_costs_itself_alone(translator: ApertiumTranslator) -> None:
    broken, sound = translator.translate(["half \ud800 a character", SENTENCES[0]])
    assert (broken.text, "surrogates not allowed" in broken.problem) == ("", True)
    assert sound == EXPECTED[0]


@real
def test_the_order_of_sentences_does_not_matter(translator: ApertiumTranslator) -> None:
    order = list(range(len(MANY)))
    random.Random(7).shuffle(order)
    shuffled = dict(zip(order, translator.translate([MANY[number] for number in order]), strict=True))
    assert [shuffled[number] for number in range(len(MANY))] == translator.translate(MANY)


@real
def test_words_unknown_to_the_tagger_change_no_other_sentence(translator: ApertiumTranslator) -> None:
    """A tagger that goes on learns from unknown words: then "a asma" stays Portuguese after other sentences."""
    texts = ["Como a DPOC é tratada?", "O que é a asma?", "Em 45 a 70% deles, a asma é leve.", "A DPOC não dói."]
    expected = ["Como la DPOC es tratada?", "Lo que es la asma?", "En 45 a 70% de ellos, la asma es leve."]
    for order in itertools.permutations(range(4)):
        answers = dict(zip(order, translator.translate([texts[number] for number in order]), strict=True))
        assert [answers[number].text for number in range(3)] == expected


def translate_once(sentence: str) -> Output:
    """The sentence through new programs that do not flush."""
    stream = write_question(sentence).encode()
    for command in pt_es().commands:
        plain = [word for word in command if word != "-z"]
        stream = subprocess.run(plain, input=stream, capture_output=True, check=True).stdout
    return Output(*read_answer(stream.decode()))


@real
def test_sentences_kept_running_equal_new_processes(translator: ApertiumTranslator) -> None:
    assert translator.translate(MANY)[::20] == list(map(translate_once, MANY[::20]))


@real
@pytest.mark.slow
def test_200_sentences_kept_running_equal_200_new_processes(translator: ApertiumTranslator) -> None:
    assert len(MANY) == 200
    assert translator.translate(MANY) == list(map(translate_once, MANY))


@real
def test_threads_with_a_translator_each_agree() -> None:
    def work(_: int) -> list[Output]:
        single = ApertiumTranslator(pt_es())
        try:
            return single.translate(SENTENCES * 10)
        finally:
            single.close()

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(work, range(4))) == [EXPECTED * 10] * 4


@real
@pytest.mark.parametrize("place", range(6))
def test_a_program_killed_in_mid_sentence_costs_that_sentence(place: int) -> None:
    translator = ApertiumTranslator(pt_es())
    try:
        victim = translator.process_ids[place]
        os.kill(victim, signal.SIGSTOP)
        timer = threading.Timer(0.2, os.kill, (victim, signal.SIGKILL))
        timer.start()
        first, *rest = translator.translate(SENTENCES)
        assert first.problem.startswith("apertium pt>es: ")
        assert first.text == ""
        assert rest == EXPECTED[1:]
    finally:
        translator.close()


@real
@pytest.mark.parametrize("place", [0, 5])
def test_a_program_that_hangs_costs_that_sentence(place: int) -> None:
    translator = ApertiumTranslator(pt_es(), seconds=0.5)
    try:
        before = translator.process_ids
        os.kill(before[place], signal.SIGSTOP)
        first, *rest = translator.translate(SENTENCES)
        assert first == Output("", problem="apertium pt>es: gave no answer within 0.5 seconds")
        assert rest == EXPECTED[1:]
        assert not set(before) & set(translator.process_ids)
    finally:
        translator.close()


@real
def test_programs_that_die_while_idle_are_replaced_without_a_loss() -> None:
    translator = ApertiumTranslator(pt_es())
    try:
        os.kill(translator.process_ids[2], signal.SIGKILL)
        time.sleep(0.1)
        assert translator.translate(SENTENCES) == EXPECTED
    finally:
        translator.close()


@real
def test_closing_ends_every_program() -> None:
    translator = ApertiumTranslator(pt_es())
    processes = translator.process_ids
    translator.close()
    translator.close()
    assert translator.translate(["casa"]) == [Output("", problem="apertium pt>es: is closed")]
    for process in processes:
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)


@real
@linux
def test_no_orphans_when_the_parent_is_killed() -> None:
    code = (
        "from pipeline.engines.apertium import PLUGIN; from pipeline.plugins import Hop;"
        "t = PLUGIN.open(Hop('apertium', 'pt', 'es', '', '', '')); print(*t.process_ids, flush=True); input()"
    )
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as parent:
        assert parent.stdout
        processes = [int(number) for number in parent.stdout.readline().split()]
        parent.kill()
    assert len(processes) == 6
    assert all(gone_within(process, 5) for process in processes)
