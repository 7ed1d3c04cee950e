"""A kernel of this very Python, whatever kernels are installed on the machine: what JupyterLab would start."""

from __future__ import annotations

import subprocess
from typing import Any

from ipykernel.kernelspec import get_kernel_dict
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from traitlets import default

__all__ = ["ThisPython"]


class ThisPython(AsyncKernelManager):
    """Starts ``sys.executable -m ipykernel_launcher``, encrypted where it can be: nobody else can read along."""

    @default("transport_encryption")
    def _encrypted_where_possible(self) -> str:
        return "auto"

    async def start_kernel(self, **options: Any) -> None:  # type: ignore[override]
        """Start it; what its process grumbles on the terminal while ending is nobody's concern."""
        await super().start_kernel(**{"stderr": subprocess.DEVNULL, **options})

    @property
    def kernel_spec(self) -> KernelSpec:
        return KernelSpec(**get_kernel_dict())  # with what this version can: encryption among it
