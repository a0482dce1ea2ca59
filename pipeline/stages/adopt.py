"""Adopting work that came back from another program: which unsigned texts may be signed without going one by one."""

from pipeline.stages.review import Desk, ReviewSegment


def adoptable(desk: Desk) -> tuple[list[ReviewSegment], list[ReviewSegment]]:
    """The unsigned segments that may be adopted together, and those that must be read one by one.

    An unsigned text that is still the machine's own, to the letter, was touched by no person: some program cleared its
    flag. It is read like any draft, but for a sandbox.
    """
    unsigned = [segment for segment in desk.segments() if segment.need == "signature"]
    if desk.workspace.settings.policy.sandbox:
        return unsigned, []
    untouched = [segment for segment in unsigned if segment.entry.machine_made]
    return [segment for segment in unsigned if segment not in untouched], untouched
