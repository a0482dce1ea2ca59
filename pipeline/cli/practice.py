"""`pipeline review practice`: finding planted faults, before somebody is given the reviewer's role."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.desk import one_language, review, today
from pipeline.cli.findings import COLOURS
from pipeline.cli.output import json_option, print_json
from pipeline.cli.segments import interface
from pipeline.config import find_workspace
from pipeline.errors import UsageError
from pipeline.stages.lessons import Answer

if TYPE_CHECKING:
    from pipeline.stages.packs import Pack
    from pipeline.stages.practice import Practice, Sentence
    from pipeline.stages.practice_state import Notebook, Progress

_KINDS = tuple(answer for answer in Answer if answer is not Answer.OK)
_WORDS = {"o": "ok", "b": "back", "q": "stop", "quit": "stop", "w": "wrong"}


@dataclass(frozen=True, slots=True)
class _Session:
    """A learner at work; `pack` is there where findings are to be shown, `err` sends everything to standard error."""

    notebook: Notebook
    language: str
    pack: Pack | None
    err: bool

    def say(self, text: str, *, bold: bool = False) -> None:
        """Print a line of the session."""
        click.secho(text, err=self.err, bold=bold)


@review.command("practice")
@one_language
@click.option("--as", "person", default="learner", show_default=True, metavar="NAME", help="Your handle, e.g. ana.")
@click.option("--seed", type=int, metavar="N", help="Begin exercise N; without it another one each day and each time.")
@click.option("--with-findings", is_flag=True, help="Show what the checks say of each sentence.")
@click.option("--report", "results", is_flag=True, help="Show the last results; ask nothing.")
@json_option
@click.pass_obj
def practice(
    directory: Path, tag: str, person: str, seed: int | None, with_findings: bool, results: bool, as_json: bool
) -> None:
    """Find twelve planted faults in a translated summary: for practice, nothing is signed.

    \b
    pipeline review practice --lang es --as ana            begin, or go on where you stopped
    pipeline review practice --lang es --as ana --report   the last results
    pipeline review practice --lang es --as ana --seed 7 < answers.txt

    One answer a line: ok, or w and the kind of fault, by number or name; b goes back, q stops. Your answers are in
    var/practice/NAME.json, which you may delete; with --json, all but the report goes to standard error.
    """  # noqa: D301  # click knows the character that the escape stands for
    from pipeline.stages import packs
    from pipeline.stages.practice_state import notebook

    workspace = find_workspace(directory)
    workspace.languages.get(tag)
    kept = notebook(workspace, person)
    if not results:
        pack = packs.load(workspace, tag) if with_findings else None
        begun = _begin(directory, kept, tag, person, seed, err=as_json)
        left = _walk(_Session(kept, tag, pack, as_json), begun)
        if left:
            if as_json:
                print_json({"finished": False, "answered": len(left.answers), "sentences": len(left.sentences)})
            return
    _show(kept.read(tag), tag, person, as_json=as_json)


def _begin(directory: Path, kept: Notebook, tag: str, person: str, seed: int | None, *, err: bool) -> Progress:
    """The progress with an exercise under way: the open one, or a new one."""
    from pipeline.stages.practice import start, usual_seed

    progress = kept.read(tag)
    open_one = progress.current
    if open_one and seed in (None, open_one.seed):
        return progress
    if open_one:
        click.echo(f"Exercise {open_one.seed} is put aside for exercise {seed}.", err=err)
    chosen = usual_seed(person, today(), progress.rounds) if seed is None else seed
    return progress.moved(start(find_workspace(directory), tag, chosen))


def _walk(session: _Session, progress: Progress) -> Practice | None:
    """Lead the learner through the exercise, every answer kept at once; what is unfinished, None at the end."""
    from pipeline.stages.practice import FAULTY

    current = progress.current
    number = current.next if current else None
    if current:
        session.notebook.write(session.language, progress)
        total = len(current.sentences)
        session.say(f"Exercise {current.seed} ({session.language}): {FAULTY} of {total} sentences have a fault.")
    while current and number:
        answer = _answer(session, current, number)
        if answer == "stop":
            session.say("Kept. Go on with the same command.")
            return current
        if not isinstance(answer, Answer):  # back
            number = max(number - 1, 1)
            continue
        current = current.answered(number, answer)
        session.notebook.write(session.language, progress.moved(current))
        number = number + 1 if current.next and number < len(current.sentences) else current.next
    return None


def _answer(session: _Session, practice: Practice, number: int) -> Answer | str:
    """Show a sentence and ask until there is an answer: one to keep, `back` or `stop`."""
    _print_sentence(session, practice.sentences[number - 1], number, len(practice.sentences))
    earlier = practice.answers.get(number)
    while True:
        read = _read(_asked(session, "Your answer", earlier.value if earlier else None))
        if read == "wrong":
            session.say("  " + "  ".join(f"[{i}] {kind.value}" for i, kind in enumerate(_KINDS, 1)))
            read = _kind(_asked(session, "What is wrong"))
        if read:
            return read
        session.say("  Answer ok, w and a kind (w 2, w certainty), b to go back, or q to stop.")


def _asked(session: _Session, question: str, default: str | None = None) -> str:
    """A line that the learner types, in small letters."""
    return str(click.prompt(question, default=default, err=session.err)).strip().lower()


def _read(text: str) -> Answer | str | None:
    """What a line says: an answer, `back`, `stop`, `wrong` without a kind, or None where nobody can tell."""
    word, _, rest = text.partition(" ")
    word = _WORDS.get(word, word)
    if word == "wrong" and rest:
        return _kind(rest)
    if word in ("back", "stop", "wrong") and not rest:
        return word
    return Answer.OK if word == "ok" and not rest else _kind(text)


def _kind(text: str) -> Answer | None:
    """The kind of fault that a number, or the beginning of one of its words, stands for; None where several do."""
    if text.isdecimal():
        return _KINDS[int(text) - 1] if 1 <= int(text) <= len(_KINDS) else None
    meant = [kind for kind in _KINDS if any(word.startswith(text) for word in (kind.value, *kind.value.split()))]
    return meant[0] if text and len(meant) == 1 else None


def _print_sentence(session: _Session, sentence: Sentence, number: int, total: int) -> None:
    _ = interface().gettext
    session.say("\n" + _("Sentence {number} of {total}").format(number=number, total=total), bold=True)
    session.say(f"  {_('Source')}: {sentence.source}")
    session.say(f"  {_('Translation')}: {sentence.shown}")
    if session.pack:
        for line in _findings(session.pack, sentence):
            session.say(line)
    session.say("  [o] ok  [w] wrong  [b] back  [q] stop")


def _findings(pack: Pack, sentence: Sentence) -> Iterable[str]:
    """What the checks say of the sentence as it is shown, a line each."""
    from pipeline.model.finding import Subject
    from pipeline.stages import check

    subject = Subject(None, sentence.source, sentence.shown, terms=tuple(pack.terms.find(sentence.source)))
    for one in check.find(subject, pack):
        yield f"    {click.style(one.severity.value, fg=COLOURS[one.severity])} [{one.check}] {one.message}"


def _show(progress: Progress, tag: str, person: str, *, as_json: bool) -> None:
    """Print the results of the last finished exercise. Raises UsageError where there are none."""
    from pipeline.cli.practice_report import print_report
    from pipeline.stages.practice import grade

    if progress.last is None:
        raise UsageError(f"no results in {tag} yet: finish `pipeline review practice --lang {tag} --as {person}`")
    report = grade(progress.last)
    if as_json:
        print_json({"finished": True, "name": person, **report.as_json()})
    else:
        print_report(report)
