"""Gives the machine the programs that `make demo` and `make test` need: `python3 tests/machine.py demo`.

Installs Debian packages where there is apt and the right to use it. Elsewhere it says what is missing, what will not
work without it and how to get it, and lets the rest go on. Standard library only: it runs before anything is installed.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
import time
from ctypes.util import find_library
from dataclasses import dataclass
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036  # an older Python runs this file before any installer could object
    sys.exit("Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11 ...")

LOG = Path(__file__).resolve().parent.parent / "var" / "machine.log"


@dataclass(frozen=True)
class Need:
    """A Debian package, how one sees that what it brings is there, and what does not work without it.

    It is there when one of `programs` is on the PATH, one of `files` exists, Python finds `module` or the system's
    loader finds `library`.
    """

    package: str
    without: str
    programs: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    module: str = ""
    library: str = ""

    @property
    def met(self) -> bool:
        """Whether the machine has it, from whatever source."""
        return (
            any(map(shutil.which, self.programs))
            or any(Path(name).exists() for name in self.files)
            or bool(self.module and importlib.util.find_spec(self.module))
            or bool(self.library and find_library(self.library))
        )


NOTO = "/usr/share/fonts/truetype/noto"
POSTGRESQL = tuple(f"/usr/lib/postgresql/{version}/bin/initdb" for version in range(13, 30))  # not on the PATH
DEMO = (
    Need("python3-venv", "no Python environment: nothing runs", module="ensurepip"),
    Need("apertium", "no Spanish drafts (Portuguese works)", programs=("apertium",)),
    Need(
        "apertium-es-pt",
        "no Spanish drafts (Portuguese works)",
        files=("/usr/share/apertium/modes/pt-es.mode",),
    ),
    Need("hunspell-es", "Spanish spelling is not checked", files=("/usr/share/hunspell/es_ES.dic",)),
    Need("hunspell-pt-br", "Portuguese spelling is not checked", files=("/usr/share/hunspell/pt_BR.dic",)),
    Need("libpango-1.0-0", "no PDF (the other formats work)", library="pango-1.0"),
    Need("libpangoft2-1.0-0", "no PDF (the other formats work)", library="pangoft2-1.0"),
    Need("libharfbuzz-subset0", "no PDF (the other formats work)", library="harfbuzz-subset"),
    Need(
        "fonts-noto-core",
        "no PDF (the other formats work); pages in other scripts are shown in the machine's fonts",
        files=(f"{NOTO}/NotoSans-Regular.ttf",),
    ),
)
TEST = (
    *DEMO,
    Need("apertium-fr-es", "French drafts are not tested", files=("/usr/share/apertium/modes/es-fr.mode",)),
    Need("hunspell-fr", "French spelling is not tested", files=("/usr/share/hunspell/fr.dic",)),
    Need("hunspell-de-de", "German spelling is not tested", files=("/usr/share/hunspell/de_DE.dic",)),
    Need(
        "apertium-por-cat",
        "Catalan drafts are not tested",
        files=("/usr/share/apertium/modes/por-cat.mode", "/usr/share/apertium/modes/pt-ca.mode"),
    ),
    Need("apertium-pt-gl", "Galician drafts are not tested", files=("/usr/share/apertium/modes/pt-gl.mode",)),
    Need("hunspell-ca", "Catalan spelling is not tested", files=("/usr/share/hunspell/ca.dic",)),
    Need("hunspell-gl", "Galician spelling is not tested", files=("/usr/share/hunspell/gl_ES.dic",)),
    Need("gettext", "the catalogs are not tested with the GNU tools", programs=("msgfmt",)),
    Need(
        "chromium",
        "the pages are not tested in a browser",
        programs=("chromium", "chromium-browser", "google-chrome"),
    ),
    Need(
        "fonts-noto-cjk",
        "PDF in Chinese, Japanese and Korean is not tested",
        files=("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",),
    ),
    Need(
        "libreoffice-writer-nogui",
        "Word documents are not read back",
        programs=("soffice", "libreoffice"),
    ),
    Need("strace", "that no program asks for the network is tested in two ways, not three", programs=("strace",)),
    Need("poppler-utils", "printed pages are not tested", programs=("pdftotext",)),
    Need("default-jre-headless", "the pages' HTML is not tested", programs=("java",)),
    Need("default-jdk-headless", "the accessibility of PDF is not tested", programs=("javac",)),
    Need("libjaxb-java", "the accessibility of PDF is not tested", files=("/usr/share/java/jaxb-api.jar",)),
    Need("omegat", "working copies are tested with GNU gettext alone", programs=("omegat",)),
    Need("postgresql", "a team's database is not tested", programs=("initdb",), files=POSTGRESQL),
    Need("npm", "the pages' HTML and accessibility are not tested", programs=("npm",)),
)
TARGETS = {"demo": DEMO, "test": TEST}
NO_APT = "there is no apt-get here, or no right to use it"
NOT_BROUGHT = "the packages did not bring what was looked for"


def main(target: str) -> None:
    """Install what the target lacks, or say why not."""
    missing = [need for need in TARGETS[target] if not need.met]
    if not missing:
        return
    hindrance = install([need.package for need in missing])
    if still := [need for need in missing if not need.met]:
        sys.stdout.write(advice(still, hindrance or NOT_BROUGHT))
        if os.environ.get("CI") == "true":
            sys.exit("With CI=true nothing may be missing: tests that need it would be skipped in silence.")


def install(packages: list[str]) -> str:
    """Install Debian packages. Returns what hindered it, or nothing."""
    apt = administrator()
    if apt is None:
        return NO_APT
    sys.stdout.write(f"Installing with apt-get: {' '.join(packages)} (a minute or two; {LOG.name} in var/) ...\n")
    sys.stdout.flush()
    LOG.parent.mkdir(exist_ok=True)
    with LOG.open("w") as log:
        for _ in range(3):  # another apt-get may hold the lists, and `update` does not wait for it
            if run([*apt, "update"], log.fileno()) == 0:
                break
            time.sleep(5)
        wanted = [*apt, "install", "--yes", "--no-install-recommends", *packages]
        failed = run(wanted, log.fileno()) != 0
    last_lines = "\n    ".join(LOG.read_text(errors="replace").splitlines()[-5:])
    return f"apt-get failed:\n    {last_lines}" if failed else ""


def administrator() -> list[str] | None:
    """The start of an apt-get command that this user may run, or None."""
    apt = ["apt-get", "-q", "-o", "DPkg::Lock::Timeout=600"]
    if shutil.which("apt-get") is None:
        return None
    if os.geteuid() == 0:
        return apt
    if shutil.which("sudo") is None:
        return None
    no_password_needed = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    if no_password_needed or sys.stdin.isatty():  # where someone sits at a terminal, sudo asks by itself
        return ["sudo", "env", "DEBIAN_FRONTEND=noninteractive", *apt]
    return None


def run(command: list[str], log: int) -> int:
    """Run a command with its output in the log; returns its exit code."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
    return subprocess.run(command, stdout=log, stderr=subprocess.STDOUT, env=quiet, check=False).returncode


def advice(missing: list[Need], why: str) -> str:
    """What is missing, what it means and how to get it."""
    lines = [f"  {need.package}: without it {need.without}" for need in missing]
    packages = " ".join(need.package for need in missing)
    return (
        f"Missing on this machine ({why}):\n"
        + "\n".join(lines)
        + f"\nOn Debian or Ubuntu an administrator runs: apt-get install {packages}"
        + "\nOn other systems, install the programs of these names. The rest goes on without them.\n"
    )


if __name__ == "__main__":
    main(sys.argv[1])
