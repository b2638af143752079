"""What the words beside a name say: a model, the app of the same name, the maker, or just a word."""

from __future__ import annotations

import re

_OPEN = r"[“\"'‘《「『【*`（(\[]"
_CLOSE = r"[”\"'’》」』】*`）)\]]"
# What may stand between a name and 模型: 推理, 系列, 多模态大 …, but nothing that starts a new phrase.
_MODIFIER = r"(?:(?![的和与及或在是将把被了对用给让从向到等、，。；：！？])[\u4e00-\u9fff·\-]){0,9}?"
_NOUN = r"(?:大语言模型|语言模型|大模型|小模型|模型|LLMs?\b|基座|系列(?!产品|课|活动|文章|赛|报道))"
_AFTER = re.compile(rf"{_CLOSE}{{0,4}}\s?(?:[-·]\s?)?(?:(?:LLM|AI|MoE|VLM|VLA|TTS|ASR|SLM)\s?)?{_MODIFIER}\s?{_NOUN}")
_BEFORE = re.compile(rf"(?:模型|模型系列|LLMs?)(?:版本?)?\s?(?:——?|[-—:：])?\s?{_OPEN}{{0,4}}$")
_CALLED = re.compile(
    r"(?:代号|命名为|名为|取名|称为|称之为|名叫|叫做|叫作|codenamed?)\s?(?:为|是|叫)?\s?[:：]?\s?[“\"'‘《「『*`]{0,4}$",
    re.IGNORECASE,
)
_DEFINED = re.compile(
    rf"{_CLOSE}{{0,4}}\s?(?:（[^）\n]{{0,40}}）|\([^)\n]{{0,40}}\))?\s?(?:是|为|则是|作为|，由|由|,由|，一款|，一个|,是|，是)"
    r"[^。！？\n]{0,60}?(?:模型|LLM|大模型)"
)
_LAUNCH = re.compile(
    rf"(?:开源|发布|推出|上线|更新|升级|预告|曝光|首发|放出|公布|亮相|训练|微调|部署|调用|基于|使用|采用|接入|搭载)"
    rf"(?:了|的|其|最新|全新|新一代|首个|首款|自研|旗下)*\s?{_OPEN}{{0,4}}$"
)
_APP = re.compile(
    r"\s?(?:[Aa][Pp][Pp]s?\b|应用|客户端|网页|官网|官方|网站|桌面|小程序|浏览器|插件|扩展|助手|用户|账[号户]|订阅|会员|手机|"
    r"控制台|平台|社区|网络|工作区|侧边栏|输入法|一体机|耳机|智能体|团队|公司|部门|[Tt]eams?\b|Code\b|CLI\b|Cowork\b|Desktop\b|"
    r"Enterprise\b|Workspace\b|for\s|in\s|Advanced\b|Cloud\b|Studio\b|Agents?\b|Store\b|Apps?\b)"
)
_MAKER = re.compile(
    r"\s?(?:也|又|还|已|正式|今[天日]|昨[天日]|刚刚|突然|最近|近日|继续|再次|首次|官方|正|将|则|一家|连续|团队|公司|方面|内部|创始人|CEO|"
    r"CTO|联合创始|员工|研究员|工程师|旗下|自研|自家)*"
    r"(?:开源|发布|推出|上线|宣布|表示|称|透露|回应|融资|估值|上市|收购|招聘|团队|公司|创始|CEO|员工|研究员|工程师|旗下|方面)"
)
_WORDS = re.compile(
    r"模型|参数|训练|微调|开源|推理|基准|上下文|大语言|[Tt]oken|LLM|GPT|Transformer|AI\b|人工智能|蒸馏|权重|多模态|生成"
)
_ITEM_SEPARATOR = re.compile(
    r"\s?(?:、|，|,|/|和|与|及|以及|或者?|跟|同|还有|and\b|or\b|vs\.?|VS|\+|\|)\s?", re.IGNORECASE
)
_LATIN_LEFT = re.compile(r"[A-Za-z][A-Za-z'’.&]*[ ]$")
_LATIN_RIGHT = re.compile(r"[ ][A-Za-z][A-Za-z'’]*")


def model_after(text: str, end: int) -> bool:
    """模型, 大模型, 系列 … right behind."""
    return bool(_AFTER.match(text, end))


def model_before(text: str, start: int) -> bool:
    """…模型 right before, as in 推理模型 QwQ."""
    return bool(_BEFORE.search(text, max(0, start - 14), start))


def called(text: str, start: int) -> bool:
    """名为, 代号 … right before."""
    return bool(_CALLED.search(text, max(0, start - 14), start))


def defined(text: str, end: int) -> bool:
    """X 是 … 模型."""
    return bool(_DEFINED.match(text, end))


def launched(text: str, start: int) -> bool:
    """开源, 发布, 推出 … right before."""
    return bool(_LAUNCH.search(text, max(0, start - 14), start))


def app_after(text: str, end: int) -> bool:
    """The product, its team or its users are meant: X App, X 官方, X 用户."""
    return bool(_APP.match(text, end))


def maker_after(text: str, end: int) -> bool:
    """The name acts as a company does: X 开源了, X 宣布."""
    return bool(_MAKER.match(text, end))


def about_models(text: str, start: int, end: int) -> bool:
    """Whether the words around speak of models at all."""
    return bool(_WORDS.search(text, start, end))


def listed_with(text: str, left_end: int, right_start: int) -> bool:
    """Whether only a list separator lies between two names."""
    gap = text[left_end:right_start].strip("*`“”\"'《》「」 ")
    return left_end <= right_start and right_start - left_end <= 8 and bool(_ITEM_SEPARATOR.fullmatch(gap))


def inside_latin_phrase(text: str, start: int, end: int) -> bool:
    """Whether other Latin words stand directly before or behind, so that the word is part of a longer name."""
    return bool(_LATIN_LEFT.search(text, max(0, start - 24), start) or _LATIN_RIGHT.match(text, end))


_IS_MODEL_AFTER = re.compile(
    rf"{_CLOSE}{{0,4}}\s?(?:[-·]\s?)?(?:(?:LLM|AI|MoE|VLM|VLA|TTS|ASR|SLM|OCR|3D)\s?)?{_MODIFIER}\s?"
    r"(?:大语言模型|语言模型|大模型|小模型|模型|LLMs?\b)(?!库|广场|社区|平台|商店|公司|厂商|应用|服务|市场|能力|训练|推理|部署|上下文)"
)
_IS_MODEL = re.compile(
    rf"{_CLOSE}{{0,4}}\s?(?:（[^）\n]{{0,40}}）|\([^)\n]{{0,40}}\))?\s?[，,]?(?:则?是|则?为|作为)"
    r"[^。！？\n，]{0,50}?(?:模型|LLM|模型家族|模型系列)(?=[，。,；;、：:（(！!]|\s|$)"
)


def is_model(text: str, start: int, end: int) -> bool:
    """Whether the words beside an unknown name say that it is a model: 推理模型 X, X 大模型, X 是一款…模型。"""
    return bool(
        _IS_MODEL_AFTER.match(text, end)
        or (_BEFORE.search(text, max(0, start - 14), start) and text[start - 1] not in "(（")
        or _IS_MODEL.match(text, end)
    )
