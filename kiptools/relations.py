"""Who works with whom: how dense and fragile the network is, on which levels, and who trusts whom how far.

What was reported is a roster: whoever reported about its own relations, and did not name an organisation, has said
that it does not work with it. Of all others nothing is known but what somebody else said; they stay in the network,
and what they could still report is the band around its density.

Every row of the roster is about an organisation with which one works, unless its level is 0: so a row that states no
level, only how far one trusts the other, is a report like any other. Whoever rates an organisation with which it does
not work gives it the level 0 as well.

A named roster cannot be anonymous: who works with whom is shown by name. How far one trusts another is told of an
organisation only by five raters or more, and neither that of others nor what one organisation gave follows from it
(`trust_ratings` says from whom this is kept, and from whom it cannot be).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from math import comb
from typing import TYPE_CHECKING

from kiptools.confidentiality import may_show, may_show_answers, safe_groups
from kiptools.intervals import Interval
from kiptools.messages import KipError, message
from kiptools.partners import Partner, Partners, Tie

if TYPE_CHECKING:
    import networkx as nx

__all__ = [
    "ConvenorDependence",
    "Cutpoint",
    "Difference",
    "Edge",
    "TieLevels",
    "TieNetwork",
    "TrustRatings",
    "TrustRow",
    "convenor_dependence",
    "tie_levels",
    "tie_network",
    "trust_ratings",
]

MOST_NODES = 1_000
MOST_STEPS = 15_000_000
"""Betweenness takes nodes times ties steps; in larger networks it is not computed, rather than estimated."""
HIGHEST_TRUST = 5
TOPIC = 2
"""A pair whose two reports lie so many levels apart is worth a conversation."""


# --- the network -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Edge:
    """Two organisations that work together, by what at least one of them, or somebody else, reported.

    Parameters
    ----------
    one, other : str
        Ids, in the list's order.
    level : int or None
        The highest level that was reported; None if no level was.
    reporters : tuple of str
        Which of the two reported it; empty where only others did.
    unclear : tuple of str
        Which of the two reported it without a level, so that it is not known whether it says the same.
    """

    one: str
    other: str
    level: int | None
    reporters: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cutpoint:
    """An organisation without which the network splits (an articulation point).

    Parameters
    ----------
    partner : Partner
    pieces : tuple of int
        How many organisations are in each piece of what is now connected, largest first.
    """

    partner: Partner
    pieces: tuple[int, ...]

    @property
    def cut_off(self) -> int:
        """How many organisations lose their connection to the largest piece."""
        return sum(self.pieces[1:])


@dataclass(frozen=True)
class TieNetwork:
    """Who works with whom: a relation counts if either side, or a third party, reports it.

    Everything that is None has no value, because there are too few organisations, reports or relations for it.

    Parameters
    ----------
    nodes : tuple of Partner
        The partners of today and the convenor, in the list's order.
    edges : tuple of Edge
        In the list's order.
    reporters : tuple of str
        Ids of the nodes that reported on their own relations, also that they have none.
    at_least : int
        The lowest level that counts as a relation.
    ladder : str
        The ladder of the levels; empty if it is not known.
    unlevelled : tuple of (str, str)
        Pairs that were reported without a level, so that it is not known whether they reach `at_least`.
    convenor : Partner or None
        The organisation that leads the partnership; if several do, the first.
    without_convenor : bool
        Whether it is left out of the nodes.
    recorded : bool
        Whether the list has any relations.
    outside : int
        Relations that are left out, because they are with potential or former partners.
    """

    nodes: tuple[Partner, ...]
    edges: tuple[Edge, ...]
    reporters: tuple[str, ...] = ()
    at_least: int = 1
    ladder: str = ""
    unlevelled: tuple[tuple[str, str], ...] = ()
    convenor: Partner | None = None
    without_convenor: bool = False
    recorded: bool = True
    outside: int = 0

    # --- pairs and reports

    @property
    def possible(self) -> int:
        """Pairs of organisations."""
        return comb(len(self.nodes), 2)

    @property
    def reportable(self) -> int:
        """Pairs of which at least one side reported."""
        return self.possible - comb(len(self.nodes) - len(self.reporters), 2)

    @cached_property
    def reported(self) -> int:
        """Reportable pairs that are related."""
        return sum(edge.one in self._answered or edge.other in self._answered for edge in self.edges)

    @property
    def density(self) -> float | None:
        """Share of the reportable pairs that are related."""
        return self.reported / self.reportable if self.reportable else None

    @property
    def band(self) -> Interval | None:
        """Share of all pairs that are related: if what is missing were no relation, and if it were one throughout.

        Missing is what those who did not report would have said of anybody, also where the other side reported no
        relation; and the level of what was reported without one.
        """
        if not self.possible:
            return None
        both = comb(len(self.reporters), 2)
        known = sum(edge.one in self._answered and edge.other in self._answered for edge in self.edges)
        unsure = sum(one in self._answered and other in self._answered for one, other in self.unlevelled)
        settled = both - known - unsure  # pairs of which it is certain that they are not related
        return Interval(len(self.edges) / self.possible, (self.possible - settled) / self.possible)

    @property
    def statements(self) -> int:
        """Relations that were reported by their own sides, one for each side."""
        return sum(len(edge.reporters) for edge in self.edges)

    @cached_property
    def confirmed(self) -> int:
        """Relations that both sides reported."""
        return sum(len(edge.reporters) == 2 for edge in self.edges)

    @cached_property
    def one_sided(self) -> int:
        """Relations that one side reported and the other, which reported too, did not."""
        return sum(
            len(edge.reporters) == 1
            and not edge.unclear
            and edge.one in self._answered
            and edge.other in self._answered
            for edge in self.edges
        )

    # --- who is connected

    @cached_property
    def degrees(self) -> dict[str, int]:
        """By id how many organisations each works with."""
        found = {partner.id: 0 for partner in self.nodes}
        for edge in self.edges:
            found[edge.one] += 1
            found[edge.other] += 1
        return found

    @cached_property
    def isolates(self) -> tuple[Partner, ...]:
        """Organisations that reported, and have no relation."""
        return tuple(node for node in self.nodes if not self.degrees[node.id] and node.id in self._answered)

    @cached_property
    def unknown(self) -> tuple[Partner, ...]:
        """Organisations that did not report, and that nobody named: whether they have a relation is not known."""
        return tuple(node for node in self.nodes if not self.degrees[node.id] and node.id not in self._answered)

    @cached_property
    def components(self) -> tuple[tuple[Partner, ...], ...]:
        """The parts into which the network falls, largest first; organisations without a relation are parts too."""
        import networkx as nx

        return self._sorted(nx.connected_components(self._graph))

    @property
    def parts(self) -> tuple[tuple[Partner, ...], ...]:
        """The components of two organisations or more."""
        return tuple(part for part in self.components if len(part) > 1)

    @cached_property
    def cutpoints(self) -> tuple[Cutpoint, ...]:
        """Articulation points, those first without which most organisations are cut off."""
        sizes = _piece_sizes(self._graph)
        found = [Cutpoint(node, sizes[node.id]) for node in self.nodes if node.id in sizes]
        return tuple(sorted(found, key=lambda point: -point.cut_off))

    def cut_off(self, point: Cutpoint) -> tuple[tuple[Partner, ...], ...]:
        """The pieces that lose their connection to the largest one without an organisation, largest first.

        Parameters
        ----------
        point : Cutpoint
            One of `cutpoints`.

        Returns
        -------
        tuple of tuple of Partner
            One less than the point has pieces.
        """
        without, most = {point.partner.id}, point.pieces[1]
        found: list[set[str]] = []
        seen: set[str] = set()
        for start in self._graph[point.partner.id]:
            if start in seen:
                continue
            piece, fresh, small = {start}, [start], True
            while fresh and small:  # of the largest piece no more than shows that it is the largest
                new = self._graph[fresh.pop()].keys() - piece - without
                fresh += new
                piece |= new
                small = len(piece) <= most and new.isdisjoint(seen)
            seen |= piece
            if small:
                found.append(piece)
        return self._sorted(found)[len(found) + 1 - len(point.pieces) :]

    @cached_property
    def bridges(self) -> tuple[Edge, ...]:
        """Relations that are the only way between two parts of the network."""
        import networkx as nx

        found = {frozenset(pair) for pair in nx.bridges(self._graph)}
        return tuple(edge for edge in self.edges if frozenset((edge.one, edge.other)) in found)

    # --- how far it hangs on a few

    @property
    def degree_centralisation(self) -> float | None:
        """From 0 (all have equally many relations) to 1 (one has all of them)."""
        n = len(self.nodes)
        return _spread(self.degrees.values()) / ((n - 1) * (n - 2)) if n > 2 else None

    @cached_property
    def betweenness(self) -> dict[str, float] | None:
        """By id the share of other pairs whose shortest ways lead through an organisation; None in large networks."""
        if len(self.nodes) > MOST_NODES or len(self.nodes) * len(self.edges) > MOST_STEPS or len(self.nodes) < 3:
            return None
        import networkx as nx

        return {id: float(value) for id, value in nx.betweenness_centrality(self._graph).items()}

    @property
    def betweenness_centralisation(self) -> float | None:
        """From 0 (all are equally often on the way) to 1 (one is on the way of all others)."""
        return _spread(self.betweenness.values()) / (len(self.nodes) - 1) if self.betweenness else None

    # --- across types

    @cached_property
    def external(self) -> int:
        """Relations between organisations of different types."""
        return sum(one != other for one, other in self._types)

    @cached_property
    def internal(self) -> int:
        """Relations between organisations of the same type."""
        return sum(one == other for one, other in self._types)

    @property
    def ei_index(self) -> float | None:
        """From -1 (relations within a type only) to 1 (between types only); where both types are stated."""
        both = self.external + self.internal
        return (self.external - self.internal) / both if both else None

    @cached_property
    def _types(self) -> list[tuple[str, str]]:
        types = {node.id: node.type for node in self.nodes}
        pairs = [(types[edge.one], types[edge.other]) for edge in self.edges]
        return [pair for pair in pairs if all(pair)]

    @cached_property
    def _answered(self) -> frozenset[str]:
        return frozenset(self.reporters)

    @cached_property
    def _graph(self) -> nx.Graph:
        import networkx as nx

        graph = nx.Graph()
        graph.add_nodes_from(node.id for node in self.nodes)
        graph.add_edges_from((edge.one, edge.other) for edge in self.edges)
        return graph

    def _sorted(self, groups: Iterable[set[str]]) -> tuple[tuple[Partner, ...], ...]:
        """Groups of ids as partners in the list's order, the largest group first."""
        places = [sorted(self._places[id] for id in group) for group in groups]
        return tuple(
            tuple(self.nodes[place] for place in group)
            for group in sorted(places, key=lambda group: (-len(group), group))
        )

    @cached_property
    def _places(self) -> dict[str, int]:
        return {node.id: place for place, node in enumerate(self.nodes)}


def tie_network(partners: Partners, *, at_least: int = 1, without_convenor: bool = False) -> TieNetwork:
    """The network of who works with whom.

    A relation counts if it was reported by either side or by somebody else. Whoever reported about itself, and did
    not name an organisation or gave it the level 0, reported no relation with it. Whoever did not report stays in
    the network: what others said of it is known, the rest is not. Potential and former partners are no part of it;
    relations with them are counted, and left out.

    Parameters
    ----------
    partners : Partners
    at_least : int
        The lowest level of the ladder that counts as a relation.
    without_convenor : bool
        Whether to leave out the organisation that leads the partnership, if the list names it.

    Returns
    -------
    TieNetwork

    Raises
    ------
    KipError
        The ladder has no such level.

    References
    ----------
    Wasserman, S. & Faust, K. (1994). Social Network Analysis: Methods and Applications. Cambridge University Press.
    Centralisation: Freeman, L. C. (1978). Centrality in social networks: conceptual clarification. Social Networks 1,
    215-239. Confirmation and non-response: Stork, D. & Richards, W. D. (1992). Nonrespondents in communication network
    studies. Group & Organization Management 17, 193-209. E-I index: Krackhardt, D. & Stern, R. N. (1988). Informal
    networks and organizational crises. Social Psychology Quarterly 51, 123-140.

    Examples
    --------
    Of four, a and b reported; d was named by nobody, so that of d only a and b have said that they have no relation.

    >>> from datetime import date
    >>> people = tuple(Partner(id=name, name=name) for name in "abcd")
    >>> ties = (Tie("a", "b", reporter="a"), Tie("b", "c", reporter="b"))
    >>> found = tie_network(Partners("list.xlsx", date(2026, 3, 31), people, ties=ties))
    >>> found.reported, found.reportable, [point.partner.name for point in found.cutpoints]
    (2, 5, ['b'])
    >>> [node.name for node in found.unknown]
    ['d']
    """
    most = max(1, len(partners.rungs))
    if not 1 <= at_least <= most:
        raise KipError(
            message(
                "Relations can be counted from a level between 1 and {most} of the ladder; {level} is none of these.",
                most=most,
                level=at_least,
            )
        )
    inside = {partner.id for partner in partners.records if partner.status in ("current", "", "convenor")}
    left_out = partners.convenor.id if without_convenor and partners.convenor is not None else ""
    nodes = tuple(partner for partner in partners.records if partner.id in inside and partner.id != left_out)
    needed = at_least if at_least > 1 else _rank(None)
    edges, unlevelled, outside = [], [], 0
    for pair, levels in _said(partners.ties, [partner.id for partner in partners.records]).items():
        highest = max(levels.values(), key=_rank)
        related = _rank(highest) >= needed
        if not inside.issuperset(pair):
            outside += related
        elif left_out in pair:
            continue
        elif related:
            reporters = tuple(id for id in pair if _rank(levels.get(id, 0)) >= needed)
            unclear = tuple(id for id in pair if id in levels and levels[id] is None)
            edges.append(Edge(*pair, highest, reporters, unclear if at_least > 1 else ()))
        elif None in levels.values():
            unlevelled.append(pair)
    answered = _answered(partners.ties)
    return TieNetwork(
        nodes,
        tuple(edges),
        tuple(node.id for node in nodes if node.id in answered),
        at_least,
        partners.ladder,
        tuple(unlevelled),
        partners.convenor,
        bool(left_out),
        bool(partners.ties),
        outside,
    )


def _answered(ties: Iterable[Tie]) -> set[str]:
    """Who reported about its own relations. A third party that tells of others has not told of itself."""
    own = {tie.reporter for tie in ties if tie.reporter in (tie.one, tie.other)}
    return own | {tie.reporter or tie.one for tie in ties if not tie.other}


def _rank(level: int | None) -> float:
    """A relation without a level is more than none, and less than any with a level."""
    return 0.5 if level is None else level


def _said(ties: Iterable[Tie], ids: Sequence[str]) -> dict[tuple[str, str], dict[str, int | None]]:
    """For each pair of nodes, in the list's order, the highest level by each of those who reported it."""
    place = {id: number for number, id in enumerate(ids)}
    found: dict[tuple[str, str], dict[str, int | None]] = {}
    for tie in ties:
        if tie.one == tie.other or tie.one not in place or tie.other not in place:
            continue
        pair = (tie.one, tie.other) if place[tie.one] < place[tie.other] else (tie.other, tie.one)
        levels = found.setdefault(pair, {})
        levels[tie.reporter] = max(levels.get(tie.reporter, 0), tie.level, key=_rank)
    return {pair: found[pair] for pair in sorted(found, key=lambda pair: (place[pair[0]], place[pair[1]]))}


def _spread(values: Iterable[float]) -> float:
    """How far all lie below the highest, together."""
    known = list(values)
    highest = max(known)
    return sum(highest - value for value in known)


def _piece_sizes(graph: nx.Graph) -> dict[str, tuple[int, ...]]:
    """For each articulation point how large the pieces are without it, by the tree of blocks and cut points."""
    import networkx as nx

    points = set(nx.articulation_points(graph))
    tree = nx.Graph()
    weight: dict[object, int] = dict.fromkeys(points, 1)
    for number, block in enumerate(nx.biconnected_components(graph)):
        inside = block & points
        weight[number] = len(block) - len(inside)
        tree.add_edges_from((id, number) for id in inside)
    pieces: dict[str, list[int]] = {id: [] for id in points}
    seen: set[object] = set()
    for root in tree:
        if root in seen:
            continue
        order = list(nx.dfs_edges(tree, root))
        below = {root: weight[root]} | {child: weight[child] for _, child in order}
        for parent, child in reversed(order):
            below[parent] += below[child]
        seen |= set(below)
        for parent, child in order:
            if parent in points:
                pieces[parent].append(below[child])
            else:
                pieces[child].append(below[root] - below[child])
    return {id: tuple(sorted(sizes, reverse=True)) for id, sizes in pieces.items()}


# --- with and without the convenor -----------------------------------------------------------------------


@dataclass(frozen=True)
class ConvenorDependence:
    """The network as it is, and as it would be without the organisation that leads it.

    Parameters
    ----------
    convenor : Partner or None
        None if the list does not say who leads.
    whole, without : TieNetwork
    """

    convenor: Partner | None
    whole: TieNetwork
    without: TieNetwork

    @cached_property
    def alone(self) -> tuple[Partner, ...]:
        """Organisations whose only known relation is the one with the convenor."""
        return tuple(
            node for node in self.without.nodes if self.whole.degrees[node.id] and not self.without.degrees[node.id]
        )


def convenor_dependence(partners: Partners, *, at_least: int = 1) -> ConvenorDependence:
    """What would be left of the network without the organisation that leads it.

    Parameters
    ----------
    partners : Partners
    at_least : int
        The lowest level of the ladder that counts as a relation.

    Returns
    -------
    ConvenorDependence

    Raises
    ------
    KipError
        The ladder has no such level.

    References
    ----------
    Wasserman, S. & Faust, K. (1994). Social Network Analysis: Methods and Applications. Cambridge University Press
    (chapter 4: cutpoints and connectivity).

    Examples
    --------
    >>> from datetime import date
    >>> people = (Partner(id="we", name="we", status="convenor"), *(Partner(id=name, name=name) for name in "abc"))
    >>> ties = (*(Tie("we", name, reporter="we") for name in "abc"), Tie("a", "b", reporter="a"))
    >>> found = convenor_dependence(Partners("list.xlsx", date(2026, 3, 31), people, ties=ties))
    >>> len(found.whole.parts), len(found.without.components), [partner.name for partner in found.alone]
    (1, 2, ['c'])
    """
    return ConvenorDependence(
        partners.convenor,
        tie_network(partners, at_least=at_least),
        tie_network(partners, at_least=at_least, without_convenor=True),
    )


# --- levels ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Difference:
    """Two organisations that both said on which level they work together.

    Parameters
    ----------
    one, other : Partner
    levels : tuple of int
        What each of them said.
    """

    one: Partner
    other: Partner
    levels: tuple[int, int]

    @property
    def gap(self) -> int:
        """How many levels lie between the two reports."""
        return abs(self.levels[0] - self.levels[1])


@dataclass(frozen=True)
class TieLevels:
    """On which levels of a ladder organisations work together.

    Parameters
    ----------
    ladder : str
        Empty if it is not known; then there are no networks.
    rungs : tuple of str
        The ladder's levels, lowest first.
    networks : tuple of TieNetwork
        For each rung the network of the relations that reach it.
    pairs : tuple of Difference
        Pairs of which both sides stated a level, not both 0; largest gap first, then in the list's order.
    recorded : bool
        Whether the list has any relations.
    """

    ladder: str
    rungs: tuple[str, ...] = ()
    networks: tuple[TieNetwork, ...] = ()
    pairs: tuple[Difference, ...] = ()
    recorded: bool = True

    @property
    def reached(self) -> tuple[int, ...]:
        """For each rung how many relations reach it, by the higher of both reports."""
        return tuple(sum(edge.level is not None for edge in network.edges) for network in self.networks)

    @property
    def counts(self) -> tuple[int, ...]:
        """For each rung how many relations stand on it, by the higher of both reports."""
        return tuple(count - higher for count, higher in zip(self.reached, (*self.reached[1:], 0), strict=True))

    @property
    def without_level(self) -> int:
        """Relations of which no level was stated."""
        return len(self.networks[0].edges) - self.reached[0] if self.networks else 0

    @property
    def gaps(self) -> tuple[int, ...]:
        """How many pairs lie 0, 1, 2 ... levels apart."""
        return tuple(sum(pair.gap == gap for pair in self.pairs) for gap in range(len(self.rungs) + 1))

    @property
    def mean_gap(self) -> float | None:
        return sum(pair.gap for pair in self.pairs) / len(self.pairs) if self.pairs else None

    @property
    def topics(self) -> tuple[Difference, ...]:
        """Pairs whose reports lie two levels or more apart: something to talk about."""
        return tuple(pair for pair in self.pairs if pair.gap >= TOPIC)


def tie_levels(partners: Partners) -> TieLevels:
    """On which levels organisations work together, and who sees a relation differently.

    Levels are compared within the ladder that the list names and never across ladders, which order the same words
    differently. A relation stands on the higher of the two levels that its sides reported.

    Parameters
    ----------
    partners : Partners

    Returns
    -------
    TieLevels
        Without networks if the list names no ladder.

    References
    ----------
    Frey, B. B., Lohmeier, J. H., Lee, S. W. & Tollefson, N. (2006). Measuring collaboration among grant partners.
    American Journal of Evaluation 27, 383-392.

    Examples
    --------
    >>> from datetime import date
    >>> two = (Partner(id="a", name="a"), Partner(id="b", name="b"))
    >>> ties = (Tie("a", "b", 5, reporter="a"), Tie("a", "b", 1, reporter="b"))
    >>> found = tie_levels(Partners("list.xlsx", date(2026, 3, 31), two, ties=ties, ladder="frey"))
    >>> found.counts, found.topics[0].levels
    ((0, 0, 0, 0, 1), (5, 1))
    """
    if not partners.rungs:
        return TieLevels("", recorded=bool(partners.ties))
    networks = tuple(tie_network(partners, at_least=level) for level in range(1, len(partners.rungs) + 1))
    by_id = partners.by_id
    pairs = []
    for (one, other), levels in _said(partners.ties, [node.id for node in networks[0].nodes]).items():
        first, second = levels.get(one), levels.get(other)
        if first is not None and second is not None and (first or second):
            pairs.append(Difference(by_id[one], by_id[other], (first, second)))
    pairs.sort(key=lambda pair: -pair.gap)
    return TieLevels(partners.ladder, partners.rungs, networks, tuple(pairs), bool(partners.ties))


# --- trust -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class TrustRow:
    """How far an organisation is trusted by those who rated it.

    Parameters
    ----------
    partner : Partner
    counts : tuple of int
        How often it was given 1, 2, 3, 4 and 5.
    """

    partner: Partner
    counts: tuple[int, ...]

    @property
    def raters(self) -> int:
        return sum(self.counts)

    @property
    def mean(self) -> float:
        """From 1 to 5."""
        return _mean(self.counts)

    @property
    def share(self) -> float:
        """The mean on the way from the lowest (0) to the highest rating (1)."""
        return _unit(self.mean)


@dataclass(frozen=True)
class TrustRatings:
    """How far organisations trust each other. What may not be shown is not kept.

    Parameters
    ----------
    rows : tuple of TrustRow
        Organisations whose ratings may be shown, in the list's order.
    counts : tuple of int
        All ratings together: how often 1, 2, 3, 4 and 5 were given. Empty if that may not be shown.
    raters : int
        Organisations that rated others.
    rated : int
        Organisations that were rated.
    unclear : int
        Ratings that were left out, because it is not recorded which of the two sides gave them.
    """

    rows: tuple[TrustRow, ...] = ()
    counts: tuple[int, ...] = ()
    raters: int = 0
    rated: int = 0
    unclear: int = 0

    @property
    def ratings(self) -> int:
        return sum(self.counts)

    @property
    def mean(self) -> float | None:
        """Of all ratings, from 1 to 5."""
        return _mean(self.counts) if self.counts else None

    @property
    def share(self) -> float | None:
        """The mean on the way from the lowest (0) to the highest rating (1)."""
        return _unit(_mean(self.counts)) if self.counts else None


def trust_ratings(partners: Partners) -> TrustRatings:
    """How far organisations trust each other: all together, and each of those that enough others rated.

    An organisation's mean is kept if five others or more rated it, who did not all say the same. What is left of all
    ratings when those of the organisations that are shown are taken away is known as well: it is of five raters or
    more, not all the same, and no organisation gave or received more than half of it, or all but four. Else further
    organisations are hidden, those with the fewest ratings first; if that does not help, nothing is kept. Nor is
    anything if all ratings together, without one organisation that gave or received them, were fewer than five. Of
    several ratings of an organisation by the same rater the first counts.

    Parameters
    ----------
    partners : Partners

    Returns
    -------
    TrustRatings

    Notes
    -----
    Kept apart from whoever sees everything that is shown, and knows who rated whom: no single rating follows, nor how
    an organisation rated others, nor what was said of one that is not shown, but for what is known of all of them
    together: where nearly all ratings are the same, that is known of each.

    Not kept from the raters themselves: one of five knows the mean of the other four, and one who gave half of what is
    left knows the other half together. Nor from raters who put together what they know, from somebody who compares
    what is shown of two lists that are nearly the same, or who runs these rules backwards: an organisation that many
    rated, and that is hidden while others with fewer ratings are shown, got the same rating from all.

    References
    ----------
    Hundepool, A. et al. (2012). Statistical Disclosure Control. Wiley (chapter 4: threshold and dominance rules).

    Examples
    --------
    Seven rate each other, and most give 4; what was said of the last one, by two, cannot be worked out.

    >>> from datetime import date
    >>> names = "abcdefg"
    >>> ties = [Tie(x, y, reporter=x, trust=5 if x == "a" else 4) for x in names for y in names[:5] if x != y]
    >>> ties += [Tie(x, y, reporter=x, trust=2) for x in "ab" for y in "fg" if x != y]
    >>> people = tuple(Partner(id=name, name=name) for name in names)
    >>> found = trust_ratings(Partners("list.xlsx", date(2026, 3, 31), people, ties=tuple(ties)))
    >>> found.rated, [(row.partner.name, row.raters) for row in found.rows]
    (7, [('c', 6), ('d', 6), ('e', 6)])
    """
    given: dict[tuple[str, str], int] = {}
    unclear = 0
    for tie in partners.ties:
        if tie.trust is None or tie.one == tie.other or not tie.other:
            continue
        if tie.reporter in (tie.one, tie.other):
            given.setdefault((tie.reporter, tie.other if tie.reporter == tie.one else tie.one), tie.trust)
        else:
            unclear += 1
    by_rated: dict[str, list[int]] = {}
    raters_of: dict[str, list[str]] = {}
    for (rater, rated), trust in given.items():
        by_rated.setdefault(rated, [0] * HIGHEST_TRUST)[trust - 1] += 1
        raters_of.setdefault(rated, []).append(rater)
    rows = [TrustRow(partner, tuple(by_rated[partner.id])) for partner in partners.records if partner.id in by_rated]
    counts = tuple(map(sum, zip(*(row.counts for row in rows), strict=True)))
    raters = Counter(rater for rater, _ in given)
    told = may_show_answers(counts) and may_show(_without_largest(rows, raters))
    shown = _safe_rows(rows, raters_of) if told else None
    return TrustRatings(
        shown or (),
        counts if shown is not None else (),
        len(raters),
        len(rows),
        unclear,
    )


def _safe_rows(rows: Sequence[TrustRow], raters_of: Mapping[str, Sequence[str]]) -> tuple[TrustRow, ...] | None:
    """Those that may be shown beside all ratings together; None if even all of these may not."""
    safe = safe_groups([row.counts for row in rows])
    shown = sorted((row for row, show in zip(rows, safe, strict=True) if show), key=lambda row: row.raters)
    hidden = [row for row, show in zip(rows, safe, strict=True) if not show]
    raters = Counter(chain.from_iterable(raters_of[row.partner.id] for row in hidden))
    while hidden and not _mixed(hidden, raters):
        if not shown:
            return None
        hidden.append(shown.pop(0))
        raters.update(raters_of[hidden[-1].partner.id])
    kept = {row.partner.id for row in shown}
    return tuple(row for row in rows if row.partner.id in kept)


def _mixed(rows: Sequence[TrustRow], raters: Mapping[str, int]) -> bool:
    """Whether ratings that are known together tell nothing of one organisation that received or gave many of them."""
    left = _without_largest(rows, raters)
    return may_show(len(raters)) and may_show(left) and 2 * left >= sum(raters.values())


def _without_largest(rows: Sequence[TrustRow], raters: Mapping[str, int]) -> int:
    """How many ratings are left without those that any one organisation received, or gave."""
    return sum(raters.values()) - max(*(row.raters for row in rows), *raters.values())


def _mean(counts: Sequence[int]) -> float:
    return sum(level * count for level, count in enumerate(counts, start=1)) / sum(counts)


def _unit(mean: float) -> float:
    return (mean - 1) / (HIGHEST_TRUST - 1)
