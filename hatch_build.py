"""Puts the knowledge into a wheel; an editable install reads it where it lies."""

from pathlib import Path
from typing import Any

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class DataFolders(BuildHookInterface[BuilderConfig]):
    """The build hook of the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add each data folder as ``kg/_data/<folder>``."""
        if version != "editable":
            for folder in ("ontology", "rules", "queries"):
                build_data["force_include"][str(Path(self.root, folder))] = f"kg/_data/{folder}"
