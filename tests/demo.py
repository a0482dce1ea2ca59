"""Shows the whole way once, in a sandbox that git ignores: `make demo`. Prints each command before it runs."""

import json
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DEMO = Path("var", "demo")
PROGRAM = Path(sys.executable).with_name("pipeline")
READABLE = ".venv/bin/pipeline"
DOCUMENT = "gait-training-after-stroke"


def main() -> None:
    """Make or refresh the sandbox, draft, check, publish previews, and say what there is now."""
    language = reachable_language()
    if not (ROOT / DEMO / "pipeline.toml").exists():
        run("init", str(DEMO), "--sandbox", "--lang", language)
    refresh_sources(ROOT / "seeds", ROOT / DEMO / "seeds")
    work("translate", "--lang", language)
    findings = keep_findings(language)
    work("status", "--lang", language)
    work("publish", "--lang", language, "--draft")
    sys.stdout.write(closing_words(language, findings))


def reachable_language() -> str:
    """Spanish where an engine reaches it, else Portuguese, which needs no system package."""
    listed = subprocess.run([PROGRAM, "engines", "list", "--json"], cwd=ROOT, capture_output=True, check=True).stdout
    languages = {route["language"] for route in json.loads(listed)["routes"]}
    if "es" in languages:
        return "es"
    sys.stdout.write("No engine here reaches Spanish (apertium-es-pt is missing): the demo goes on in Portuguese.\n")
    return "pt"


def refresh_sources(ours: Path, theirs: Path) -> None:
    """Copy the example documents that changed since they were copied."""
    for path in sorted(ours.iterdir()):
        copy = theirs / path.name
        if not copy.exists() or copy.stat().st_mtime < path.stat().st_mtime:
            shutil.copyfile(path, copy)


def work(*arguments: str) -> None:
    """Run a command on the sandbox."""
    run("-C", str(DEMO), *arguments)


def run(*arguments: str) -> None:
    """Run `pipeline` with its output on the screen. Ends the demo where the command could not do its work at all."""
    announce(*arguments)
    code = subprocess.run([PROGRAM, *arguments], cwd=ROOT, check=False).returncode
    if code not in (0, 1):
        sys.exit(code)


def announce(*arguments: str) -> None:
    """Print a command as one would type it."""
    sys.stdout.write(f"\n$ {READABLE} {shlex.join(arguments)}\n")
    sys.stdout.flush()


def keep_findings(language: str) -> Path:
    """Run the checks; print their last line and keep all they say in a file. Findings are no failure of the demo."""
    arguments = ("-C", str(DEMO), "check", "--lang", language)
    announce(*arguments)
    done = subprocess.run([PROGRAM, *arguments], cwd=ROOT, stdout=subprocess.PIPE, check=False, encoding="utf-8")
    if done.returncode not in (0, 1):
        sys.exit(done.returncode)
    path = DEMO / "build" / f"findings-{language}.txt"
    (ROOT / path).parent.mkdir(exist_ok=True)
    (ROOT / path).write_text(done.stdout, encoding="utf-8")
    total = done.stdout.rstrip().splitlines()[-1:]
    sys.stdout.write("\n".join([*total, f"  all of them: {path}", ""]))
    return path


def closing_words(language: str, findings: Path) -> str:
    """What was made, where it is, for whom, and how to go on."""
    name = {"es": "Spanish", "pt": "Portuguese"}[language]
    count = len(list((ROOT / DEMO / "i18n" / "templates").glob("*.pot")))
    return f"""
What there is now
  Drafts in {name} of {count} English health summaries, made on this machine, without the network.
    {DEMO}/locales/{language}/LC_MESSAGES/*.po   the drafts: any gettext tool opens them
    {DEMO}/build/preview/{language}/             the pages: open one in a browser
    {findings!s:<36}   what to look at twice
  This is for you, the coordinator, and not for patients: nobody has read these drafts. Machines drop a "not" and
  mistake a dose in fluent sentences. Each page says so, and nothing final is published until people have signed it.

What comes next: read a summary sentence by sentence, sign it off as a whole, publish it
  {READABLE} -C {DEMO} review start {DOCUMENT} --lang {language} --as ana
  {READABLE} -C {DEMO} review signoff {DOCUMENT} --lang {language} --as ana
  {READABLE} -C {DEMO} publish {DOCUMENT} --lang {language}
"""


if __name__ == "__main__":
    main()
