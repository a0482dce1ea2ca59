"""Drafting by several processes and on a cluster: the same bytes as alone, whatever is killed on the way."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.config import Workspace
from pipeline.errors import EngineError, UsageError
from pipeline.stages import cluster, crew, kit, packs
from pipeline.stages.drafting import Draft
from pipeline.stages.kit import Kit, pack_kit
from pipeline.stages.translate import How, translate
from pipeline.stages.workshop import plan
from pipeline.stages.workspace import init

WHO = ("People", "Most adults", "Children with asthma", "Pregnant women", "The 62 studies", "Older people")
WHAT = ("took 10 mg a day", "felt better", "may have had less pain", "walked faster", "had fewer falls")
WHEN = ("after 6 weeks.", "in hospital.", "than people without treatment.", "at home.", "in 3 of 10 cases.")
SENTENCES = [f"{a} {b} {c}" for a in WHO for b in WHAT for c in WHEN]


class Shout:
    """A drafter that counts what it is given."""

    def __init__(self) -> None:
        self.batches: list[int] = []

    def draft(self, sentences: Sequence[str]) -> list[Draft]:
        self.batches.append(len(sentences))
        return [Draft(sentence.upper()) for sentence in sentences]


@given(st.lists(st.text(max_size=3), max_size=200))
def test_alone_gives_back_every_sentence_once_in_order(sentences: list[str]) -> None:
    done = [draft.target for _, drafts in crew.Alone(Shout()).draft(sentences) for draft in drafts]
    assert done == [sentence.upper() for sentence in sentences]


def test_batches_grow_while_they_are_quick() -> None:
    drafter = Shout()
    list(crew.Alone(drafter).draft(["a"] * 3000))
    assert drafter.batches[:4] == [24, 48, 96, 192]
    assert max(drafter.batches) <= 1024


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A sandbox whose one document is long enough to be interrupted."""
    workspace = init(tmp_path / "many", languages=["pt"])
    (workspace.root / "pipeline.toml").write_text("[policy]\nsandbox = true\n", "utf-8")
    (workspace.seeds / "many.txt").write_text("Does it help?\n" + "\n".join(SENTENCES) + "\n", "utf-8")
    (workspace.root / "i18n" / "normalise").mkdir(parents=True, exist_ok=True)
    rule = '[[rule]]\nname = "ours"\nfind = "hospital"\nwrite = "clinic"\n'
    (workspace.root / "i18n" / "normalise" / "en.toml").write_text(rule, "utf-8")
    return workspace


def catalogs(workspace: Workspace) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((workspace.root / "locales").rglob("*.po"))}


@pytest.fixture
def alone(workspace: Workspace) -> Iterator[dict[str, bytes]]:
    """The catalogs as one process makes them; they are gone afterwards."""
    assert translate(workspace, ["pt"]).clean
    made = catalogs(workspace)
    assert b"cl\xc3\xadnica" in made["many.po"]
    shutil.rmtree(workspace.root / "locales")
    shutil.rmtree(workspace.var)
    yield made
    assert not list((workspace.root / "locales").rglob(".pipeline-*"))


def kit_of(workspace: Workspace) -> Kit:
    pack = packs.load(workspace, "pt")
    return pack_kit(workspace, pack, (), plan(workspace, pack, ()).describe())


@pytest.mark.slow
@pytest.mark.parametrize("how", [How(workers=2), How(workers=2, cluster="local")], ids=["processes", "cluster"])
def test_several_workers_make_the_same_bytes(workspace: Workspace, alone: dict[str, bytes], how: How) -> None:
    assert translate(workspace, ["pt"], how=how).clean
    assert catalogs(workspace) == alone


@pytest.mark.slow
def test_a_process_that_is_killed_loses_and_doubles_nothing(workspace: Workspace) -> None:
    team = crew.Processes(kit_of(workspace), 2)
    done: dict[int, list[Draft]] = {}
    for start, drafts in team.draft(SENTENCES):
        assert start not in done
        done[start] = drafts
        if len(done) == 1:
            os.kill(team.process_ids[0], signal.SIGKILL)
    team.close()
    assert sorted(done) == list(range(0, len(SENTENCES), crew.BATCH))
    kit.close()
    assert [draft for start in sorted(done) for draft in done[start]] == kit.draft(kit_of(workspace), SENTENCES)
    kit.close()


@pytest.mark.slow
def test_processes_that_keep_dying_are_an_error_with_a_next_step(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    team = crew.Processes(kit_of(workspace), 2)
    monkeypatch.setattr(crew, "_as_worker", os.abort)
    with pytest.raises(EngineError, match="--workers 1"):
        list(team.draft(SENTENCES))
    team.close()


def program(*arguments: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-m", *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@pytest.fixture
def running() -> Iterator[Callable[..., "subprocess.Popen[bytes]"]]:
    """Starts programs that end with the test."""
    started: list[subprocess.Popen[bytes]] = []

    def start(*arguments: str) -> "subprocess.Popen[bytes]":
        started.append(program(*arguments))
        return started[-1]

    yield start
    for process in reversed(started):
        process.kill()
        process.wait()


@pytest.mark.slow
def test_a_cluster_of_real_processes_survives_a_killed_worker(
    workspace: Workspace, alone: dict[str, bytes], running: Callable[..., "subprocess.Popen[bytes]"], tmp_path: Path
) -> None:
    address = scheduler(running, tmp_path, "tcp")
    options = ["--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", str(tmp_path)]
    victim, _ = [running("distributed.cli.dask_worker", address, *options) for _ in range(2)]
    seen: list[int] = []

    def kill_one(done: int, total: int) -> None:
        seen.append(done)
        if 0 < done < total / 2 and victim.poll() is None:
            victim.kill()

    report = translate(workspace, ["pt"], how=How(cluster=address), progress=kill_one)
    assert report.clean
    assert victim.poll() is not None
    assert seen == sorted(seen)
    assert seen[-1] == report.documents[0].drafted == report.documents[0].segments
    assert catalogs(workspace) == alone


@pytest.mark.slow
def test_a_cluster_with_certificates_drafts_and_one_without_them_is_refused(
    workspace: Workspace,
    alone: dict[str, bytes],
    running: Callable[..., "subprocess.Popen[bytes]"],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    request = ["-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    subprocess.run(
        ["openssl", "req", *request, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True
    )
    with pytest.raises(UsageError, match="certificates"):
        translate(workspace, ["pt"], how=How(cluster="tls://127.0.0.1:1"))
    files = ["--tls-ca-file", str(certificate), "--tls-cert", str(certificate), "--tls-key", str(key)]
    address = scheduler(running, tmp_path, "tls", *files)
    options = ["--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", str(tmp_path), *files]
    running("distributed.cli.dask_worker", address, *options)
    from dask import config

    settings = {"ca-file": certificate, "client.cert": certificate, "client.key": key}
    with config.set({f"distributed.comm.tls.{name}": str(path) for name, path in settings.items()}):
        assert translate(workspace, ["pt"], how=How(cluster=address)).clean
    assert catalogs(workspace) == alone


def scheduler(running: Callable[..., object], folder: Path, protocol: str, *options: str) -> str:
    """The address of a scheduler that has just been started."""
    stated = folder / "scheduler.json"
    address = f"{protocol}://127.0.0.1"
    running(
        "distributed.cli.dask_scheduler", "--host", address, "--port", "0", "--no-dashboard", "--no-show",
        "--scheduler-file", str(stated), *options,
    )  # fmt: skip
    for _ in range(300):
        if stated.is_file() and stated.stat().st_size:
            return str(json.loads(stated.read_text())["address"])
        time.sleep(0.1)
    raise TimeoutError("the scheduler does not start")


def test_an_open_address_is_announced_loudly() -> None:
    said: list[str] = []
    assert cluster.security("tcp://192.0.2.1:8786", said.append) is None
    assert len(said) == 1
    assert "any code" in said[0]
    assert cluster.security("tcp://127.0.0.1:8786", said.append) is None
    assert len(said) == 1


@pytest.mark.parametrize("address", ["", "localhost:8786", "http://host:1", "tcp://"])
def test_other_addresses_are_refused(address: str) -> None:
    with pytest.raises(UsageError, match="tls://host:port"):
        cluster.security(address, lambda _text: None)


def test_a_cluster_that_is_not_there_is_an_error_with_its_address(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_SECONDS", 0.5)
    report = translate(workspace, ["pt"], how=How(cluster="tcp://127.0.0.1:9"))
    assert "tcp://127.0.0.1:9" in report.problems[0].why


def test_a_worker_with_other_data_or_another_route_refuses(workspace: Workspace) -> None:
    right = kit_of(workspace)
    with pytest.raises(EngineError, match="install the same one"):
        kit.draft(Kit(right.tag, (), right.route, "0.0 other", right.files), ["Does it help?"])
    with pytest.raises(EngineError, match="install the same models"):
        kit.draft(Kit(right.tag, (), "firefox en>pt 1.0", right.code, right.files), ["Does it help?"])
    assert crew.name_of(right, ["a", "b"]) != crew.name_of(right, ["ab"])
