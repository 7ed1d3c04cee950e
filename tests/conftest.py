"""What several tests need."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

import kiptools as kip
from kiptools.cli import main

ROOT = Path(__file__).resolve().parents[1]

# By default the same random cases at every run; the long campaign draws new ones.
settings.register_profile("sample", derandomize=True)
settings.register_profile("campaign", derandomize=False)
settings.load_profile("campaign" if os.environ.get("KIP_CAMPAIGN") else "sample")


@pytest.fixture(scope="session")
def demo() -> kip.Responses:
    """The demo network's answers."""
    return kip.read_responses()


@pytest.fixture(scope="session")
def codebook() -> kip.Codebook:
    """The demo network's questionnaire."""
    return kip.read_codebook(kip.kit_path("data", "cite", "codebook"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real exports and reference numbers that lie beside the project, but are no part of it."""
    path = ROOT.parent / "shared"
    if not path.is_dir():
        pytest.skip("the folder shared/ with real exports and reference numbers is not beside the project")
    return path


@pytest.fixture
def run(capsys, tmp_path, monkeypatch):
    """Runs ``kip …`` in an empty folder: exit code, what was printed, what was complained of."""
    monkeypatch.chdir(tmp_path)

    def command(*words: object) -> tuple[int, str, str]:
        code = main([str(word) for word in words])
        out, err = capsys.readouterr()
        return code, out, err

    return command
