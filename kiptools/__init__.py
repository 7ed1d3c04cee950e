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
    "Comparison": "groups",
    "RepeatedComparison": "groups",
    "compare": "groups",
    "compare_items": "groups",
    "Interval": "intervals",
    "finite_population_interval": "intervals",
    "newcombe_interval": "intervals",
    "wilson_interval": "intervals",
    "LANGUAGES": "language",
    "Reliability": "constructs",
    "Scores": "constructs",
    "reliability": "constructs",
    "score": "constructs",
    "Agreement": "likert",
    "Description": "likert",
    "Distribution": "likert",
    "agreement": "likert",
    "describe": "likert",
    "distribution": "likert",
    "Estimates": "sampling",
    "estimate": "sampling",
    "export_design": "sampling",
    "OpenAnswers": "likert",
    "open_answers": "likert",
    "Overview": "overview",
    "look_over": "overview",
    "KipError": "messages",
    "formulas_of": "formulas",
    "MethodsAppendix": "methods",
    "methods_appendix": "methods",
    "read_facts": "facts",
    "write_facts": "facts",
    "kit_path": "places",
    "Agenda": "priority",
    "Priorities": "priority",
    "conversation_agenda": "priority",
    "priorities": "priority",
    "Bounds": "nonresponse",
    "EarlyLate": "nonresponse",
    "Participation": "nonresponse",
    "ResponseRates": "nonresponse",
    "bounds": "nonresponse",
    "early_late": "nonresponse",
    "response_rates": "nonresponse",
    "who_answered": "nonresponse",
    "Partner": "partners",
    "Partners": "partners",
    "read_partners": "lists",
    "write_partner_template": "workbook",
    "write_partners": "workbook",
    "write_survey_frame": "workbook",
    "Composition": "network",
    "Pipeline": "network",
    "Concentration": "network",
    "ContactDebt": "network",
    "Inactivity": "network",
    "Completeness": "network",
    "Sources": "network",
    "Documents": "network",
    "composition": "network",
    "pipeline": "network",
    "concentration": "network",
    "contact_debt": "network",
    "inactivity": "network",
    "completeness": "network",
    "by_source": "network",
    "documents": "network",
    "Representation": "gaps",
    "NeedsCoverage": "gaps",
    "read_reference": "gaps",
    "representation": "gaps",
    "needs_coverage": "gaps",
    "Involvement": "involvement",
    "classify_cooperation": "involvement",
    "ConvenorDependence": "relations",
    "TieNetwork": "relations",
    "TieLevels": "relations",
    "TrustRatings": "relations",
    "convenor_dependence": "relations",
    "tie_network": "relations",
    "tie_levels": "relations",
    "trust_ratings": "relations",
    "ActionList": "actions",
    "Findings": "actions",
    "action_list": "actions",
    "findings": "actions",
    "Rules": "actions",
    "write_calendar": "calendars",
    "Register": "register",
    "read_register": "register",
    "Weighting": "weighting",
    "rake": "weighting",
    "weight_to_register": "weighting",
    "Change": "waves",
    "PreThenPost": "waves",
    "change": "waves",
    "pre_then_post": "waves",
    "write_report": "report",
    "read_responses": "reading",
    "Missing": "missing",
    "Responses": "responses",
    "overlaps": "responses",
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
