"""Draw `docs/example.svg` from a graph: the experiences for and against a claim, with the words behind them.

kg load kg/examples/ldn-fibromyalgia.txt -g example.trig
python docs/draw_example.py example.trig "effective(LDN, fibro)" > docs/example.svg
"""

from __future__ import annotations

import sys
from html import escape
from textwrap import wrap

from kg.ask import ask
from kg.stores import open_store

#: Width of the picture, of a box, and of a line of text in characters.
WIDTH, BOX, CHARACTERS = 1000, 400, 52
LINE, GAP = 17, 16
COLOURS = {"supports": ("#1b7837", "#e5f3e8"), "opposes": ("#b2182b", "#fbe9e7")}


def box(x: float, y: float, row: dict[str, object], side: str) -> tuple[str, float]:
    """Return one experience as a box, and its height."""
    lines = wrap(f"“{row['quote']}”", CHARACTERS)
    height = LINE * (len(lines) + 1) + 18
    stroke, fill = COLOURS[side]
    head = f"{row['experiencer']} · {row['access']} · {row['outcome']} · post {row['post']}"
    texts = [f'<text x="{x + 12}" y="{y + 21}" font-weight="600" fill="{stroke}">{escape(head)}</text>']
    texts += [
        f'<text x="{x + 12}" y="{y + 21 + LINE * (number + 1)}">{escape(line)}</text>'
        for number, line in enumerate(lines)
    ]
    shape = f'<rect x="{x}" y="{y}" width="{BOX}" height="{height}" rx="8" fill="{fill}" stroke="{stroke}"/>'
    return shape + "".join(texts), height


def column(x: float, top: float, rows: list[dict[str, object]], side: str) -> tuple[list[str], list[float], float]:
    """Return the boxes of one side, the heights of their middles, and where the column ends."""
    parts, middles = [], []
    for row in rows:
        part, height = box(x, top, row, side)
        parts.append(part)
        middles.append(top + height / 2)
        top += height + GAP
    return parts, middles, top


def draw(claim: str, rows: list[dict[str, object]]) -> str:
    """Return the picture: what supports the claim on the left, what opposes it on the right."""
    sides = {side: [row for row in rows if row["side"] == side] for side in COLOURS}
    top = 92.0
    left, left_middles, left_end = column(16, top, sides["supports"], "supports")
    right, right_middles, right_end = column(WIDTH - 16 - BOX, top, sides["opposes"], "opposes")
    height = max(left_end, right_end) + 4
    arrows = [
        f'<path d="M{16 + BOX},{y} C{WIDTH / 2},{y} {WIDTH / 2},{y} {WIDTH / 2 - 6},60" {style("supports")}/>'
        for y in left_middles
    ] + [
        f'<path d="M{WIDTH - 16 - BOX},{y} C{WIDTH / 2},{y} {WIDTH / 2},{y} {WIDTH / 2 + 6},60" {style("opposes")}/>'
        for y in right_middles
    ]
    title = (
        f'<rect x="230" y="14" width="{WIDTH - 460}" height="44" rx="22" fill="#2d3e50"/>'
        f'<text x="{WIDTH / 2}" y="42" text-anchor="middle" fill="#fff" font-size="16" font-weight="600">'
        f"{escape(claim)}</text>"
        f'<text x="16" y="80" font-weight="600" fill="{COLOURS["supports"][0]}">SUPPORTS ({len(left)})</text>'
        f'<text x="{WIDTH - 16}" y="80" text-anchor="end" font-weight="600" fill="{COLOURS["opposes"][0]}">'
        f"OPPOSES ({len(right)})</text>"
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" '
        'font-family="Helvetica, Arial, sans-serif" font-size="13" fill="#222">'
        '<rect width="100%" height="100%" fill="#fff"/>' + "".join([*arrows, *left, *right, title]) + "</svg>\n"
    )


def style(side: str) -> str:
    """Return how an arrow of a side is drawn."""
    return f'fill="none" stroke="{COLOURS[side][0]}" stroke-width="1.5" opacity="0.55"'


def main() -> None:
    """Write the picture of a claim in a graph to standard output."""
    address, claim = sys.argv[1:]
    with open_store(address) as store:
        answer = ask(store, "claim_evidence", {"claim": claim})
    rows = [dict(zip(answer.table.columns, row, strict=True)) for row in answer.table.rows]
    sys.stdout.write(draw(answer.understood["claim"], rows))


if __name__ == "__main__":
    main()
