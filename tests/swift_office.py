"""A document of short sentences that a person has drafted: nothing in them is folded away, and no check asks."""

from dataclasses import replace

from conftest import SIDECAR

from pipeline.catalog import store
from pipeline.catalog.entry import Catalog
from pipeline.config import Workspace
from pipeline.stages.extract import extract

HERE = "/documents/es/walks/"
SENTENCES = {
    "Walks in the park": "Paseos por el parque",
    "The park has a lake.": "El parque tiene un lago.",
    "The lake is large.": "El lago es grande.",
    "There are ducks on the lake.": "Hay patos en el lago.",
    "The ducks like bread.": "A los patos les gusta el pan.",
    "The bread comes from the bakery.": "El pan viene de la panadería.",
    "The bakery is near the park.": "La panadería está cerca del parque.",
    "The walk ends there.": "El paseo termina allí.",
}


def drafted(workspace: Workspace) -> Workspace:
    """The workspace with the document `walks`, every sentence of which waits to be approved."""
    (workspace.seeds / "walks.txt").write_text("\n\n".join(SENTENCES) + "\n", "utf-8")
    (workspace.seeds / "walks.toml").write_text(SIDECAR, "utf-8")
    extract(workspace)

    def change(catalog: Catalog | None) -> Catalog:
        assert catalog
        entries = [replace(one, target=SENTENCES[one.key.source], fuzzy=True) for one in catalog.entries]
        return replace(catalog, entries=tuple(entries))

    store.update(workspace.catalog("es", "walks"), workspace.locks, change)
    return workspace
