"""The map of a network: organisations on a ring, their names beside them, a line for each relation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import sqrt
from typing import TYPE_CHECKING, Any

from kiptools.fields import LADDERS, categories, label
from kiptools.language import Language
from kiptools.messages import cut, message
from kiptools.partners import Partner
from kiptools.relations import Edge, TieNetwork
from kiptools.show.drawing import BLUE, INK, LINE, WIDTH, legend_rows, palette, wrap_text, write_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["level_name", "network_figure", "on_map"]

MOST_ON_MAP = 80
BEST_ON_MAP = 60
"""A network of more than 80 organisations is shown by the 60 that have most relations."""
RADIUS = 1.75
REACH = 0.14
"""From a mark to its name, in inches."""
GREY = "#8a8a8a"
PALE: dict[str, Any] = {"color": "#c8c8c8", "linewidth": 0.7}
"""The convenor's relations stay in the background: it has one with nearly everybody, and they would hide the others."""


def level_name(ladder: str, level: int, language: Language) -> str:
    """What a ladder calls one of its levels."""
    return label("rung", LADDERS[ladder][level - 1], language.code)


def on_map(result: TieNetwork) -> list[Partner]:
    """What the map shows: by type, then in the list's order."""
    nodes = list(result.nodes)
    if len(nodes) > MOST_ON_MAP:
        best = sorted(nodes, key=lambda node: -result.degrees[node.id])[:BEST_ON_MAP]
        chosen = {node.id for node in best}
        nodes = [node for node in nodes if node.id in chosen]
    order = {name: place for place, name in enumerate(categories("type"))}
    return sorted(nodes, key=lambda node: order.get(node.type, len(order)))


def network_figure(result: TieNetwork, language: Language) -> Figure:
    """Organisations on a ring, their names beside them, a line for each relation.

    The names stand in rows, one for each organisation, to the right and to the left of the ring: they cannot overlap
    however long they are, and no line runs through them.
    """
    from matplotlib.figure import Figure

    nodes = on_map(result)
    points = {point.partner.id for point in result.cutpoints}
    labels = [wrap_text(_on_label(node, result, points, language), WIDTH / 2 - RADIUS - REACH - 0.1) for node in nodes]
    legend = _legend(result, nodes, points, language)
    lines = legend_rows([name for _, name in legend])
    half = -(-len(nodes) // 2)
    rooms = [LINE * len(lines) + 0.1 for lines in labels]
    body = max(sum(rooms[:half]), sum(rooms[half:]), 2 * RADIUS)
    top = LINE * 1.5 * len(lines) + 0.15
    height = top + body + 0.1
    drawing = Figure(figsize=(WIDTH, height))
    axes = drawing.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(0, height)
    axes.set_axis_off()
    places = [
        *_ring(rooms[:half], body, right=True),
        *reversed(_ring(rooms[half:][::-1], body, right=False)),
    ]
    place_of = {node.id: (x, y + 0.1) for node, (x, y) in zip(nodes, places, strict=True)}
    _draw_edges(axes, result, place_of)
    reported, colours = set(result.reporters), _type_colours(nodes)
    for node, text in zip(nodes, labels, strict=True):
        x, y = place_of[node.id]
        fill = colours[node.type] if node.id in reported or not reported else "#ffffff"
        axes.plot([x], [y], _shape(node, result, points), color=INK, markerfacecolor=fill, markersize=8, zorder=3)
        side = 1 if x > WIDTH / 2 else -1
        for place, line in enumerate(text):
            at = y + LINE * ((len(text) - 1) / 2 - place)
            write_text(drawing, x + side * REACH, at, line, ha="left" if side > 0 else "right")
    _draw_samples(drawing, axes, lines, [sample for sample, _ in legend])
    return drawing


def _ring(rooms: Sequence[float], body: float, *, right: bool) -> list[tuple[float, float]]:
    """Places on one half of the ring from top to bottom, as high as the names beside them need."""
    spare = (body - sum(rooms)) / max(1, len(rooms))
    y, found = body, []
    for room in rooms:
        y -= (room + spare) / 2
        x = RADIUS * sqrt(1 - (2 * y / body - 1) ** 2)
        found.append((WIDTH / 2 + (x if right else -x), y))
        y -= (room + spare) / 2
    return found


def _on_label(node: Partner, result: TieNetwork, points: set[str], language: Language) -> str:
    name = cut(node.name)
    if result.convenor is not None and node.id == result.convenor.id:
        return language.say(
            message("{name} (convenor, connects others)", name=name)
            if node.id in points
            else message("{name} (convenor)", name=name)
        )
    return language.say(message("{name} (connects others)", name=name)) if node.id in points else name


def _shape(node: Partner, result: TieNetwork, points: set[str]) -> str:
    if result.convenor is not None and node.id == result.convenor.id:
        return "s"
    return "D" if node.id in points else "o"


def _type_colours(nodes: Sequence[Partner]) -> dict[str, str]:
    types = list(dict.fromkeys(node.type for node in nodes))
    return dict(zip(types, palette(len(types)) if len(types) > 1 else [BLUE], strict=True))


def _legend(
    result: TieNetwork, nodes: Sequence[Partner], points: set[str], language: Language
) -> list[tuple[dict[str, Any], str]]:
    """What each sign means: how to draw it, and its name."""
    found: list[tuple[dict[str, Any], str]] = []
    mark = {"linestyle": "none", "marker": "o", "color": INK, "markersize": 8}
    colours = _type_colours(nodes)
    for type, colour in colours.items() if len(colours) > 1 else ():
        name = label("type", type, language.code) if type else language.say(message("Kind not stated"))
        found.append(({**mark, "markerfacecolor": colour}, name))
    shapes = {_shape(node, result, points) for node in nodes}
    white = {**mark, "markerfacecolor": "#ffffff"}
    if result.reporters and any(node.id not in result.reporters for node in nodes):
        found.append((white, language.say(message("Has not reported"))))
    if "s" in shapes:
        found.append(({**white, "marker": "s"}, label("status", "convenor", language.code)))
    if "D" in shapes:
        found.append(({**white, "marker": "D"}, language.say(message("The network would split without it"))))
    if any(_with_convenor(edge, result) for edge in result.edges):
        found.append((PALE, language.say(message("Relation with the convenor"))))
    for level in sorted({edge.level or 0 for edge in result.edges if not _with_convenor(edge, result)}):
        name = (
            level_name(result.ladder, level, language) if level else language.say(message("Relation, level not stated"))
        )
        found.append((_line(level, result), name))
    return found


def _line(level: int | None, result: TieNetwork) -> dict[str, Any]:
    """The higher the level, the darker and the wider the line."""
    most = len(LADDERS.get(result.ladder, ()))
    if not level or not most:
        return {"color": GREY, "linewidth": 0.7}
    return {"color": palette(2 * most)[most - level], "linewidth": 0.6 + 1.8 * level / most}


def _draw_edges(axes: Axes, result: TieNetwork, place_of: Mapping[str, tuple[float, float]]) -> None:
    for edge in sorted(result.edges, key=lambda edge: edge.level or 0):
        if edge.one in place_of and edge.other in place_of:
            ends = zip(place_of[edge.one], place_of[edge.other], strict=True)
            pale = _with_convenor(edge, result)
            style = PALE if pale else _line(edge.level, result)
            axes.plot(*ends, **style, zorder=0 if pale else 1, solid_capstyle="butt")


def _with_convenor(edge: Edge, result: TieNetwork) -> bool:
    return result.convenor is not None and result.convenor.id in (edge.one, edge.other)


def _draw_samples(
    drawing: Figure,
    axes: Axes,
    lines: Sequence[Sequence[tuple[int, str, float]]],
    samples: Sequence[dict[str, Any]],
) -> None:
    for place, line in enumerate(lines):
        y = drawing.get_figheight() - 0.14 - LINE * 1.5 * place
        for number, name, x in line:
            ends = [x + 0.1] if "marker" in samples[number] else [x, x + 0.2]
            axes.plot(ends, [y] * len(ends), **samples[number])
            write_text(drawing, x + 0.26, y, name)
