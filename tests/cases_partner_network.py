"""The exercise on the partner network: other ways to right answers, what learners do instead, what was counted by hand."""

from __future__ import annotations

# Code that is run after the cells before a question's answer; it leaves the answer in `answer`.
ROUTES = {
    "P1": [
        "answer = len(network.members)",
        "answer = kip.pipeline(network).counts[1]",
        "answer = [partner.name for partner in network.records if partner.status == 'current']",
        "answer = [len(network.members)]",
    ],
    "P2": [
        "answer = (months, [partner.name for partner in quiet.inactive])",
        "answer = (months, (len(quiet.inactive),))",
        "months = 6\nanswer = [months, str(len(kip.inactivity(network, months).inactive))]",
        "import datetime\n"
        "days = network.frame.loc[network.frame['status'] == 'current', 'last_activity'].dropna()\n"
        "answer = 12, int((days < datetime.date(2025, 3, 31)).sum())",
        "answer = 18, sum(row.inactive for row in kip.inactivity(network, 18).by_type)",
    ],
    "P3": [
        "counts = network.frame.loc[network.frame['status'] == 'current', 'activities'].dropna().sort_values()\n"
        "answer = counts[-concentration.fifth:].sum() / counts.sum()",
        "others = sum(concentration.activities[concentration.fifth:])\nanswer = 1 - others / concentration.total",
        "answer = f'{100 * concentration.share:.1f} %'",
        "answer = round(concentration.share, 2)",
    ],
    "P4": [
        "answer = next(row.expected for row in compared.rows if row.category == 'G')",
        "answer = str(round(employers * jobs['G'] / sum(jobs), 1)).replace('.', ',')",
        "answer = (jobs / jobs.sum() * employers).loc[['G']]",
    ],
    "P5": [
        "answer = 'n, g'",
        "answer = [row.category for row in compared.rows if not row.partners and row.expected >= 1]",
        "answer = {row.category for row in compared.rows if row.verdict == 'missing'}",
        "answer = ('G)', 'N)')",
    ],
    "P6": [
        "answer = len(coverage.single)",
        "answer = {len(coverage.single)}",
        "answer = [row.need for row in coverage.rows if len(row.partners) == 1]",
        "frame = network.frame[network.frame['status'] == 'current'].explode('needs')\n"
        "answer = (frame['needs'].value_counts() == 1).sum()",
    ],
    "P7": [
        "answer = 'centre de formation halbrane'",
        "answer = relations.nlargest(1).index",
        "degrees = kip.tie_network(network).degrees\n"
        "answer = max((id for id in degrees if id != 'P00'), key=degrees.get)",
    ],
    "P8": [
        "answer = [partner.name for partner in dependence.alone]",
        "answer = (len(dependence.alone),)",
        "ties = [{tie.one, tie.other} for tie in network.ties if tie.other]\n"
        "answer = sum({'P00'} == set().union(*(pair - {partner.id} for pair in ties if partner.id in pair), set())\n"
        "             for partner in network.members)",
        "answer = len(dependence.without.isolates) + len(dependence.without.unknown) - len(dependence.whole.unknown)",
    ],
    "P9": ["answer = 'c)'", "answer = ['C']", "answer = ' C '"],
    "P10": [
        "answer = [('Maud', 'call the two quiet employers', '2026-04-30'),\n"
        "          ('Idris', 'renew the agreement with the training centre', '30/06/2026'),\n"
        "          ('Salomé', 'invite a shop owner to the open day', '15 mai 2026')]",
        "answer = ['Bob; visit partners; by 15.01.2030', 'Cy; write letter to all; 2030-01-15',\n"
        "          'Ana; nazvati škole; do kraja svibnja 2027.']",
        "answer = '''Maud; call the two quiet employers; 30 April 2026\n"
        "Idris; renew the agreement; with the training centre; juin 2026\n"
        "Salomé; invite a shop owner to the open day; 15.5.2026.'''",
        "import pandas as pd\n"
        "answer = pd.DataFrame({'who': ['Ana', 'Ana', 'Ivo'], 'what': ['visit the first one', 'call the second one',\n"
        "    'find a third one'], 'when': ['1 May 2026', '1 June 2026', '1 July 2026']})",
    ],
}

WRONG = {
    "P1": {
        "the whole list": "answer = sum(kip.pipeline(network).counts)",
        "potential partners too": "answer = len(network.members) + len(network.potential)",
        "former partners too": "answer = network.frame['status'].isin(['current', 'former']).sum()",
        "the Cité des métiers too": "answer = len(kip.tie_network(network).nodes)",
        "employers only": "answer = ((network.frame['type'] == 'employer') & (network.frame['status'] == 'current')).sum()",
    },
    "P2": {
        "unknown ones too": "answer = (months, len(quiet.inactive) + len(quiet.unknown))",
        "the active ones": "answer = (months, len(quiet.active))",
        "the unknown ones": "answer = (months, len(quiet.unknown))",
        "everybody": "answer = (months, quiet.partners)",
        "another rule": "answer = (months, len(kip.inactivity(network, 6).inactive))",
    },
    "P3": {
        "percent for share": "answer = round(100 * concentration.share)",
        "the others": "answer = sum(concentration.activities[concentration.fifth:]) / concentration.total",
        "partners, not activities": "answer = concentration.fifth / len(concentration.rows)",
        "compared with the others": "answer = concentration.busiest / (concentration.total - concentration.busiest)",
        "the busiest partner only": "answer = max(concentration.activities) / concentration.total",
    },
    "P4": {
        "all partners": "answer = len(network.members) * jobs['G'] / jobs.sum()",
        "all employers": "answer = (employers + 1) * jobs['G'] / jobs.sum()",
        "the share only": "answer = round(jobs['G'] / jobs.sum(), 2)",
        "upside down": "answer = employers * jobs.sum() / jobs['G']",
        "those there are": "answer = next(row.partners for row in compared.rows if row.category == 'G')",
        "percent of the jobs": "answer = round(100 * jobs['G'] / jobs.sum())",
        "rounded": "answer = round(employers * jobs['G'] / jobs.sum())",
    },
    "P5": {
        "every sector without a partner": "answer = 'B, G, K, N'",
        "finance too": "answer = ['G', 'K', 'N']",
        "trade only": "answer = 'G'",
        "the sector with most partners": "answer = 'C'",
        "sectors that differ": "answer = ['C', 'G', 'N']",
    },
    "P6": {
        "nobody too": "answer = sum(len(row.partners) <= 1 for row in coverage.rows)",
        "nobody": "answer = len(coverage.uncovered)",
        "several partners": "answer = sum(len(row.partners) > 1 for row in coverage.rows)",
        "all needs": "answer = len(coverage.rows)",
    },
    "P7": {
        "the Cité des métiers": "degrees = kip.tie_network(network).degrees\nanswer = max(degrees, key=degrees.get)",
        "most activities": "answer = kip.concentration(network).rows[0].name",
        "fewest relations": "answer = relations.idxmin()",
        "the first name": "answer = relations.nlargest(8).sort_index().index[0]",
    },
    "P8": {
        "also without a relation before": "without = dependence.without\n"
        "answer = len(without.isolates) + len(without.unknown)",
        "relations": "answer = len(dependence.whole.edges) - len(dependence.without.edges)",
        "outside the largest part": "parts = dependence.without.components\n"
        "answer = len(dependence.without.nodes) - len(parts[0])",
        "parts": "answer = len(dependence.without.parts)",
    },
    "P9": {"A": "answer = 'A'", "B": "answer = 'b'", "D": "answer = 'D)'"},
    "P10": {
        "a part is missing": "answer = ['Maud; call the two quiet employers', 'Idris; visit the new school; 2026-05-04',\n"
        "    'Ana; ask the town for a room; 2026-06-01']",
        "nobody in particular": "answer = ['We; call the two quiet employers; 2026-05-04',\n"
        "    'Idris; visit the new school; 2026-05-04', 'Ana; ask the town for a room; 2026-06-01']",
        "too short": "answer = ['Maud; communication; 2026-05-04', 'Idris; visit the new school; 2026-05-04',\n"
        "    'Ana; ask the town for a room; 2026-06-01']",
        "no day": "answer = ['Maud; call the two quiet employers; as soon as possible',\n"
        "    'Idris; visit the new school; 2026-05-04', 'Ana; ask the town for a room; 2026-06-01']",
        "a day in the past": "answer = ['Maud; call the two quiet employers; 4 May 2025',\n"
        "    'Idris; visit the new school; 2026-05-04', 'Ana; ask the town for a room; 2026-06-01']",
        "fewer than three": "answer = ['Maud; call the two quiet employers; 2026-05-04']",
        "the same action twice": "answer = ['Maud; call the two quiet employers; 2026-05-04'] * 3",
    },
}

# The demo network, with the lists in data/cite/network/ and the csv module only.
HAND = {
    "P1": 42,  # partners.csv: rows with status "current"
    "P2": (12, 5),  # of these, last_activity before 2025-03-31; P41 has neither a day nor a number; P30 a number
    "P3": 80 / 120,  # the nine highest of 41 numbers in "activities": 14 12 11 9 8 7 7 6 6
    "P4": 13 * 11200 / 60000,  # 14 employers, of P14 no sector; reference.csv: G has 11200 of 60000 jobs
    "P5": ["G", "N"],  # 13/60000 of the jobs in G 2.4, N 1.3, K 0.5, B 0.02; nobody in these four, six in C
    "P6": 3,  # in "needs" of current rows: housing advice, recognition of foreign qualifications, transport
    "P7": "P16",  # relations.csv: 17 different others beside it in either column; P29 has 16, P26 13
    "P8": 5,  # relations.csv: P05 P07 P08 P12 P14 stand in rows with P00 only
}
