"""A translation that is put where the README says comes along with the wheel."""

from __future__ import annotations

import shutil
from pathlib import Path

from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).parents[2]


def test_the_wheel_takes_translations_along(tmp_path: Path):
    for name in ("pyproject.toml", "README.md", "LICENSE", ".gitignore"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "chapters").mkdir()
    (tmp_path / "vctutor").mkdir()
    shutil.copy(ROOT / "vctutor" / "__init__.py", tmp_path / "vctutor")
    translation = tmp_path / "vctutor" / "locale" / "de" / "LC_MESSAGES" / "vctutor.mo"
    translation.parent.mkdir(parents=True)
    translation.write_bytes(b"")
    with (tmp_path / ".gitignore").open("a") as ignored:
        ignored.write("*.mo\n")
    builder = WheelBuilder(str(tmp_path))
    there = {file.distribution_path for file in builder.recurse_included_files()}
    assert "vctutor/locale/de/LC_MESSAGES/vctutor.mo" in there
