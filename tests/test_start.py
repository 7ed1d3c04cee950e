"""``python3 -m kiptools``: setting itself up where there is only Python. What can be tested without installing."""

from __future__ import annotations

import ast
import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def start(tmp_path, monkeypatch):
    """The module, working on an empty clone."""
    spec = importlib.util.spec_from_file_location("start", ROOT / "kiptools" / "__main__.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    (tmp_path / ".ci" / "versions").mkdir(parents=True)
    (tmp_path / ".ci" / "versions" / "report.txt").write_text("six==1.0 --hash=sha256:00\n")
    monkeypatch.setattr(module, "CLONE", tmp_path)
    monkeypatch.setattr(module, "LIBRARIES", tmp_path / ".ci" / "libraries")
    monkeypatch.setattr(module, "ENVIRONMENT", tmp_path / ".venv")
    monkeypatch.setattr(module, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    return module


def test_it_uses_the_standard_library_only_until_the_environment_is_there():
    tree = ast.parse((ROOT / "kiptools" / "__main__.py").read_text())
    top = {name.name.split(".")[0] for node in tree.body if isinstance(node, ast.Import) for name in node.names}
    top |= {node.module.split(".")[0] for node in tree.body if isinstance(node, ast.ImportFrom)}
    assert top <= set(sys.stdlib_module_names)


def test_old_pythons_are_told_in_one_sentence(start, monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    with pytest.raises(SystemExit) as refused:
        start.main(["report", "evaluation"])
    assert refused.value.code == "The kit needs Python 3.11 or newer; this is Python 3.9."


def test_a_python_that_can_install_nothing_is_told_what_to_do(start, monkeypatch):
    """Debian without python3-venv and without python3-pip."""
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(start, "works", lambda command: False)
    with pytest.raises(SystemExit) as refused:
        start.prepare("report")
    assert "sudo apt install python3-venv" in refused.value.code


def test_debian_with_pip_but_without_ensurepip_installs_from_outside(start, monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(start, "works", lambda command: str(command[0]) == sys.executable)
    assert start.make_environment() == [sys.executable, "-m", "pip", "--python", str(start.PYTHON)]
    assert start.PYTHON.exists()


def test_it_installs_once_for_each_list_of_versions(start, monkeypatch):
    calls = []
    start.PYTHON.parent.mkdir(parents=True)
    start.PYTHON.write_text("")
    monkeypatch.setattr(start, "make_environment", lambda: ["pip"])
    monkeypatch.setattr(start, "install", lambda pip, versions: calls.append(versions.name))
    start.prepare("report")
    start.prepare("report")
    assert calls == ["report.txt"]
    (start.CLONE / ".ci" / "versions" / "report.txt").write_text("six==2.0 --hash=sha256:11\n")
    start.prepare("report")
    assert calls == ["report.txt", "report.txt"]


def test_a_folder_that_brings_its_libraries_asks_no_server(start, monkeypatch):
    """As a workshop's folder may (`kip workshop --libraries`)."""
    calls = []
    monkeypatch.setattr(start, "run", lambda command, wanted: calls.append(list(map(str, command))))
    versions = start.CLONE / ".ci" / "versions" / "report.txt"
    start.install(["pip"], versions)
    assert calls[0] == ["pip", "install", "--require-hashes", "-r", str(versions)]
    assert "--no-index" not in calls[0] + calls[1]
    libraries = start.CLONE / ".ci" / "libraries"
    libraries.mkdir()
    start.install(["pip"], versions)
    assert all(each[2:5] == ["--no-index", "--find-links", str(libraries)] for each in calls[2:])


def test_a_failed_installation_is_tried_again(start, monkeypatch):
    start.PYTHON.parent.mkdir(parents=True)
    start.PYTHON.write_text("")
    monkeypatch.setattr(start, "make_environment", lambda: ["pip"])

    def fail(pip, versions):
        raise subprocess.CalledProcessError(1, "pip")

    monkeypatch.setattr(start, "install", fail)
    with pytest.raises(SystemExit, match="could not be set up"):
        start.prepare("report")
    assert not (start.ENVIRONMENT / "kip-report").exists()


def test_ci_runs_what_the_readme_says():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "python3 -m kiptools report evaluation" in readme
    assert "python3 -m kiptools test" in readme
    assert "exec python3 -m kiptools test" in (ROOT / ".ci" / "run").read_text()
