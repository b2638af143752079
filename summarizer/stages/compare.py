"""Who is said to be better than whom."""

from __future__ import annotations

import re
from collections.abc import Sequence

from summarizer.text.discourse import Discourse, Named, Stretch
from summarizer.types import CleanText, Comparison, Entity, Segment

_BETTER = r"击败|打败|战胜|碾压|超越|超过|超出|赶超|反超|优于|强于|好于|胜过|领先于?|吊打|完胜|力压|甩开|outperforms?|beats?|surpass(?:es)?|exceeds?"
_EQUAL = r"媲美|比肩|持平|匹敌|不相上下|旗鼓相当|相当|平替|看齐|不输|接近|on par with|comparable to|rivals?"
_WORSE = r"不敌|落后于?|不如|不及|逊于|逊色于|弱于|低于|差于|仅次于|worse than|behind|lags?"
_VERB = re.compile(rf"(?P<worse>{_WORSE})|(?P<equal>{_EQUAL})|(?P<better>{_BETTER})", re.I)


def compare(text: CleanText, segments: Sequence[Segment], entities: Sequence[Entity]) -> tuple[Comparison, ...]:
    """Every comparison between models that the text states, in order."""
    discourse = Discourse(text, segments, entities)
    found: list[Comparison] = []
    for stretch in discourse.stretches:
        for m in _VERB.finditer(discourse.plain, stretch.start, stretch.end):
            found += _read(discourse, stretch, m)
    return tuple(found)


def _read(discourse: Discourse, stretch: Stretch, m: re.Match[str]) -> list[Comparison]:
    objects: list[Named] = []
    for names in discourse.lists(stretch):
        if names[0].start >= m.end() and names[0].start - m.end() <= 24:
            objects = names
            break
    subject = discourse.subject(stretch, m.start())
    if subject < 0 or not objects:
        return []
    relation = "worse" if m["worse"] else "equal" if m["equal"] else "better"
    span = discourse.text.span(stretch.start, objects[-1].end)
    return [
        Comparison(discourse.entities[subject].name, relation, discourse.entities[o.entity].name, span)
        for o in objects
        if o.entity != subject
    ]
