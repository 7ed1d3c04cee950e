"""``python3 -m kiptools …`` in a clone: sets the kit up by itself, then does what ``kip …`` does.

All libraries go, in the pinned versions of ``.ci/versions``, into a folder ``.venv`` of the clone; this
Python itself is left alone. Besides the commands of ``kip`` there are, for a clone,

    python3 -m kiptools test       everything the kit promises, tested (further words go to pytest)
    python3 -m kiptools lab        the notebooks in JupyterLab
    python3 -m kiptools refresh    run the committed notebooks again, update the catalogues

This file uses the standard library only, and stays readable for Pythons that are too old for the rest.
"""

import hashlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

CLONE = Path(__file__).resolve().parents[1]
ENVIRONMENT = CLONE / ".venv"
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LIBRARIES = CLONE / ".ci" / "libraries"  # there in a workshop's folder that needs no internet
VERSIONS = {"test": "test", "lab": "lab", "learn": "lab", "refresh": "test"}


def main(words):
    if sys.version_info < (3, 11):
        sys.exit("The kit needs Python 3.11 or newer; this is Python {}.{}.".format(*sys.version_info[:2]))
    command = words[0] if words else ""
    if (CLONE / "pyproject.toml").is_file() and not installed_elsewhere():
        prepare(VERSIONS.get(command, "report"))
        if Path(sys.prefix).resolve() != ENVIRONMENT.resolve():
            sys.exit(subprocess.call([str(PYTHON), "-m", "kiptools", *words]))
    if command == "test":
        every_core = ["-n", "logical", "--dist", "loadfile"]  # a notebook's cells belong together, and in order
        sys.exit(subprocess.call([sys.executable, "-m", "pytest", *every_core, *words[1:]], cwd=CLONE))
    if command == "lab":
        quiet = ["--LabApp.news_url=None", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]
        lab = [sys.executable, "-P", "-m", "jupyterlab", "notebooks", *quiet, *words[1:]]
        sys.exit(subprocess.call(lab, cwd=CLONE))
    if command == "refresh":
        from kiptools.upkeep import main as refresh

        sys.exit(refresh())
    from kiptools.cli import main as kip

    sys.exit(kip(words))


def installed_elsewhere():
    """Whether this Python has the kit installed by its owner's own hand: then it is used as it is."""
    from importlib.metadata import PackageNotFoundError, distribution

    if Path(sys.prefix).resolve() == ENVIRONMENT.resolve():
        return False
    try:
        distribution("kiptools")
    except PackageNotFoundError:
        return False
    return True


def prepare(purpose):
    """Make the environment, once for each list of versions."""
    versions = CLONE / ".ci" / "versions" / (purpose + ".txt")
    stamp = ENVIRONMENT / ("kip-" + purpose)
    state = "{}\n{}\n".format(hashlib.sha256(versions.read_bytes()).hexdigest(), CLONE)
    if PYTHON.exists() and stamp.is_file() and stamp.read_text(encoding="utf-8") == state:
        return
    try:
        pip = make_environment()
        install(pip, versions)
        stamp.write_text(state, encoding="utf-8")
    except (OSError, subprocess.CalledProcessError) as error:
        sys.exit("The kit could not be set up in {}: {}".format(ENVIRONMENT, error))


def make_environment():
    """An environment, and the command that installs into it."""
    import venv

    with_pip = importlib.util.find_spec("ensurepip") is not None
    if not works([PYTHON, "-c", ""]):
        venv.create(ENVIRONMENT, clear=True, with_pip=with_pip, symlinks=os.name != "nt")
    if works([PYTHON, "-m", "pip", "--version"]):
        return [str(PYTHON), "-m", "pip"]
    if works([sys.executable, "-m", "pip", "--version"]):  # Debian keeps ensurepip in a package of its own
        return [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    sys.exit(
        "This Python can neither make a complete environment nor install anything. On Debian or Ubuntu: "
        "sudo apt install python3-venv; then run the same command again."
    )


def works(command):
    try:
        return subprocess.run(list(map(str, command)), capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def install(pip, versions):
    wanted = sum(1 for line in versions.read_text(encoding="utf-8").split("\n") if line[:1].isalnum())
    print("Setting up the kit in {} (once; up to {} libraries)".format(ENVIRONMENT, wanted), flush=True)
    offline = ["--no-index", "--find-links", str(LIBRARIES)] if LIBRARIES.is_dir() else []
    run([*pip, "install", *offline, "--require-hashes", "-r", str(versions)], wanted)
    run([*pip, "install", *offline, "--no-deps", "--no-build-isolation", "-e", str(CLONE)], 1)
    print("\rThe kit is set up." + " " * 30, flush=True)


def run(command, wanted):
    """Run pip, and count what it fetches on one line."""
    lines, found = [], 0
    with subprocess.Popen(
        [*command, "--no-input", "--disable-pip-version-check", "--progress-bar", "off"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as pip:
        for line in pip.stdout:
            lines.append(line)
            if line.startswith(("Collecting", "Obtaining")):
                found += 1
                print("\r  fetching {} of {} ".format(found, wanted), end="", flush=True)
            elif line.startswith("Installing collected"):
                print("\r  installing {} libraries ".format(found), end="", flush=True)
    if pip.returncode:
        print("\n" + "".join(lines[-15:]), file=sys.stderr)
        raise subprocess.CalledProcessError(pip.returncode, "pip")


if __name__ == "__main__":
    main(sys.argv[1:])
