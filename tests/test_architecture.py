"""The arrows between the rooms of the code go one way, as docs/architecture.md draws them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

#: The rooms, and which other rooms each may call; every room may call the ground floor.
GROUND = {"kg", "kg.errors", "kg.ids", "kg.model", "kg.match", "kg.claims", "kg.cache"}
MAY_CALL = {
    "kg.annotations": set(),
    "kg.loaders": {"kg.annotations"},
    "kg.vocabulary": set(),
    "kg.extract": {"kg.vocabulary"},
    "kg.score": set(),
    "kg.graph": {"kg.vocabulary"},
    "kg.stores": {"kg.graph"},
    "kg.ask": {"kg.graph", "kg.stores"},
    "kg.load": {"kg.annotations", "kg.extract", "kg.graph", "kg.loaders", "kg.stores", "kg.vocabulary"},
    "kg.cli": {
        "kg.annotations",
        "kg.ask",
        "kg.extract",
        "kg.graph",
        "kg.load",
        "kg.loaders",
        "kg.score",
        "kg.stores",
        "kg.vocabulary",
    },
}


def module_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    name = ".".join(parts if parts[0] == "kg" else ("kg", *parts))
    return name.removesuffix(".__init__")


def room_of(module: str) -> str | None:
    if module in GROUND or module in ("kg.__main__",):
        return "ground"
    for room in MAY_CALL:
        if module == room or module.startswith(f"{room}."):
            return room
    return None


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


SOURCES = sorted(
    path
    for folder in ("kg", "loaders")
    for path in (ROOT / folder).rglob("*.py")
    if not any((ROOT / "kg" / link) in path.parents for link in ("loaders", "ontology", "queries"))
)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_calls_only_the_rooms_below_it(path: Path) -> None:
    module = module_of(path)
    room = room_of(module)
    assert room is not None, f"{module} lies in no known room: add it to docs/architecture.md and here"
    if module == "kg.__main__":
        return

    allowed = MAY_CALL.get(room, set()) | {room, "ground"}
    called = {target for name in imports(path) if name.split(".")[0] == "kg" and (target := room_of(name))}

    assert called <= allowed, f"{module} must not call {sorted(called - allowed)}"


def test_every_room_is_drawn_in_the_architecture_page() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    shown = {room.removeprefix("kg.") for room in MAY_CALL}

    assert {room for room in shown if f"`{room}" not in page and f"`kg/{room}" not in page} == set()
