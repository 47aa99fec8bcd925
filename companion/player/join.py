"""The player's modules and styles joined into one file each: what its two homes can load without a build."""

import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

_HERE = Path(__file__).parent
JOINED = _HERE / "joined"
_ENTRY = "homes"  # the module that exports what the player's homes call
_IMPORT = re.compile(r'^import \{ ([\w$, ]+) \} from "\./([a-z]+)\.js";\n', re.MULTILINE)
_NAMED = re.compile(r"^(export )?(?:async )?(?:function\*?|class|const|let) ([\w$]+)", re.MULTILINE)
_STYLE = re.compile(r'^@import "([a-z]+\.css)";\n', re.MULTILINE)


def script(modules: Mapping[str, str]) -> str:
    """One ES module without imports, of `modules` (name -> text), each after those that it imports.

    A module imports by lines of the form `import { one, other } from "./module.js";` only. Raises ValueError where the
    joined text would mean something else: a circle, a name that is not exported, or one that two modules give.
    """
    imports = {name: _IMPORT.findall(text) for name, text in modules.items()}
    named = {name: {found[2]: bool(found[1]) for found in _NAMED.finditer(text)} for name, text in modules.items()}
    owner: dict[str, str] = {}
    for module, names in named.items():
        for name in names:
            if owner.setdefault(name, module) != module:
                raise ValueError(f"{module}.js: '{name}' is a name of {owner[name]}.js; choose another one")
    for module, lines in imports.items():
        for names_of, source in lines:
            for name in names_of.split(", "):
                if not named.get(source, {}).get(name):
                    raise ValueError(f"{module}.js: '{name}' is not exported by {source}.js")
    try:
        # No set: its order is another one in every process, and so would the joined text be.
        order = TopologicalSorter({name: [source for _, source in lines] for name, lines in imports.items()})
        return "\n".join(_bare(name, modules[name]) for name in order.static_order())
    except CycleError as exc:
        raise ValueError(f"modules import each other in a circle: {' > '.join(exc.args[1])}") from exc


def _bare(name: str, text: str) -> str:
    """A module's text without its imports; only the entry keeps its exports."""
    text = _IMPORT.sub("", text)
    if strange := re.search(r"^(?:import\b|export (?:\{|\*)).*", text, re.MULTILINE):
        raise ValueError(f"{name}.js: '{strange[0]}' cannot be joined; write import {{ name }} from \"./module.js\";")
    return text if name == _ENTRY else re.sub(r"^export (?!default)", "", text, flags=re.MULTILINE)


def style(folder: Path, name: str = "player.css") -> str:
    """A stylesheet with every `@import "other.css";` replaced by that file's text."""
    return _STYLE.sub(lambda found: style(folder, found[1]), (folder / name).read_text("utf-8"))


def join() -> Path:
    """Bring the joined files up to date and return their folder; where they are, nothing is written."""
    for name, text in _files():
        path = JOINED / name
        if not path.is_file() or path.read_bytes() != text.encode():
            JOINED.mkdir(exist_ok=True)
            handle, beside = tempfile.mkstemp(dir=JOINED)
            with os.fdopen(handle, "wb") as file:
                file.write(text.encode())
            Path(beside).chmod(0o644)
            os.replace(beside, path)  # noqa: PTH105  # others may be reading it
    return JOINED


def _files() -> Iterator[tuple[str, str]]:
    yield "player.js", script({path.stem: path.read_text("utf-8") for path in sorted((_HERE / "modules").glob("*.js"))})
    yield "player.css", style(_HERE / "styles")


if __name__ == "__main__":
    join()
