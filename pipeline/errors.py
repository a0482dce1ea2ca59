"""Every exception the pipeline raises on purpose.

    PipelineError
    +-- UsageError              the command cannot be carried out as asked (exit 2)
    |   +-- WorkspaceError      no workspace, or its configuration is wrong
    |   +-- LanguageError       an unknown language, or a pack that cannot be read
    +-- SourceError             a source document cannot be read or understood
    +-- CatalogError            a catalog is broken, locked or changed under our hands
    +-- EngineError             an engine is missing, died, hung or returned nothing usable
    |   +-- NoRouteError        nothing installed leads to the language
    |   +-- PackageError        a model package is unsafe or incomplete
    +-- FetchError              something could not be fetched from the network, or is not what was announced
    +-- PublishError            a leaflet cannot be written
    +-- StoreError              a file or the work database cannot be read, written or locked
        +-- FileChanged         someone else changed a file while we worked on it

A message says what is wrong, where (`path:line` where there is one) and what to do next. Bad *text* is a finding
(`pipeline.model.finding`), never an exception.
"""


class PipelineError(Exception):
    """The root: the command line prints it as one message, without a traceback."""


class UsageError(PipelineError):
    """The command cannot be carried out as asked."""


class WorkspaceError(UsageError):
    """No workspace here, or its configuration is wrong."""


class LanguageError(UsageError):
    """An unknown language, or language data that cannot be read."""


class SourceError(PipelineError):
    """A source document cannot be read or understood."""


class CatalogError(PipelineError):
    """A catalog is broken, locked, or was changed while we worked on it."""


class EngineError(PipelineError):
    """An engine is missing, died, hung or returned nothing usable."""


class NoRouteError(EngineError):
    """Nothing that is installed leads from the source language to the target language."""


class PackageError(EngineError):
    """A model package is unsafe or incomplete."""


class FetchError(PipelineError):
    """Something could not be fetched from the network, or is not what was announced."""


class PublishError(PipelineError):
    """A leaflet cannot be written."""


class StoreError(PipelineError):
    """A file or the work database cannot be read, written or locked."""


class FileChanged(StoreError):  # noqa: N818  it says what happened, and `update` handles it as a matter of course
    """Someone else changed a file between our reading and our writing it; nothing was written."""
