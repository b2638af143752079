"""What the words beside a name say: a model, the app of the same name, the maker, or just a word."""

from __future__ import annotations

import re

_OPEN = r"[“\"'‘《「『【*`（(\[]"
_CLOSE = r"[”\"'’》」』】*`）)\]]"
# What may stand between a name and 模型: what kind of model it is, and nothing that starts a new phrase.
_KIND = (
    "推理|思考|多模态|全模态|跨模态|单模态|模态|视觉|语言|文本|文生图|文生视频|图生视频|图生图|文生|图像|图片|绘画|绘图|视频|音频|语音|音乐|声音|"
    "配音|歌曲|生成|合成|编辑|识别|理解|世界|动画|开源|闭源|旗舰|基础|基座(?=模型)|奖励|嵌入|向量|检索|排序|重排|重排序|代码|编程|数学|科学|科研|数理|"
    "医疗|医学|医药|药物|健康|心理|客服|营销|电商|办公|创作|写作|农业|林业|海洋|遥感|地理|矿山|电力|能源|油气|制造|工业|航天|航空|交通|水利|政务|司法|税务|诗词|古籍|法律|金融|教育|气象|天气|蛋白质|生物|化学|材料|分子|基因|安全|行业|垂直|垂类|专用|通用|稀疏|稠密|混合专家|混合|专家|端侧|端到端|"
    "统一|原生|实时|同传|翻译|系列(?=[\u4e00-\u9fff]{0,8}模型)|预览版|预览|正式版|测试版|预训练|微调|指令|对话|聊天|对齐|小型|大型|中型|轻量级|轻量|超大|万亿|千亿|百亿|参数|"
    "自回归|扩散|流匹配|动作|具身|具身智能|机器人(?=[\u4e00-\u9fff]{0,6}模型)|决策|规划|智能体(?=[\u4e00-\u9fff]{0,6}模型)|时序|时间序列|表格|文档|解析|空间|三维|立体|物理|仿真|驾驶|自动驾驶|交互|"
    "口型|数字人|换脸|超分|检测|分割|追踪|分类|评审|评判|裁判|验证|过程|结果|蒸馏|剪枝|量化|压缩|长文本|长上下文|高速|快速|极速|深度|混元|"
    "等|其他|其它|外部|第三方|上下文|[一二三四五六七八九十两几多0-9]+[款个种大]|中文|英文|双语|多语言|多语种|人工智能|国产|最新|新一代|下一代|初代|第[一二三四五六]代|上一代|前代|同款|大|小|新|[A-Za-z0-9]{2,12}(?=[\u4e00-\u9fff])"
)
_MODIFIER = rf"(?:{_KIND}|[^\S\n]|[·/\-])*+"  # possessive: many modifiers in a row must not cost many tries
_KINDS = re.compile(rf"(?:{_MODIFIER})(?:大|小)?(?:模型)?")
_NOUN = r"(?:大语言模型|语言模型|大模型|小模型|模型|LLMs?\b|基座|系列(?!产品|课|活动|文章|赛|报道))"
_AFTER = re.compile(
    rf"{_CLOSE}{{0,4}}\s?(?:[-·]\s?)?(?:(?:LLM|AI|MoE|VLM|VLA|TTS|ASR|SLM)\s?)?(?:{_MODIFIER}\s?{_NOUN}|等[\u4e00-\u9fff]{{0,8}}模型)"
)
_RIGHT_AFTER = re.compile(rf"{_CLOSE}{{0,4}}\s?(?:系列|开源|大|语言|推理)*模型(?!公司|厂商|平台|家族)")
_BEFORE = re.compile(
    r"(?:模型|模型系列|LLMs?|的[\u4e00-\u9fff]{0,4}模型(?:是|叫))(?:版本?)?[ \t]?"
    rf"(?:——?|[-—:：])?[ \t]?{_OPEN}{{0,4}}\Z"
)
_IS_MODEL_AFTER = re.compile(
    rf"{_CLOSE}{{0,4}}[^\S\n]?(?:[-·]\s?)?{_MODIFIER}"
    r"(?:大语言模型|语言模型|大模型|小模型|模型|LLMs?\b)(?!库|广场|社区|平台|商店|公司|厂商|应用|服务|市场|能力|训练|推理|部署|上下文|路由|网关|调用)"
)
_IS_MODEL = re.compile(
    rf"{_CLOSE}{{0,4}}\s?(?:（[^）\n]{{0,40}}）|\([^)\n]{{0,40}}\))?\s?[，,]?(?:则?是|则?为|作为)"
    r"[^。！？\n，]{0,50}?(?:模型|LLM|模型家族|模型系列)(?=[，。,；;、：:（(！!和与及]|\s|$)"
)
_CODING = re.compile(rf"{_CLOSE}{{0,4}}[^\S\n]?编程模型")
_LINE_STARTS = re.compile(r"(?:\A|\n)[ \-•·*`“#>\d.、]{0,6}\Z")
_LINE_DEFINES = re.compile(rf"{_CLOSE}{{0,4}}\s?[：:][^。！？\n，：:]{{0,24}}模型(?=[，。,；;、（(]|\s|\Z)")
_APPOSED = re.compile(
    rf"{_CLOSE}{{0,4}}\s?[，,：:（(]\s?(?:这是|作为|号称|自称|堪称|被称为|定位(?:为|是)|最强|史上|全球|业界|国内|其|该|一?[款个种]|首[个款]|新一代)*\s?"
    rf"(?:[\d.]{{1,6}}\s?(?:[BMKTbmkt]\b|[万亿]+)\s?(?:参数|规模)*\s?的?)?\s?{_MODIFIER}\s?模型"
    r"(?!库|广场|社区|平台|商店|公司|厂商|应用|服务|市场|能力|训练|推理|部署|路由|网关|调用)"
)
_OWN = r"(?:(?!内置|搭载|接入|集成|基于|采用|背后|使用|支持)[^。！？!?\n])"  # the model is its own, not one within it
_WHEN = (
    r"(?:突然|正式|悄悄|悄然|今日|今天|昨[天日晚]|近日|刚刚|已经|已|终于|全新|重磅|现已"
    r"|(?:\d{1,2}\s?月)?\s?\d{1,2}\s?日)*+"  # possessive: many such words in a row must not cost many tries
)
_COMES_OUT = re.compile(
    rf"{_CLOSE}{{0,4}}\s?(?:（[^（）\n]{{0,40}}）)?{_WHEN}(?:在[^，。！？!?\n]{{1,14}}?)?{_WHEN}\s?"
    r"(?:上线|发布|开源|亮相|登场|面世|问世|推出|来了|来袭|开放|上架|登顶|放出|官宣|更新)(?:"
    rf"{_OWN}{{0,50}}[。！？!?\n：:，,]{{1,2}}\s?{_OWN}{{0,24}}?(?:该|这款|这个|这一|此)(?:AI|大|小)?{_MODIFIER}大?模型"
    rf"|{_CLOSE}{{0,4}}\s?[：:，,]\s?(?:由[^，。！？\n]{{1,20}}?(?:打造|研发|开发|推出|训练|发布)的|一[款个]|首[个款])"
    r"[^，。！？\n]{0,24}?模型(?=[，。,；;、（(]|\s|\Z)"
    r"|(?<=开源)，(?:(?!加载|支持|转换|读取)[^。！？!?\n]){0,40}?权重)"
)
_TRAINED = re.compile(rf"(?:预训练|训练|微调|后训练|蒸馏)(?:了|出了?|得到了?)\s?{_OPEN}{{0,4}}\Z")
_HAS = re.compile(
    rf"{_CLOSE}{{0,4}}\s?(?:的\s?)?(?:总|激活)?(?:参数(?!\s?[=：:设配调])[量规总为]|参数\s?\d|模型权重|权重(?:已|也|全|开|、|和|与)|上下文(?:窗口|长度)|幻觉率|知识截止)"
)
_MODEL_ID = re.compile(
    r"(?<![A-Za-z])[Mm]odel(?:_?(?:name|id)|\s?(?:名称?|参数|字段))?[\"'`]?\s?"
    r"(?:[=：:]|改成|改为|设为|设置为|设成|填写?为?|选择?|写成?|换成|传入?|指定为?|字段为|参数为)\s?[“\"'`]?\Z"
)
_PRICE_TAG = re.compile(r":(?:free|beta|online|nitro|exacto|floor|extended)(?![A-Za-z0-9\-])")
_RUN_AT_HOME = re.compile(r"(?:tok(?:en)?s?/s|显存|跑得?[动起满]|能跑|本地跑|量化|[Oo]llama|LM Studio|llama\.cpp)")
_SERIES_AFTER = re.compile(rf"{_CLOSE}{{0,4}}\s?系列(?!产品|课|活动|文章|赛|报道|芯片|手机|显卡)")
_CHATBOT = re.compile(rf"{_CLOSE}{{0,4}}\s?(?:AI\s?)?(?:聊天机器人|对话机器人|智能助手|对话产品)")
_CALLED = re.compile(
    r"(?:代号|命名为|真身(?:就|正)?是|真实身份(?:就|正)?是|揭晓为|定名为?|(?<![更改])名为|取名|称为|称之为|名叫|叫做|叫作|codenamed?)\s?(?:为|是|叫)?\s?[:：]?\s?[“\"'‘《「『*`]{0,4}\Z",
    re.IGNORECASE,
)
# Nouns that say what a name stands for, when it stands for no model.
_OTHER = (
    "数据集|语料|基准|评测|测试集|榜|排行|框架|工具|平台|应用|库|协议|插件|引擎|架构|方法|算法|技术|公司|团队|芯片|智能体|Agents?\\b|浏览器|系统|论文|"
    "服务|助手|产品|接口|App|API|大会|峰会|论坛|眼镜|手机|耳机|硬件|机器人(?!模型)|账号|计划|套餐|页面|功能|设置|选项|模式|算子|函数|模块|变量|文件|"
    "脚本|目录|命令|字段|挑战赛|竞赛|大赛|比赛|赛事|黑客松|编程语言|套件|游戏|课程|活动|问题|现象|效应|定律|攻击|陷阱|机制|策略|阶段|原则|"
    "理念|概念"
)
_OTHER_OF = re.compile(
    rf"{_CLOSE}{{0,4}}\s?的(?:(?!模型)[\u4e00-\u9fffA-Za-z \-]){{0,20}}?(?:{_OTHER}|方案|组织|网站)"
    r"(?![\u4e00-\u9fff]{0,4}模型)"
)
_MODEL_OF = re.compile(
    rf"{_CLOSE}{{0,4}}\s?的(?:(?!{_OTHER})[\u4e00-\u9fffA-Za-z0-9 \-（）()]){{0,24}}?(?:模型|LLMs?\b)"
    r"(?=[，。,；;、：:（(\s]|$)"
)
_OTHER_AFTER = re.compile(
    rf"{_CLOSE}{{0,4}}\s?(?:（[^）\n]{{0,20}}）)?{_MODIFIER}(?:{_OTHER}|"
    r"协会|大学|实验室|研究院|研究所|创始人|CEO|官员|工程师|博士|教授|先生|女士|表示|认为|指出|透露|用户)"
)
_OTHER_BEFORE = re.compile(
    r"(?:数据集|基准|基准测试|评测集|榜单|排行榜|框架|工具|平台|应用|插件|引擎|架构|芯片|处理器|智能体|Agent|浏览器|机器人|眼镜|手机|显卡|硬件|"
    rf"编程语言|挑战赛|竞赛|大赛|游戏|编辑器|操作系统|数字员工|算子|库|公司|团队|实验室)[^\S\n]?(?:——|[-—:：])?[^\S\n]?{_OPEN}{{0,2}}(?:代号\s?)?{_OPEN}{{0,2}}\Z"
)
_LAUNCH = re.compile(
    rf"(?:开源|发布|推出|上线|更新|升级|预告|曝光|首发|放出|公布|亮相|训练|微调|部署|调用|基于|使用|采用|接入|搭载)"
    rf"(?:了|的|其|最新|全新|新一代|首个|首款|自研|旗下)*\s?{_OPEN}{{0,4}}\Z"
)
_LAUNCH_KIND = re.compile(
    r"(?:开源|发布|推出|放出|公布)(?:了|的|其|最新|全新|新一代|首个|首款|自研|旗下|轻量|轻量级|国产|通用|端侧|一[款个])*"
    r"(?:多模态|全模态|跨模态|视觉语言|文生图|文生视频|图生视频|文生音乐|视频生成|图像生成|语音合成|语音识别|音乐生成|代码生成"
    rf"|语言|推理|具身|世界|嵌入|向量|重排序?)\s?{_OPEN}{{0,2}}\Z"
)
_PUBLISHER = re.compile(rf"{_CLOSE}{{0,4}}\s?(?:近日|今日|正式|最新|团队)*(?:开源|发布|推出|上线|公布)了?")
_LATIN_SOON = re.compile(r"[“\"'‘《「『*`（(\-\s]{0,4}[A-Za-z]")
_APP = re.compile(
    r"[ \t]?(?:[Aa][Pp][Pp]s?\b|应用|开放平台|(?:AI\s?|智能)?(?:眼镜|硬件)|"
    r"客户端|网页|官网|官方|网站|桌面|小程序|浏览器|插件|扩展|助手|用户|账[号户]|订阅|会员|手机|"
    r"大会|时刻|控制台|平台|社区|网络|工作区|侧边栏|输入法|一体机|耳机|智能体|团队|公司|部门|[Tt]eams?\b|Code\b|CLI\b|Cowork\b|Desktop\b|"
    r"Enterprise\b|Workspace\b|for\s|in\s|Advanced\b|Cloud\b|Studio\b|Agents?\b|Store\b|Apps?\b)"
)
_MAKER = re.compile(
    r"[ \t]?"
    r"(?:也|又|还|已|正式|今[天日]|昨[天日]|刚刚|突然|最近|近日|继续|再次|首次|官方|正|将|则|一家|连续|团队|公司|方面|内部|创始人|CEO|"
    r"CTO|联合创始|员工|研究员|工程师|旗下|自研|自家)*"
    r"(?:开源|发布|推出|上线|宣布|表示|称|透露|回应|融资|估值|上市|收购|招聘|团队|公司|创始|CEO|员工|研究员|工程师|旗下|方面|官宣|前?负责人|前员工|升级了|ARR\b|"
    r"与[^，。！？\n]{1,16}达成|（[^）\n]{1,12}）(?:即将|已|正|将)?(?:完成|宣布|发布|推出))"
)
_COMPANIES = re.compile(
    r"(?:\s?(?:、|，|和|与|及|以及)\s?[^、，。！？\s]{1,14}){0,8}?\s?等?(?:这|国产|国内|几|[一二三四五六七八九十两\d])*(?:大|家)?"
    r"(?:AI|大模型|模型|初创|创业|科技|明星|头部|上市|[ ])*(?:公司|厂商|企业|玩家|巨头|独角兽|团队|友商)"
)
_PRODUCTS = re.compile(
    rf"{_CLOSE}{{0,4}}\s?等(?:[A-Za-z]{{1,3}}\s?端|AI|[\u4e00-\u9fff\s]){{0,6}}?(?:产品|应用|[Aa][Pp][Pp]|软件|工具|客户端|平台)(?![\u4e00-\u9fff]{{0,2}}模型)"
)
_GIVEN = re.compile(r"(?:用|使用|让|请|问|调用|交给|丢给|扔给|喂给|部署|跑|借助|通过)了?\s?\Z")
_WORKS = re.compile(
    r"\s?(?:来|去|帮[我忙]?|给[我你]|直接|自动)*(?:写|生成|做|画|翻译|总结|分析|回答|推理|编程|润色|改写|跑|答)"
)
_ANSWERS = re.compile(
    r"\s?(?:给出|生成|输出|回答|回复|答[对错])[了的]|\s?的(?:回答|回复|答案|输出|幻觉|思维链|推理过程)"
)
_PRODUCT = re.compile(
    r"[ \t][A-Z][a-z]+[A-Z][A-Za-z]*(?![A-Za-z0-9\-])"
    r"|[ \t](?:Ambassador|Compliance|Security|Intelligence|Coding Plan)\b"
)
_LIKE = re.compile(r"(?:类似?|仿|平替|对标|比肩|媲美|叫板|挑战)[ \t]?[“\"'‘《「『]?\Z")
_WORDS = re.compile(
    r"模型|参数|训练|微调|开源|推理|基准|上下文|大语言|[Tt]oken|LLM|GPT|Transformer|AI\b|人工智能|蒸馏|权重|多模态|生成"
)
_AI = re.compile(
    r"模型|AI(?![A-Za-z])|人工智能|人工智慧|机器学习|深度学习|神经网络|语言模型|LLM|GPT|[Tt]ransformer|大语言|生成式|智能体|聊天机器人|"
    r"微调|参数量|提示词|[Pp]rompt|算力|推理速度|多模态"
)
_ITEM_SEPARATOR = re.compile(
    r"\s?(?:、|，|,|/|和|与|及|以及|或者?|跟|同|还有|and\b|or\b|vs\.?|VS|\+|\|)\s?", re.IGNORECASE
)
_LATIN_LEFT = re.compile(r"[A-Za-z][A-Za-z'’.&]*[ ]\Z")
_LATIN_RIGHT = re.compile(r"[ ][A-Za-z][A-Za-z'’]*")


def model_after(text: str, end: int) -> bool:
    """模型, 大模型, 系列 … right behind."""
    return bool(_AFTER.match(text, end))


def model_right_after(text: str, end: int) -> bool:
    """模型 behind with nothing but 大, 语言, 系列 … between: the company's name used for its model."""
    return bool(_RIGHT_AFTER.match(text, end))


def model_before(text: str, start: int) -> bool:
    """…模型 right before, as in 推理模型 QwQ."""
    return bool(_BEFORE.search(text, max(0, start - 14), start))


def is_model(text: str, start: int, end: int) -> bool:
    """Whether the words beside an unknown name say that it is a model: 推理模型 X, X 大模型, X 是一款…模型。"""
    after = _IS_MODEL_AFTER.match(text, end)
    if after and _PUBLISHER.match(text, end) and _LATIN_SOON.match(text, after.end()):
        after = None  # OpenLab 开源推理模型 X: the first is the publisher
    if after and text[start:end].isalpha() and _CODING.match(text, end):
        after = None  # Tile 编程模型: how a machine is programmed
    before = _BEFORE.search(text, max(0, start - 14), start)
    if before and (text[start - 1] in "(（" or text[start:end].islower()):
        before = None
    return bool(after or before or defined_here(text, start, end))


def defined_here(text: str, start: int, end: int) -> bool:
    """X 是…模型, 名为 X 的…模型, or a line that begins X：…模型."""
    if _IS_MODEL.match(text, end):
        return True
    if called(text, start) and _MODEL_OF.match(text, end):
        return True
    lead = text[max(0, start - 7) : start]
    return bool(_LINE_DEFINES.match(text, end) and (start == 0 or ("\n" in lead and _LINE_STARTS.search(lead))))


def is_kind(words: str) -> bool:
    """Whether the words only say what kind of model: 多模态, 文生图."""
    return bool(_KINDS.fullmatch(words))


def apposed(text: str, end: int) -> bool:
    """X，首个…模型: the clause behind opens by saying what it is."""
    return bool(_APPOSED.match(text, end))


def comes_out(text: str, end: int) -> bool:
    """X 上线，…。这款模型…: what came out is called a model in the same breath or the next."""
    return bool(_COMES_OUT.match(text, end))


def has_parameters(text: str, start: int, end: int) -> bool:
    """What only a model has, or what is done to it: X 的参数量, X 的权重已…, 预训练了 X."""
    return bool(_HAS.match(text, end) or _TRAINED.search(text, max(0, start - 10), start))


def model_id(text: str, start: int) -> bool:
    """Whether the name is what an API's parameter `model` is set to."""
    return bool(_MODEL_ID.search(text, max(0, start - 24), start))


def price_tag(text: str, end: int) -> bool:
    """:free and the like right behind: the id of a model at an exchange of APIs."""
    return bool(_PRICE_TAG.match(text, end))


def run_at_home(text: str, start: int, end: int) -> bool:
    """Whether the words around speak of running weights on one's own machine."""
    return bool(_RUN_AT_HOME.search(text, start, end))


def series_after(text: str, end: int) -> bool:
    """系列 right behind."""
    return bool(_SERIES_AFTER.match(text, end))


def chatbot_after(text: str, end: int) -> bool:
    """聊天机器人 right behind."""
    return bool(_CHATBOT.match(text, end))


def called(text: str, start: int) -> bool:
    """名为, 代号 … right before."""
    return bool(_CALLED.search(text, max(0, start - 14), start))


def called_otherwise(text: str, end: int) -> bool:
    """名为 X 的…框架: what a name behind 名为 belongs to when it is no model."""
    return bool(_OTHER_OF.match(text, end))


def is_other(text: str, end: int) -> bool:
    """Whether the word behind says that the name is something else: X 数据集, X 公司, 名为 X 的框架."""
    return bool(_OTHER_AFTER.match(text, end))


def other_before(text: str, start: int) -> bool:
    """Whether the word before says that the name is something else: 编程语言 X, 芯片 X."""
    return bool(_OTHER_BEFORE.search(text, max(0, start - 14), start))


def launched(text: str, start: int) -> bool:
    """开源, 发布, 推出 … right before."""
    return bool(_LAUNCH.search(text, max(0, start - 14), start))


def launched_kind(text: str, start: int) -> bool:
    """发布 or 推出 and a kind of model right before, without 模型: 推出全新多模态 X."""
    return bool(_LAUNCH_KIND.search(text, max(0, start - 24), start))


def app_after(text: str, end: int) -> bool:
    """The product, its team or its users are meant: X App, X 官方, X 用户."""
    return bool(_APP.match(text, end))


def product_after(text: str, end: int) -> bool:
    """A product's own name goes on behind the brand: Kimi WebBridge."""
    return bool(_PRODUCT.match(text, end))


def maker_after(text: str, end: int) -> bool:
    """The name acts as a company does: X 开源了, X 宣布."""
    return bool(_MAKER.match(text, end))


def companies_after(text: str, end: int) -> bool:
    """公司, 厂商 … behind the list that the name stands in: DeepSeek、智谱、MiniMax 四家公司."""
    return bool(_COMPANIES.match(text, end))


def products_after(text: str, end: int) -> bool:
    """等产品, 等应用 … behind: the last of a list of products."""
    return bool(_PRODUCTS.match(text, end))


def used_as_model(text: str, start: int, end: int) -> bool:
    """The name does what only a model does: 用 X 写代码, X 生成的答案, 问 X."""
    given = _GIVEN.search(text, max(0, start - 6), start)
    return bool(_ANSWERS.match(text, end) or (given and _WORKS.match(text, end)))


def like_before(text: str, start: int) -> bool:
    """类, 对标 … right before: what something is like is never the one who acts."""
    return bool(_LIKE.search(text, max(0, start - 6), start))


def possessive_after(text: str, end: int) -> bool:
    """的 or a bracket right behind: a maker introducing its model."""
    return text[end : end + 2].lstrip(" ")[:1] in ("的", "（", "(")


def about_models(text: str, start: int, end: int) -> bool:
    """Whether the words around speak of models at all."""
    return bool(_WORDS.search(text, start, end))


def about_ai(text: str) -> bool:
    """Whether a text speaks of artificial intelligence at all."""
    return bool(_AI.search(text))


def listed_with(text: str, left_end: int, right_start: int) -> bool:
    """Whether only a list separator lies between two names."""
    gap = text[left_end:right_start].strip("*`“”\"'《》「」 ")
    return left_end <= right_start and right_start - left_end <= 8 and bool(_ITEM_SEPARATOR.fullmatch(gap))


def inside_latin_phrase(text: str, start: int, end: int, *, left: bool = True, right: bool = True) -> bool:
    """Whether other Latin words stand directly before (if `left` counts) or behind: part of a longer name."""
    before = left and _LATIN_LEFT.search(text, max(0, start - 24), start)
    return bool(before or (right and _LATIN_RIGHT.match(text, end)))


def inside_latin_name(text: str, start: int, end: int) -> bool:
    """Whether a capitalised word before or any Latin word behind makes the word part of a longer name."""
    left = _LATIN_LEFT.search(text, max(0, start - 24), start)
    return bool((left and left.group()[0].isupper()) or _LATIN_RIGHT.match(text, end))
