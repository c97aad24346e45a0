"""Nothing so large that a reader loses the thread: 60 lines a function, 400 a file, 120 a template."""

import ast

from tests.project.sources import named, shown, tree

FUNCTION, FILE, TEMPLATE = 60, 400, 120


def test_functions_are_short() -> None:
    long = [
        f"{shown(path)}:{node.lineno} {node.name}"
        for path in named(".py")
        if "migrations" not in path.parts
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or node.lineno) - node.lineno + 1 > FUNCTION
    ]
    assert long == []


def test_files_can_be_held_in_the_head() -> None:
    checked = [path for path in named(".py", ".css", ".js", ".sh", ".sql") if "migrations" not in path.parts]
    assert [shown(path) for path in checked if len(path.read_text().splitlines()) > FILE] == []


def test_templates_are_short() -> None:
    checked = named(".html", ".txt", under="templates/")
    assert [shown(path) for path in checked if len(path.read_text().splitlines()) > TEMPLATE] == []
