"""The lists of models as strangers write them: the readers give models or say what is wrong, and nothing else."""

import string
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.engines import argos, firefox
from pipeline.errors import NoRouteError, PackageError
from pipeline.plugins import Engine, Hop, IndexedEngine, Offer, RemoteFile
from pipeline.registry import engines
from pipeline.stages import offers

OURS: tuple[IndexedEngine, ...] = (argos.PLUGIN, firefox.PLUGIN)  # for the type checker
HERE = "https://models.example/list/index.json"
HASH = "0123456789abcdef" * 4
README = "not stated by the index: read the package's README.md"


def entry(source: str, target: str, version: str = "1.0", **more: object) -> dict[str, Any]:
    """One Argos package as the list writes it."""
    code = f"translate-{source}_{target}"
    return {
        "package_version": version,
        "argos_version": "1.5",
        "from_code": source,
        "from_name": source,
        "to_code": target,
        "to_name": target,
        "code": code,
        "type": "translate",
        "links": [f"https://models.example/{code}.argosmodel"],
    } | more


def record(kind: str, name: str, pair: tuple[str, str] = ("en", "eo"), **more: object) -> dict[str, Any]:
    """One file of a Firefox model as the list writes it."""
    attachment = {
        "hash": HASH,
        "size": 1000,
        "filename": name,
        "location": f"main-workspace/translations-models/{name}",
        "mimetype": "application/octet-stream",
    }
    return {
        "id": name,
        "name": name,
        "fromLang": pair[0],
        "toLang": pair[1],
        "version": "1.0",
        "fileType": kind,
        "attachment": attachment,
    } | more


def records(**more: object) -> list[dict[str, Any]]:
    names = {"model": "model.eneo.bin", "vocab": "vocab.eneo.spm", "lex": "lex.50.50.eneo.s2t.bin"}
    return [record(kind, name, **more) for kind, name in names.items()]  # type: ignore[arg-type]


def test_the_engines_with_an_index() -> None:
    indexed = {name: engine for name, engine in engines().items() if isinstance(engine, IndexedEngine)}
    assert list(indexed) == ["argos", "firefox"]
    assert [engine.index.address.partition("://")[0] for engine in indexed.values()] == ["https", "https"]
    assert "production" in indexed["firefox"].index.notice


def test_an_argos_list() -> None:
    links = ["ipfs://x", "https://models.example/a.argosmodel", "https://mirror.example/a.argosmodel"]
    listed = [
        entry("en", "es"),
        {"type": "sbd", "code": "en_sbd", "links": ["https://models.example/en.sbd"]},
        entry("en", "es", "1.10", links=links),
        entry("en", "es", "1.9"),
        entry("en", "zt"),
        entry("en", "fr", links=[]),
    ]
    found = argos.PLUGIN.index.read(listed, HERE)
    assert [(one.pair, one.version) for one in found] == [
        ("en>zh-Hant", "1.0"),
        ("en>es", "1.10"),
        ("en>es", "1.9"),
        ("en>es", "1.0"),
    ]
    file = RemoteFile("en_es.argosmodel", "https://models.example/a.argosmodel")
    assert found[1] == Offer("en", "es", "1.10", README, (file,))
    assert found[1].size is None


@pytest.mark.parametrize(
    "changed",
    [
        {"from_code": "../../etc"},
        {"to_code": ["es"]},
        {"to_code": "en"},
        {"from_code": None},
        {"package_version": "../1"},
        {"package_version": 1.0},
        {"links": "https://models.example/a"},
        {"links": [1, None, {}, "file:///etc/passwd", "javascript:x", "https://a b", "https://a/\x1b[2J\u202e"]},
        {"links": ["https://" + "a" * 5000]},
        {"type": "sbd"},
    ],
)
def test_an_argos_package_that_is_not_used(changed: dict[str, Any]) -> None:
    sound = entry("en", "fr")
    assert [one.pair for one in argos.PLUGIN.index.read([entry("en", "es", **changed), sound], HERE)] == ["en>fr"]


def test_a_firefox_list() -> None:
    mine = [*records(), record("qualityModel", "qualityModel.eneo.bin"), *records(version="2.0a1")]
    second = records(version="1.1")[:2]
    second[1] = second[1] | {"attachment": second[1]["attachment"] | {"size": "2000"}}
    found = firefox.PLUGIN.index.read({"data": [*mine, *second, *records(pair=("en", "xx"))[:1]]}, HERE)
    assert [(one.pair, one.version, len(one.files), one.size) for one in found] == [
        ("en>eo", "1.1", 2, 3000),
        ("en>eo", "1.0", 3, 3000),
        ("en>eo", "2.0a1", 3, 3000),
    ]
    base = "https://models.example/list/main-workspace/translations-models"
    assert found[1].files[0] == RemoteFile("model.eneo.bin", f"{base}/model.eneo.bin", 1000, HASH)
    assert found[1].licence == "MPL-2.0"


def test_mozillas_own_files_lie_where_mozilla_keeps_them() -> None:
    index = firefox.PLUGIN.index
    (offer,) = index.read({"data": records()}, index.address)
    assert offer.files[0].address == (
        "https://firefox-settings-attachments.cdn.mozilla.net/main-workspace/translations-models/model.eneo.bin"
    )


def test_the_newest_record_of_a_file_counts() -> None:
    old, new = records(last_modified=1), records(last_modified=2)
    for one in new:
        one["attachment"] = one["attachment"] | {"hash": HASH[::-1]}
    (offer,) = firefox.PLUGIN.index.read({"data": [*new, *old]}, HERE)
    assert {file.sha256 for file in offer.files} == {HASH[::-1]}


@pytest.mark.parametrize(
    "changed",
    [
        {"name": "../model.eneo.bin"},
        {"name": "model./etc/passwd.bin"},
        {"name": "vocab.eneo.spm"},
        {"name": "model.eneo.bin.zst"},
        {"fromLang": ".."},
        {"toLang": "eo/../.."},
        {"toLang": "en"},
        {"version": "1/0"},
        {"attachment": None},
        {"attachment": {"hash": HASH, "size": 10, "location": "../../x.bin"}},
        {"attachment": {"hash": HASH, "size": 10, "location": "https://elsewhere.example/x.bin"}},
        {"attachment": {"hash": HASH, "size": 10, "location": "//elsewhere.example/x.bin"}},
        {"attachment": {"hash": "", "size": 10, "location": "x.bin"}},
        {"attachment": {"hash": HASH, "size": -1, "location": "x.bin"}},
        {"attachment": {"hash": HASH, "size": 10**15, "location": "x.bin"}},
        {"attachment": {"hash": HASH, "size": float("inf"), "location": "x.bin"}},
        {"attachment": {"hash": HASH, "size": "1e9", "location": "x.bin"}},
    ],
)
def test_a_firefox_record_that_is_not_used(changed: dict[str, object]) -> None:
    broken = [records()[0] | changed, *records()[1:]]
    sound = records(pair=("en", "fr"))
    assert [one.pair for one in firefox.PLUGIN.index.read({"data": [*broken, *sound]}, HERE)] == ["en>fr"]


def test_packed_models_are_named_as_the_reason() -> None:
    packed = [
        one | {"name": f"{one['name']}.zst", "attachment": one["attachment"] | {"filename": "x.zst"}}
        for one in records()
    ]
    with pytest.raises(PackageError, match="packed models, as of translations-models-v2, are not read"):
        firefox.PLUGIN.index.read({"data": packed}, HERE)


SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
WORDS = st.sampled_from(
    ["en", "eo", "..", "1.0", "model", "vocab", "model.a.bin", "vocab.a.spm", "x.bin", "../x", "https://a/b", HASH, ""]
)
KEYS = st.sampled_from([*entry("en", "eo"), *record("model", "x"), *records()[0]["attachment"], "data"])
VALUES = st.recursive(
    SCALARS | WORDS,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(KEYS | st.text(max_size=5), inner, max_size=12),
    max_leaves=40,
)
NEAR = st.lists(
    st.builds(
        lambda base, change: base | change,
        st.sampled_from([entry("en", "eo"), *records()]),
        st.dictionaries(KEYS, VALUES),
    ),
    max_size=4,
)
SAFE_NAME = set(string.ascii_letters + string.digits + "._-")


@given(data=VALUES | NEAR | st.builds(lambda rows: {"data": rows}, NEAR), engine=st.sampled_from(OURS))
def test_any_value_gives_models_or_says_what_is_wrong(data: object, engine: IndexedEngine) -> None:
    try:
        found = engine.index.read(data, HERE)
    except PackageError as error:
        assert str(error).startswith(HERE)  # noqa: PT017  either outcome is right
        return
    assert found
    for file in (file for one in found for file in one.files):
        assert set(file.name) <= SAFE_NAME
        assert not file.name.startswith(".")
        assert file.address.startswith(("https://", "http://"))
        assert file.address.isascii()
        assert file.address.isprintable()


def offer(pair: str, version: str = "1.0") -> Offer:
    source, target = pair.split(">")
    return Offer(source, target, version, "", (RemoteFile(f"{source}_{target}", f"https://a.example/{pair}"),))


def hop(pair: str) -> Hop:
    source, target = pair.split(">")
    return Hop("test", source, target, "1", "", "")


@pytest.mark.parametrize(
    ("offered", "installed", "target", "pairs", "chosen"),
    [
        (["en>es"], [], "es", ["en>es"], ["en>es"]),
        (["en>es"], [], "es-MX", ["en>es"], ["en>es"]),
        (["en>es"], ["en>es"], "es", ["en>es"], ["en>es"]),
        (["en>es", "es>ca", "en>ca"], [], "ca", ["en>ca"], ["en>ca"]),
        (["en>es", "es>ca"], [], "ca", ["en>es", "es>ca"], ["en>es", "es>ca"]),
        (["en>es", "es>ca"], ["en>es"], "ca", ["en>es", "es>ca"], ["es>ca"]),
        (["en>es", "es>ca"], ["en>pt", "pt>ca"], "ca", ["en>es", "es>ca"], ["en>es", "es>ca"]),
        (["en>pt"], ["pt>ca"], "ca", ["en>pt", "pt>ca"], ["en>pt"]),
        (["en>fr", "fr>ca", "pt>ca"], ["en>pt"], "ca", ["en>pt", "pt>ca"], ["pt>ca"]),
    ],
)
def test_the_way_to_a_language(
    offered: list[str], installed: list[str], target: str, pairs: list[str], chosen: list[str]
) -> None:
    way = offers.plan(map(offer, offered), map(hop, installed), "en", target)
    assert (list(way.pairs), [one.pair for one in way.chosen]) == (pairs, chosen)
    assert way.choosing(way.chosen) == way


def test_other_versions_of_a_pair_are_candidates() -> None:
    mine = [offer("en>es", "2.0"), offer("en>es", "1.0"), offer("en>fr")]
    way = offers.plan(mine, [], "en", "es")
    assert (way.chosen, way.candidates) == ((mine[0],), (mine[0], mine[1]))


def test_no_way_names_what_there_is() -> None:
    with pytest.raises(NoRouteError, match=r"nothing that leads from en to ca; from en it leads to: es, fr\. Name"):
        offers.plan([offer("en>fr"), offer("en>es"), offer("a>b")], [], "en", "ca")


@pytest.mark.parametrize("goal", ["en", "xx"])
def test_a_hostile_web_of_pairs_is_walked_in_no_time(goal: str) -> None:
    tags = [f"{a}{b}" for a in string.ascii_lowercase for b in "abcdef"]
    web = [offer(f"{one}>{other}") for one in ["en", *tags] for other in tags[:120] if one != other]
    with pytest.raises(NoRouteError):
        offers.plan(web, [], "en", goal)


def test_engines_without_an_index_are_named() -> None:
    known: dict[str, Engine] = dict(engines())
    with pytest.raises(Exception, match="'apertium' is no engine with an index of models: choose from argos, firefox"):
        offers.indexed(known, "apertium")
