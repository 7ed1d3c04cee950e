"""What several tests need."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

import kiptools as kip

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
