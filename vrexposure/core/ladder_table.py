"""A ladder as a table of plain text: what a therapist checks before the first patient."""

from __future__ import annotations

from vrexposure.core.ladders import Ladder, Level

MARK = "*"
"""Stands before the one value that differs from the level before."""


def ladder_table(ladder: Ladder) -> str:
    """Every level with all its parameters, the changed one marked; then what each level needs.

    What is the same in all levels is said once, for all.
    """
    levels: tuple[Level, ...] = ladder.levels
    rows = [_cells(level) for level in levels]
    fixed = [name for name in rows[0] if all(row[name] == rows[0][name] for row in rows)]
    lines = [
        f'Ladder "{ladder.id}": {ladder.title} (place: {ladder.place})',
        f"Feared: {ladder.feared}",
        f"In all levels: {', '.join(f'{name} {rows[0][name]}' for name in fixed)}",
        "",
        *_table(levels, rows, [name for name in rows[0] if name not in fixed]),
        "",
        *_needs(levels),
    ]
    return "\n".join(lines)


def _cells(level: Level) -> dict[str, str]:
    return {
        "mode": level.mode,
        "posture": level.posture,
        "spotter": level.spotter,
        **{name: str(value) for name, value in level.parameters().items()},
    }


def _table(levels: tuple[Level, ...], rows: list[dict[str, str]], names: list[str]) -> list[str]:
    table = [["", "level", *names]]
    for index, (level, row) in enumerate(zip(levels, rows, strict=True)):
        before = rows[max(0, index - 1)]
        cells = [(MARK if row[name] != before[name] else "") + row[name] for name in names]
        table.append([str(index + 1), level.id, *cells])
    widths = [max(len(line[i]) for line in table) for i in range(len(table[0]))]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in table
    ]


def _needs(levels: tuple[Level, ...]) -> list[str]:
    """The titles with the real equipment and what rules a level out."""
    things = [level.equipment for level in levels]
    reasons = [level.contraindications for level in levels]
    lines = ["All levels"]
    lines += [f"    needs: {thing}" for thing in things[0] if all(thing in one for one in things)]
    lines += [f"    not with: {why}" for why in reasons[0] if all(why in one for one in reasons)]
    if len(lines) == 1:
        lines = []
    said = set(lines)
    for index, level in enumerate(levels):
        own = [f"    needs: {thing}" for thing in level.equipment]
        own += [f"    not with: {reason}" for reason in level.contraindications]
        lines.append(f"{index + 1} {level.title}")
        lines += [line for line in own if line not in said]
    return lines
