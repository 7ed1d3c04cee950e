"""The kernel that runs notebooks: always this Python, whatever kernels are installed on the machine."""

from __future__ import annotations

from ipykernel.kernelspec import make_ipkernel_cmd
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from traitlets import default

__all__ = ["ThisPython"]


class ThisPython(AsyncKernelManager):
    """Starts ``sys.executable -m ipykernel_launcher``; nobody else on the machine can read along."""

    @default("transport_encryption")
    def _encrypted_where_possible(self) -> str:
        return "auto"

    @property
    def kernel_spec(self) -> KernelSpec:
        return KernelSpec(
            argv=make_ipkernel_cmd(),
            display_name="Python 3",
            language="python",
            metadata={"supported_encryption": "curve"},
        )
