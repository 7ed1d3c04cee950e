"""What several tests need."""

from __future__ import annotations

from pathlib import Path

import pytest

import kiptools as kip

ROOT = Path(__file__).resolve().parents[1]


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
