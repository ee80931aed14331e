"""The process that tries a draft: a ``Task`` on standard input, ``Progress`` lines and a last ``Result`` line out.

A process of its own: it keeps a core busy for seconds, which the one that answers people should not feel.
"""

from __future__ import annotations

import os
import sys
from dataclasses import asdict

from bot.notices import load_notice
from bot.trying.comparing import Question, changes, said
from bot.trying.task import REPORTED, SHOWN, Progress, Result, Task
from knowledge.overlay import Publication, digest

BEHIND = 10


def main() -> None:
    os.nice(BEHIND)
    task = Task.model_validate_json(sys.stdin.read())
    base = load_notice(task.folder)
    base.warm()  # so that what comes over it is indexed for its changes only
    old = base.with_published(task.publications) if task.publications else base
    there = {entry.id: entry for entry in old.written}
    mine = Publication(id=task.entry.id, entry=task.entry, before=frozenset({digest(there.get(task.entry.id))}))
    others = [one for one in task.publications if one.id != task.entry.id]
    new = base.with_published((*others, mine))
    questions = [Question(text, times) for text, times in task.questions]
    found = []
    for done, change in enumerate(changes(questions, old, new, task.entry.id, task.today), 1):
        if change is not None:
            found.append(change)
        if done % REPORTED == 0:
            print(Progress(done=done).model_dump_json(), flush=True)
    found.sort(key=lambda change: (change.effect == "reached", -change.times))
    result = Result(
        questions=len(questions),
        counts={effect: sum(change.effect == effect for change in found) for effect in {c.effect for c in found}},
        asked=sum(change.times for change in found),
        changes=[asdict(change) for change in found[:SHOWN]],
        strays=[
            wording for wording in task.entry.wordings if said(wording, new, task.today).entry != task.entry.id
        ],
    )
    print(result.model_dump_json(), flush=True)


if __name__ == "__main__":
    main()
