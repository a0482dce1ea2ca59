"""Routes: which way is taken over what is installed, and what happens to sentences on it."""

import os
import signal
import threading
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import pytest
from argos_package import build_package
from hypothesis import given
from hypothesis import strategies as st

from pipeline.engines import apertium, argos, firefox
from pipeline.engines.apertium import ApertiumTranslator
from pipeline.errors import EngineError, NoRouteError
from pipeline.plugins import Hop, Output
from pipeline.registry import engines
from pipeline.stages.route import Route, RouteTranslator, all_routes, installed, plan

ORDER = ("argos", "firefox", "apertium")


def hop(engine: str, pair: str, version: str = "1") -> Hop:
    source, target = pair.split(">")
    return Hop(engine, source, target, version, "", "")


FIREFOX_PT, FIREFOX_ES, ARGOS_ES = hop("firefox", "en>pt", "2.0"), hop("firefox", "en>es"), hop("argos", "en>es")
APERTIUM_ES, APERTIUM_CA, APERTIUM_PT = (
    hop("apertium", "pt>es", "1.1.6"),
    hop("apertium", "es>ca"),
    hop("apertium", "es>pt"),
)


def test_a_pivot_where_nothing_leads_there_directly() -> None:
    route = plan([APERTIUM_ES, FIREFOX_PT], "en", "es", ORDER)
    assert route == Route((FIREFOX_PT, APERTIUM_ES))
    assert route.target == "es"
    assert route.describe() == "firefox en>pt 2.0, apertium pt>es 1.1.6"


def test_direct_beats_pivot_whatever_the_order() -> None:
    hops = [FIREFOX_PT, APERTIUM_ES, FIREFOX_ES]
    assert plan(hops, "en", "es", ("apertium", "firefox")) == Route((FIREFOX_ES,))


def test_the_order_decides_between_equals_and_the_unnamed_come_last() -> None:
    hops = [FIREFOX_ES, ARGOS_ES]
    assert plan(hops, "en", "es", ORDER) == Route((ARGOS_ES,))
    assert plan(hops, "en", "es", ("firefox", "argos")) == Route((FIREFOX_ES,))
    assert plan(hops, "en", "es", ("firefox",)) == Route((FIREFOX_ES,))


def test_three_hops_at_most() -> None:
    chain = [hop("x", pair) for pair in ("en>a", "a>b", "b>c", "c>d")]
    assert plan(chain, "en", "c") == Route(tuple(chain[:3]))
    with pytest.raises(NoRouteError):
        plan(chain, "en", "d")


def test_no_route_comes_back_to_a_language_it_has_left() -> None:
    hops = [FIREFOX_PT, APERTIUM_ES, APERTIUM_PT, hop("apertium", "es>pt-PT"), hop("firefox", "pt>en")]
    assert [route.target for route in all_routes(hops, "en")] == ["es", "pt"]


def test_a_variety_of_the_language_one_is_in_may_follow() -> None:
    hops = [FIREFOX_PT, hop("apertium", "pt>pt-PT")]
    assert plan(hops, "en", "pt-PT").describe() == "firefox en>pt 2.0, apertium pt>pt-PT 1"


@pytest.mark.parametrize(("target", "base"), [("es-419", "es"), ("es-ES", "es")])
def test_a_regional_language_falls_back_to_its_base(target: str, base: str) -> None:
    assert plan([ARGOS_ES], "en", target, ORDER, base=base) == Route((ARGOS_ES,))


def test_the_region_itself_wins_unless_it_is_further_away() -> None:
    exact = hop("argos", "en>pt-PT")
    assert plan([exact, FIREFOX_PT], "en", "pt-PT", ORDER, base="pt") == Route((exact,))
    round_the_houses = [ARGOS_ES, hop("apertium", "es>pt-PT"), FIREFOX_PT]
    assert plan(round_the_houses, "en", "pt-PT", ORDER, base="pt") == Route((FIREFOX_PT,))


@pytest.mark.parametrize(
    ("target", "base", "package"),
    [("es", "", "apt-get install apertium-es-pt"), ("es-419", "es", "apertium-es-pt"), ("sw", "", "apt-cache search")],
)
def test_no_route_says_how_to_get_one(target: str, base: str, package: str) -> None:
    with pytest.raises(NoRouteError) as caught:
        plan([], "en", target, ORDER, base=base)
    said = str(caught.value)
    assert said.startswith(f"nothing that is installed translates en>{target}. ")
    for way in (f"`pipeline engines install {target} --from FILE`", package, "`pipeline engines list`"):
        assert way in said


def test_every_reachable_language_has_its_best_route() -> None:
    hops = [FIREFOX_PT, APERTIUM_ES, APERTIUM_CA, FIREFOX_ES]
    assert all_routes(hops, "en", ORDER) == (
        Route((FIREFOX_ES, APERTIUM_CA)),
        Route((FIREFOX_ES,)),
        Route((FIREFOX_PT,)),
    )


languages = st.sampled_from(["en", "pt", "pt-PT", "es", "ca"])
hops_of_all_kinds = st.builds(
    lambda engine, source, target, version: Hop(engine, source, target, version, "", ""),
    st.sampled_from([*ORDER, "other"]),
    languages,
    languages,
    st.sampled_from(["1", "2"]),
)


@given(st.lists(hops_of_all_kinds, max_size=5))
def test_the_same_installation_always_gives_the_same_routes(hops: list[Hop]) -> None:
    expected = all_routes(hops, "en", ORDER)
    assert all(all_routes(shuffled, "en", ORDER) == expected for shuffled in permutations(hops))
    for route in expected:
        chain = ["en", *(hop.target for hop in route.hops)]
        assert [hop.source for hop in route.hops] == chain[:-1]
        assert len(set(chain)) == len(chain) <= 4


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    return tmp_path


needs_apertium = pytest.mark.skipif(
    not {"es>pt", "pt>es"} <= {hop.pair for hop in apertium.PLUGIN.hops()},
    reason="needs the Debian package apertium-es-pt",
)


@needs_apertium
def test_what_is_installed_leads_to_spanish(home: Path) -> None:
    hops = installed(engines().values())
    assert [hop.engine for hop in hops] == sorted(hop.engine for hop in hops)
    version = next(hop.version for hop in hops if hop.pair == "pt>es")
    assert plan(hops, "en", "es-419", ORDER, base="es").describe() == f"firefox en>pt 2.0, apertium pt>es {version}"


@pytest.fixture
def spanish(home: Path) -> Iterator[RouteTranslator]:
    with RouteTranslator(plan(installed(engines().values()), "en", "es", ORDER), engines()) as translator:
        yield translator


@needs_apertium
def test_sentences_pass_both_hops_with_what_was_unknown(spanish: RouteTranslator) -> None:
    sentences = ["The house is red.", "", "The outbreak was identified.", "people and " * 80, "He has chest pain."]
    assert spanish.translate(sentences) == [
        Output("La casa es roja."),
        Output(""),
        Output("El surto fue identificado.", ("surto",)),
        Output("", problem="firefox en>pt: the sentence is too long: 160 pieces, the model reads 128"),
        Output("Él tiene dolor en el pecho."),
    ]


@needs_apertium
def test_the_first_hop_says_which_characters_are_lost(spanish: RouteTranslator) -> None:
    assert spanish.unknown_characters("≥ 65 years, 5%") == {"≥"}


class Remembering:
    """The engine Apertium, with the translators it has opened."""

    name = "apertium"
    hops, install = apertium.PLUGIN.hops, apertium.PLUGIN.install

    def __init__(self) -> None:
        self.opened: list[ApertiumTranslator] = []

    def open(self, hop: Hop) -> ApertiumTranslator:
        self.opened.append(apertium.PLUGIN.open(hop))
        return self.opened[-1]


@needs_apertium
def test_a_hop_that_fails_ends_one_sentence(home: Path) -> None:
    engine = Remembering()
    route = plan(installed(engines().values()), "en", "es", ORDER)
    with RouteTranslator(route, {"firefox": firefox.PLUGIN, "apertium": engine}) as translator:
        victim = engine.opened[0].process_ids[0]
        os.kill(victim, signal.SIGSTOP)
        threading.Timer(0.5, os.kill, (victim, signal.SIGKILL)).start()
        failed, sound = translator.translate(["The house is red.", "He has chest pain."])
        assert (failed.text, failed.problem.split(":")[0]) == ("", "apertium pt>es")
        assert sound == Output("Él tiene dolor en el pecho.")


def test_a_character_the_next_hop_would_lose_is_a_problem(home: Path) -> None:
    build_package(home / "model", source="en-XA", target="eo", corpus=["[Ĥéé šåýš ýéš.] No, yes!"])
    argos.PLUGIN.install(home / "model")
    route = plan(installed(engines().values()), "en", "eo", ORDER)
    assert route.describe() == "pseudo en>en-XA 1, argos en-XA>eo 1.0"
    with RouteTranslator(route, engines()) as translator:
        assert translator.translate(["He says yes.", "We win."]) == [
            Output("[Ĥéé šååýš ýééš.]", score=0.0),
            Output("", problem="argos en-XA>eo: would lose î ñ Ŵ ŵ"),
        ]


@needs_apertium
def test_a_hop_that_does_not_open_closes_the_others(home: Path) -> None:
    engine = Remembering()
    route = Route((hop("apertium", "es>pt"), hop("firefox", "pt>xx")))
    with pytest.raises(EngineError, match=r"^firefox pt>xx: no such model"):
        RouteTranslator(route, {"apertium": engine, "firefox": firefox.PLUGIN})
    assert [translator.process_ids for translator in engine.opened] == [()]


def test_a_text_on_the_way_is_spelt_for_the_next_engine() -> None:
    """Through the real engines, "Talk to your doctor" was "Quiebra con su médico": go bankrupt with your doctor."""
    from pipeline import registry, shipped
    from pipeline.normalise import load_rules, normalise

    rules = load_rules((shipped.language_data() / "normalise" / "pt.toml",))
    engines = registry.engines()
    planned = plan(installed(engines.values()), "en", "es", ("firefox", "apertium"))
    with RouteTranslator(planned, engines, {"pt": lambda text: normalise(text, rules)}) as translator:
        texts = [output.text for output in translator.translate(["Talk to your doctor.", "Stop smoking."])]
    assert texts == ["Converse con su médico.", "Deje de fumar."]
