"""The player's modules become one script that means the same."""

import os
import subprocess
import sys

import pytest

from companion.player.join import join, script


def test_modules_stand_after_what_they_import() -> None:
    """A constant that is used before its line is reached would end the page."""
    joined = script(
        {
            "homes": '// Entry.\n\nimport { twice } from "./sums.js";\n\nexport const four = twice(2);\n',
            "sums": "// Sums.\n\nexport const twice = (number) => 2 * number;\n",
        }
    )
    assert joined.index("const twice") < joined.index("const four")
    assert "import" not in joined
    assert "export const four" in joined
    assert "export const twice" not in joined


@pytest.mark.parametrize(
    ("modules", "problem"),
    [
        ({"a": "const one = 1;\n", "b": "const one = 2;\n"}, "'one' is a name of a.js"),
        ({"a": 'import { two } from "./b.js";\n', "b": "const two = 2;\n"}, "'two' is not exported by b.js"),
        (
            {
                "a": 'import { b } from "./b.js";\nexport const a = 1;\n',
                "b": 'import { a } from "./a.js";\nexport const b = 1;\n',
            },
            "circle",
        ),
        ({"a": 'import * as b from "./b.js";\n'}, "cannot be joined"),
    ],
)
def test_what_would_mean_something_else_is_refused(modules: dict[str, str], problem: str) -> None:
    """Names share one room once they are joined."""
    with pytest.raises(ValueError, match=problem.replace("(", r"\(")):
        script(modules)


def test_joined_files_are_written_only_where_they_differ() -> None:
    """Whoever is reading them, or may not write there, is left in peace."""
    before = (join() / "player.js").stat().st_mtime_ns
    assert (join() / "player.js").stat().st_mtime_ns == before


def test_the_joined_text_is_the_same_in_every_process() -> None:
    """Python's sets have another order in each; a folder exported twice would differ."""
    modules = dict.fromkeys("bcdefgh", "") | {"a": "".join(f'import {{ {n} }} from "./{n}.js";\n' for n in "hgfedcb")}
    modules |= {name: f"export const {name} = 1;\n" for name in "bcdefgh"}
    code = f"from companion.player.join import script; print(script({modules!r}))"
    texts = {
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(texts) == 1
