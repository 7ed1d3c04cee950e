"""A hundred reports from one table of jobs: only what has changed is made, and one that fails stops no other.

`planning` reads the table, `keys` tells whether a job has changed, `store` keeps what was made, `running` runs the
jobs, and `summary` writes the page that leads to the reports.
"""

from kiptools.batch.planning import COLUMNS, Job, read_jobs, write_jobs
from kiptools.batch.running import Result, run_batch

__all__ = ["COLUMNS", "Job", "Result", "read_jobs", "run_batch", "write_jobs"]
