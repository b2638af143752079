"""Who says a thing, and how surely: the post itself, a vendor, an answer's author, somebody quoted; hearsay or not."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from summarizer.facts.discourse import Discourse
from summarizer.facts.facts import Known

_SAYS = (
    r"(?:官方|方面|公司|团队|官网|CEO|[\u4e00-\u9fff]{0,4}博客)?\s*(?:今[天日]|昨[天日]|随后|还|则|也|曾|对外|"
    r"公开|正式)*\s*(?:表示|声称|宣称|自称|介绍|透露|指出|披露|写道|强调|认为|"
    r"坦言|称|说|给出的|claims?|says?|said|stated)"
)
_VENDOR_SAYS = re.compile(rf"\s*(?:的)?{_SAYS}")
_ACCORDING = re.compile(r"(?:根据|据|按照?)\s*$")
_OFFICIAL = re.compile(r"官方(?:表示|称|数据|宣称|声称|介绍|给出|公布)|作者声称|作者称")
_PERSON = re.compile(
    r"(?P<who>[\u4e00-\u9fff]{2,4}(?:·[\u4e00-\u9fff]{2,6})?|[A-Z][a-z]+(?:\s[A-Z][a-z]+){1,2})\s*(?:还|"
    r"则|也|曾)?(?:表示|透露|写道|坦言|指出|认为|在[^，。]{1,12}(?:表示|写道|称|说))\s*[：:，“「]?"
)
_NOT_PERSON = re.compile(
    r"官方|公告|博客|声明|在|论文|报告|研究|结果|数据|测试|消息|网友|作者|用户|文章|公司|团队|这|"
    r"该|评测|分析|业内|媒体|专家|同时|他们|我们|有人|大家|此外|并|还|也"
)
_HEARSAY = re.compile(
    r"据传|网传|坊间|据说|据称|料将|若属实|或为|传言|传闻|传言|谣传|爆料|疑似|有望|预计|或将|或许|也许|大概率|可能|据报|"
    r"据称|似乎|有消息|消息称|猜测|推测|估计|预期|泄[露漏]|曝光|"
    r"rumou?r|reportedly|might|may\b|expected to|allegedly|leak",
    re.I,
)


class Voice:
    """Attributes the statements of one text."""

    def __init__(self, discourse: Discourse, organisations: Sequence[Known]) -> None:
        self.discourse = discourse
        self.organisations = organisations
        self._starts = [o.start for o in organisations]

    def of(self, start: int, end: int) -> tuple[str, bool]:
        """Speaker (post | vendor:NAME | answer:AUTHOR | quote:NAME) and whether the statement is hedged."""
        stretch = self.discourse.stretch(start)
        if not stretch:
            return "post", False
        text = self.discourse.plain
        lo, hi = self.discourse.clause(start, end)
        hedged = bool(_HEARSAY.search(text, lo, max(hi, end)))
        segment = self.discourse.segments[stretch.segment]
        speaker = "post"
        if segment.role in ("answer", "comment") and segment.author:
            speaker = f"answer:{segment.author}"
        for one in self.organisations[bisect_left(self._starts, stretch.start) : bisect_right(self._starts, start)]:
            said = _VENDOR_SAYS.match(text, one.end)
            if said and said.end() <= start:
                speaker = f"vendor:{one.name}"
            elif re.match(r"\s*(?:报道|消息)", text[one.end : one.end + 4]) and one.end <= start:
                speaker = f"quote:{one.name}"
            elif said is None and _ACCORDING.search(text, stretch.start, one.start) and one.end <= start:
                speaker = f"vendor:{one.name}"
        if speaker == "post" and (m := _PERSON.search(text, stretch.start, start)) and not _NOT_PERSON.search(m["who"]):
            speaker = f"quote:{m['who']}"
        if speaker == "post" and (official := _OFFICIAL.search(text, stretch.start, start)):
            inside = [o.name for o in self.organisations if stretch.start <= o.start < start]
            speaker = f"vendor:{inside[0] if inside else official[0][:2]}"
        return speaker, hedged
