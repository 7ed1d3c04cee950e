"""kiptools: read a partnership survey, analyse it honestly, show it in the reader's language.

>>> import kiptools as kip
>>> responses = kip.read_responses()                      # the demo network
>>> show = kip.Show("en")
>>> table = show.table(kip.agreement(responses, "trust"))

Every public name is here; the modules load when a name is first used.
"""

from importlib import import_module

_HOMES = {
    "Choice": "codebook",
    "Codebook": "codebook",
    "Construct": "codebook",
    "Item": "codebook",
    "Scale": "codebook",
    "Wording": "codebook",
    "read_codebook": "forms",
    "write_codebook": "codebook",
    "draft_codebook": "draft",
    "Interval": "intervals",
    "finite_population_interval": "intervals",
    "wilson_interval": "intervals",
    "LANGUAGES": "language",
    "Agreement": "likert",
    "Distribution": "likert",
    "agreement": "likert",
    "distribution": "likert",
    "OpenAnswers": "likert",
    "open_answers": "likert",
    "Overview": "overview",
    "look_over": "overview",
    "KipError": "messages",
    "kit_path": "places",
    "write_report": "report",
    "read_responses": "reading",
    "Missing": "missing",
    "Responses": "responses",
    "Show": "show",
}
__all__ = sorted(_HOMES)


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"kiptools has no {name!r}")
    value = getattr(import_module(f"kiptools.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
