"""What a report depends on, as one number: as long as it is the same, the report need not be made again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

from kiptools.batch.planning import FILES, Job
from kiptools.jobs import OPTIONS
from kiptools.places import files_of
from kiptools.versions import file_digest, kit_digest

__all__ = ["key_maker"]


def key_maker(today: date, kit: str | None = None) -> Callable[[Job], str]:
    """A function that tells the key of a job: a digest of all that its files depend on.

    Parameters
    ----------
    today : date
        On which a report depends that reckons from today.
    kit : str, optional
        A digest of the kit itself, of which it is `kiptools.versions.kit_digest`.

    Returns
    -------
    callable
        From `Job` to str; it raises OSError if a file cannot be read. Each file is read once for all jobs.
    """
    known: dict[Path, str] = {}
    kit = kit or kit_digest()

    def digest(path: Path) -> str:
        if path not in known:
            total = hashlib.sha256()
            for each in files_of(path):
                total.update(f"{each.name}\0{file_digest(each)}\0".encode("utf-8", "surrogateescape"))
            known[path] = total.hexdigest()
        return known[path]

    def key(job: Job) -> str:
        parts = {
            "kit": kit,
            "report": job.report,
            "formats": sorted(job.formats),
            "parameters": {name: value for name, value in job.parameters.items() if name not in FILES},
            "files": {name: [path.name, digest(path)] for name, path in job.inputs().items()},
            "organisation": job.organisation,
            "day": str(job.day),
            "today": str(today) if _reckons_from_today(job) else "",
        }
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode("utf-8")).hexdigest()

    return key


def _reckons_from_today(job: Job) -> bool:
    named = job.parameters
    return "as_of" in OPTIONS[job.report] and bool(named.get("partners")) and not named.get("as_of")
