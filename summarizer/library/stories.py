"""The posts of some days as stories: posts that are about the same model belong together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from summarizer.library import brief, queries
from summarizer.library.claims import heading
from summarizer.library.queries import Filter
from summarizer.library.store import Store, identity
from summarizer.types import Report
from summarizer.wording import say

MAX_SUBJECTS = 3
"""A post with more central models than this is a round-up: it joins no story."""


@dataclass(frozen=True, slots=True)
class Story:
    """One story: what it is about (model names, the most told of first), and its posts, the fullest first."""

    subjects: tuple[str, ...]
    reports: tuple[Report, ...]

    @property
    def title(self) -> str:
        return heading(self.reports[0])


def stories(store: Store, since: str | None, until: str | None, limit: int = 200) -> tuple[list[Story], list[Report]]:
    """The stories of these days (ISO dates, inclusive), the most told first, and the round-ups.

    At most `limit` posts are read, the latest ones.
    """
    rows = queries.posts(store, Filter(since=since, until=until, about_ai=True), limit=limit)
    reports = [store.report(row.id, row.path) for row in rows]
    single = [report for report in reports if len(_subjects(report)) <= MAX_SUBJECTS]
    rounds = [report for report in reports if len(_subjects(report)) > MAX_SUBJECTS]
    groups = [_story(group) for group in _grouped(single)]
    return sorted(groups, key=lambda s: (-len(s.reports), s.title)), rounds


def markdown(found: Sequence[Story], rounds: Sequence[Report], title: str) -> Iterator[str]:
    """The digest line by line; nothing a post wrote is taken for markup."""
    yield f"# {brief.plain(title)}"
    for story in found:
        yield ""
        if len(story.reports) == 1:
            yield from brief.lines(story.reports[0])
            continue
        yield f"## {brief.plain(_headline(story))}"
        for report in story.reports:
            yield ""
            yield from ("#" + line if line.startswith("## ") else line for line in brief.lines(report))
    if rounds:
        yield ""
        yield f"# {say('盘点与日报', 'Round-ups')}"
        for report in rounds:
            yield ""
            yield from brief.lines(report)


def _headline(story: Story) -> str:
    names = say("、", ", ").join(story.subjects[:3])
    return say(f"{names}（{len(story.reports)} 篇）", f"{names} ({len(story.reports)} posts)")


def _subjects(report: Report) -> dict[str, str]:
    """Central models by identity; two sizes of one version are one subject."""
    return {identity(record): record.name for record in report.models if record.central}


def _grouped(reports: Sequence[Report]) -> list[list[Report]]:
    """Posts joined by a shared central model, directly or by way of others; those without one stand alone."""
    groups: list[tuple[set[str], list[Report]]] = []
    for report in reports:
        subjects = set(_subjects(report))
        joined = [group for group in groups if group[0] & subjects]
        merged = (subjects.union(*(g[0] for g in joined)), [*(r for g in joined for r in g[1]), report])
        groups = [group for group in groups if group not in joined] + [merged]
    return [members for _, members in groups]


def _story(members: Sequence[Report]) -> Story:
    told = Counter(name for report in members for name in _subjects(report).values())
    fullest = sorted(members, key=lambda r: (-sum(len(v) for m in r.models for _, v in m.fields), r.post.path))
    return Story(tuple(name for name, _ in told.most_common()), tuple(fullest))
