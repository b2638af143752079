"""Which lines are site furniture: judged by words and shape, never by site."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

_UI_WORDS = frozenset(
    word
    for word in Path(__file__).with_name("ui_words.txt").read_text(encoding="utf-8").splitlines()
    if not word.startswith("# ")
)
_WORDS = re.compile(
    "(?:" + "|".join(sorted((re.escape(w) for w in _UI_WORDS if len(w) >= 2), key=len, reverse=True)) + ")+"
)
_SPLIT = re.compile(r"[\s|｜/·•、,，:：()（）\[\]【】<>《》+＋\-—_.。!！~～*#✅🔗👍❤️⭐👇👆↓→]+")
_ADDRESS = re.compile(r"(?:https?://)?(?:[\w-]+\.)+(?:com|cn|net|org|io|ai|co|dev|me|tw|hk)\b[\w/?=&%.#-]*")
_LONG_ADDRESS = re.compile(r"https?://[^\s，。；）)]{60,}")
_ADDRESS_SENTENCE = re.compile(r"<?https?://[^\s，,]+>?[，,][^\s，。]{2,20}$")
_NUMBER = re.compile(r"\d[\d.,]*[万千kKwW+]*")

RELATED = re.compile(
    r"(?:[#*>\s【\[「▍▎|✦★◆■●🔗📌📚👉]*)(?:更多|查看更多|本站|站内|其他|其它)?(?:"
    r"相关(?:推荐|阅读|文章|新闻|报道|资讯|内容|帖子|主题|专题|话题|产品|视频|标签|问题|信息"
    r"|博文|知识)|相關(?:推薦|閱讀|文章|新聞|報導|資訊|內容|主題)"
    r"|(?:延伸|推荐|扩展|拓展|深度|关联|關聯|推薦|更多|往期|热门|熱門|关键词|关键字)(?:阅读"
    r"|閱讀)|往期(?:推荐|回顾|精彩|文章|精选|内容|目录|推薦|回顧)[^，。]{0,6}"
    r"|猜你喜欢|猜你感兴趣|你可能(?:也|还|會)?(?:喜欢|感兴趣|关心|喜歡|感興趣)[^，。]{0,6}"
    r"|您可能(?:也|还)?(?:喜欢|感兴趣|关心)[^，。]{0,6}|大家(?:都|还)在(?:看|搜|读)"
    r"|(?:热门|熱門|热点|最新|近期|精彩|编辑|小编|为你|为您|今日|本周|随机|置顶|站长|猜你|重磅"
    r"|特别)(?:文章|推荐|推薦|新闻|新聞|阅读|话题|資訊|资讯|评论"
    r"|博客|帖子|内容|图集|视频|专题|排行|动态)"
    r"|(?:阅读|点击|評論|评论|跟贴|一周|24小时|月度|热榜|热门)排行(?:榜)?|更多(?:文章|精彩"
    r"|内容|推荐|阅读|资讯|新闻|精彩内容|相关内容|文章推荐|同类)[^，。]{0,8}"
    r"|看过(?:本文|此文|该文)的人(?:还|也)[^，。]{0,6}|上一篇|下一篇|上一則|下一則|同类(?:文章"
    r"|推荐)|专题推荐|友情链接|精彩视频|图片新闻"
    r"|related (?:posts?|articles?|reading|stories|links)|you (?:may|might) also (?:like|enjoy)"
    r"|recommended(?: reading| for you)?|read (?:more|next)|more (?:from|stories|posts)[^.]{0,20}"
    r"|further reading|popular posts|trending)"
    r"[^，。！？]{0,6}?[\s:：】\]」*#>»]*$",
    re.I,
)
REFERENCES = re.compile(
    r"[#*>\s【\[]*(?:参考(?:链接|资料|文献|来源|网址|内容|文章)|參考(?:連結|資料|文獻|來源)|相关链接|相關連結|引用来源|资料来源|信息来源|原文链接|原文連結|references?|sources?|links?)"
    r"[^，。！？]{0,6}?[\s:：】\]*#]*$",
    re.I,
)
CONTENTS = re.compile(
    r"[#*>\s【\[📚🚀📖📑🗂️]*(?:本文)?(?:目录|目錄|文章目录|内容目录|快速索引|快速导航|快速導覽"
    r"|索引|大纲|table of contents|contents|toc)[\s:：】\]*#]*$",
    re.I,
)
PLUG_HEADING = re.compile(
    r"[#*>\s【\[]*.{0,10}?(?:收听|收聽|语音版|語音版|音频版|视频版|影片版|加入(?:我们|社群|交流群|星球|群聊|微信群)|(?:关注|關注|联系|聯絡|追蹤|订阅|訂閱|支持|赞助|打赏)(?:我们|我們|作者|本站|本刊|方式|一下)|(?<![^\s#*>【\[])(?:关注|關注|订阅|訂閱|赞助|打赏)(?=[\s:：】\]*#]*$)"
    r"|关于(?:我们|本站|作者|本刊|AI日报)|關於(?:我們|作者)|作者(?:简介|介绍|信息)|作者簡介"
    r"|公众号|社群|交流群|读者群|招聘(?:信息)?|广告|廣告|活动推荐|福利|彩蛋|投稿(?:方式)?)"
    r".{0,10}[\s:：】\]*#]*$",
    re.I,
)

_CREDITS = (  # nobody but an editor writes these
    "责任编辑|責任編輯|责编|责任校对|编审|主编|主編|总编|美编|编译整理|编译|編譯|译者|譯者|原文作者|特约作者|撰文|撰稿|撰稿人|特约记者|实习记者|实习生|通讯员"
    "|校对|校對|审校|審校|审核|校审|校阅|选题|選題|出品|策划|策劃|监制|监审|文章来源|稿件来源|转载自|转自|轉載自|首发于|原标题|原題|英文原文|原文链接|原文地址|原文网址"
    "|原文連結|文章链接|本文链接|本文链接地址|本文地址|永久链接|题图|题图来源|图源|封面来源|头图|图片来源|圖片來源|微信公众号|公众号|公众号id|公號|投稿邮箱|via"
    "|reporter|translator|排版|视频版|音频版|语音版|作者简介|作者介紹|作者介绍|本文字数|预计阅读时间|阅读时长"
)
_FACTS = (  # furniture at the edges of a post, content inside it
    "编辑|編輯|采访|采写|採訪|採寫|作者|原作者|撰写|文字|文|记者|記者|翻译|翻譯|整理|制作|来源|來源|信息来源|资料来源|出处|原文|链接|from|source|author|editor|by|首发|发布|发布时间|发表时间"
    "|发布日期|更新时间|更新|最后更新|最近更新|时间|日期|published|updated|date"
    "|posted on|last updated|图片|圖片|封面|配图|微信号|ID|联系邮箱|邮箱|联系电话|电话|QQ群|微信群"
    "|字数|阅读时间|(?:原始|来源|封面图?|页面|原文|网页|图片|视频|收藏|抓取|采集)(?:链接|连结|网址|页面|地址|时间|日期)|网址|链接地址|发布地|IP属地|状态码|投稿|订阅方式|訂閱方式|往期|商务合作|合作|联系方式"
)
_BEFORE = r"[（(【\[*\-—>\s]*(?:本文|本期|文章|內文|图文)?\s*"
_REFERENCE = re.compile(
    rf"{_BEFORE}(?:参考(?:链接|资料|文献|来源|网址)?|參考(?:連結|資料)?|相关链接|来源|來源|原文|文章|报道|博客"
    rf"|链接|連結|via|source|更多信息|详情)\s*[:：]\s*(?:<?https?://\S+[\s,，;；]*)+$"
)
_VALUE = r"\s*(?:[:：丨|｜／]|\s/\s|(?<=[a-z])\s(?=https?))\s*\S.{0,110}$"
_CREDIT = re.compile(rf"{_BEFORE}(?:{_CREDITS}){_VALUE}", re.I)
_FACT = re.compile(rf"{_BEFORE}(?:{_FACTS}){_VALUE}", re.I)
_DESK = re.compile(  # who sent a report from where, and the newsroom that it names itself by
    r"(?:[^\s、&，。：:！？]{2,12}[\s、&]+){1,4}(?:发自|發自|编译自|整理自|报道自)\s*[^\s，。]{2,8}(?:\s*[|｜丨].{0,30})?$"
)
_NEWSROOM = re.compile(
    r"[^\s，。：:！？的]{2,10}\s*(?:编辑部|編輯部|(?:原创|独家|综合|联合)?(?:报道|報導)|(?:原创|独家|联合)(?:发布|出品|首发))$"
)
_CLAUSES = re.compile(
    r"[。！？!?]\s*\S|[，,][^，,]*[，,]"
)  # a clause after a full stop or two commas: prose, no credit line
_COPYRIGHT = re.compile(
    r"版权(?:所有|归|歸|声明|申明|说明|信息|保留|属)|版權(?:所有|聲明|歸)|©|\bcopyright\b|\(c\)\s*\d{4}"
    r"|all rights reserved"
    r"|未经(?:\S{0,8})?(?:授权|许可|允许|同意|书面).{0,14}(?:不得|禁止|严禁|请勿)|未經.{0,10}(?:授權"
    r"|許可|同意).{0,12}(?:不得"
    r"|禁止|請勿)"
    r"|转载(?:请|须|需|务必|时请|或)|轉載請|(?:禁止|谢绝|请勿|严禁)(?:任何形式的?)?(?:转载"
    r"|轉載)|著作权归|如有侵权|侵权.{0,10}(?:删除|联系"
    r"|告知|必究)|侵權.{0,10}(?:刪除|聯絡)|(?:仅|只|僅)代表作者|不代表(?:本站|本网|本平台|本公司"
    r"|.{0,8}(?:观点|立场|觀點|立場))"
    r"|免责声明|免責聲明|(?:原创|编译|翻译)[^。]{0,30}荣誉推出|ICP备|ICP证|公网安备|增值电信"
    r"|网安备|网信算备|(?:营业|经营|出版|视听节目|新闻信息服务).{0,8}许可证|(?:举报|舉報)(?:电话|電話|邮箱|信箱|热线|专线|专区|入口)"
    r"|(?:商标|商標).{0,16}所有|(?:内容|評論|评论).{0,12}(?:归|属于|屬於).{0,12}所有"
    r"|不良信息|有害信息|违法和不良|powered by|(?:本文|本作品"
    r"|本文章|文章)[^。]{0,20}(?:采用|遵循|使用)[^。]{0,30}(?:协议|许可|授权|CC)|知识共享署名"
    r"|CC[ -]BY|本文(?:已获|经)?授权|授权转载"
    r"|经授权(?:发布|转载)|本文为?[^。]{0,20}(?:原创|独家)(?:内容|稿件|文章|首发)"
    r"|本文(?:来自|来源于|转载自|转自|首发于|首发|最初发表|原载于|选自|经.{0,20}授权)|本文由.{1,40}(?:发布"
    r"|翻译|编译|整理|供稿|投稿|原创|出品|撰写)"
    r"|文章(?:来自|来源于|转载自|转自|首发于)|原文(?:发表于|刊登|载于|首发)|本文版权",
    re.I,
)
_PLUG = re.compile(
    r"(?:关注|關注|订阅|訂閱|搜索|扫码|扫描|掃描|长按|長按|识别|添加|加入|回复|置顶|星标|点击"
    r"|點擊|戳|私信|欢迎|更多.{0,10}请).{0,24}(?:公众号"
    r"|公眾號|公号|微信号|二维码|QR ?code|社群|交流群|微信群|QQ群|粉丝群|读者群|星球|视频号"
    r"|小助手|客服|蓝字|名片|卡片|关注我们|阅读原文|原文链接|群聊"
    r"|专栏|频道|頻道)"
    r"|^[^\s，。]{2,12}\s*[|｜丨·/]\s*(?:微信)?(?:公众号|公眾號|视频号|微信号)\s*[:：]?\s*\S{2,24}$|(?:公众号|公眾號|二维码|QQ群|微信群|交流群|知识星球|视频号|公众号后台)(?:[:：]|后台"
    r"|内?回复|，?(?:欢迎|关注|搜索|扫)|已?上线|名片)|[^，。]{0,16}(?:公众号"
    r"|公眾號|公眾号|官方微信|官方微博|官方账号|易信官号|服务号|订阅号)$|^.{0,8}二维码\s*[:：]?$"
    r"|微信扫一扫|扫一扫.{0,10}(?:关注|分享|下载|加)|扫(?:码|描|上方|下方|左侧|右侧).{0,20}(?:关注"
    r"|添加|加入|下载|进群|公众号)|长按.{0,8}(?:识别"
    r"|扫码|图片)|(?:设为|设个|加个?|添加|点亮|标)\W{0,3}(?:星标|🌟标|⭐️?标)|标星|点(?:击)?(?:这里|此处).{0,8}(?:关注|订阅)|星标.{0,6}(?:我们|置顶)|(?:留意|查收)您?的?(?:微信|邮箱|短信)|填写.{0,12}(?:问卷|表单|需求)|拉你进群|进群(?:交流|讨论)?"
    r"|下载.{0,12}(?:APP|客户端|App)(?:.{0,10}(?:阅读|查看|体验|更多))?$|(?:文明上网|登录发贴)|用微信扫描|分享至好友",
    re.I,
)
_BUTTONS = "点赞|點讚|按讚|在看|转发|轉發|收藏|分享|评论|評論|留言|关注|關注|投币|小心心|爱心|推荐|喜欢|星标|三连|订阅"
_PLEA = re.compile(
    rf"^(?:\W*(?:{_BUTTONS})){{2,}}\W*$"
    r"|一键三连|^(?:点赞|收藏|关注|转发|在看|三连|按讚|分享|訂閱|订阅){2}|(?:(?:点赞|在看|转发|收藏|分享|评论|关注|投币)\W{1,5}){3}|^关注[^，。]{2,12}[，,].{0,6}(?:不错过|不迷路|第一时间|获取)|点个(?:赞|在看|关注|收藏|star)|(?:点赞|在看|转发|收藏|分享|评论|关注)[、，和+＋/·\s](?:点赞"
    r"|在看|转发|收藏|分享|评论|关注|投币"
    r"|留言)(?:.{0,16}(?:支持|哦|吧|三连|一下|鼓励|动力|朋友|~|～|！|!))|(?:如果|要是|若).{0,20}(?:觉得"
    r"|喜欢|有用|有帮助|不错).{0,24}(?:点赞"
    r"|关注|转发|分享|在看|收藏|点个|三连|打赏|支持)"
    r"|别忘了?.{0,12}(?:点赞|关注|转发|分享|收藏|订阅|三连)|随手(?:点|转发)|欢迎(?:点赞|关注"
    r"|订阅|投稿|转发|分享|留言|提交|评论区|在评论区|加入"
    r"|扫码|大家关注)|歡迎(?:訂閱|追蹤|分享|留言|按讚)|(?:记得|請記得|请记得).{0,8}(?:点赞"
    r"|关注|订阅|按讚|訂閱|分享)|感谢(?:您|你)?(?:的)?(?:阅读"
    r"|关注|收看|观看)|谢谢你?(?:看|阅读|关注)|我们(?:下期|下周|明天|下次)(?:再)?见|下期(?:再)?见"
    r"|subscribe to|sign up for (?:our|the)|follow us|join our|thanks for reading|buy me a coffee"
    r"|leave a comment|订阅(?:本|我们的?|我的)?(?:频道|邮件|周刊|日报|newsletter|RSS)|(?:本"
    r"|这份|该)(?:周刊|杂志|刊物|期刊"
    r"|日报|通讯|栏目).{0,12}(?:开源|每周|每天|周[一二三四五六日]|发布|更新|投稿|收录)|(?:每天|每日|每周|每週)(?:都)?(?:精选|精選|为你|为您|带你|推送|分享|更新|整理).{0,24}(?:文章|资讯|資訊|新闻|新聞|内容|內容|动态|干货)|(?:每日|天天|每周|每天)见\W*$|(?:每个?(?:工作日"
    r"|周[一二三四五六日]|天|日|周|期)|工作日).{0,14}(?:看完"
    r"|读完|速览|带你|更新|推送|发送|送达|陪你|见)|这里(?:是|记录|分享|收集).{0,24}(?:每周"
    r"|每天|每日|值得).{0,24}(?:发布|更新|分享|内容)",
    re.I,
)
_DISCLAIMER = re.compile(
    r"^(?:提示|声明|聲明|说明|申明|特别提示|风险提示)\s*[:：].{0,40}(?:本(?:简报|文|刊|日报"
    r"|报|站|内容|平台)|内容|观点|人工|编辑)|(?:内容"
    r"|本文|文章|摘要|資訊|内文).{0,8}(?:由|经).{0,4}(?:AI|人工智能|大模型).{0,10}(?:生成|辅助"
    r"|整理|创作|翻译)|(?:总结|總結|摘要|内容|內容|翻译|翻譯)(?:均|都|皆)(?:由|为|是).{2,24}(?:完成|生成|撰写|翻译|整理)|(?:仅供|僅供)(?:个人|内部|大家|各位)?\W?(?:查阅|学习|參考|参考|交流|研究|娱乐)[^，。]{0,8}$|(?:素材|图片|文章|内容|数据|资料)(?:均)?(?:来源于?|来自于?|取自)\W{0,2}(?:网络|互联网|官方|网友)[^。]{0,12}$|AI\s*(?:生成|辅助创作"
    r"|总结).{0,16}(?:仅供参考|请(?:仔细|自行)?(?:甄别|核实|辨别))|(?:仅供参考|僅供參考).{0,14}(?:不构成"
    r"|不構成|投资建议|投資建議)|不构成(?:任何)?投资建议"
    r"|本文不构成",
    re.I,
)
_TAGS = re.compile(
    r"[🏷️\s*]*(?:标签|標籤|tags?|关键词|关键字|關鍵字|關鍵詞|keywords?|分类|分類|categor(?:y"
    r"|ies)|文章分类|文章标签|所属专栏|所属分类"
    r"|专栏|归档|收录于|topics?)\s*[:：丨|｜].{0,160}$",
    re.I,
)
_HASHTAGS = re.compile(r"(?:[#＃][^\s#＃，。]{1,30}[#＃]?[\s,，]*){1,20}$")
_COUNTER = re.compile(
    r"(?:阅读|阅读数|阅读量|浏览|浏览量|浏览次数|点击|点击量|访问|访问量|人气|热度|评论数?"
    r"|点赞数?|收藏数?|分享数?|观看|播放|views?|reads?|字数)\s*[(（:：]?\s*\d[\d.,]*\s*[万千kKwW+]*\s*[)）]?(?:次"
    r"|人|条|个|字)?"
    r"|\d[\d.,]*\s*[万千kKwW+]*\s*(?:人|次|条|個|个|位)?\s*(?:已)?(?:阅读|浏览|点击|访问|评论"
    r"|点赞|赞|收藏|分享|跟贴|参与|参与评论"
    r"|人参与|views?|likes?|comments?|shares?|min read|次点击|关注者|被浏览)"
    r"|^参与人数\s*\d+.{0,30}$|被浏览\s*\d[\d.,]*\s*[万千kKwW+]*"
    r"|\d[\d.,]*\s*[万千kKwW+]*\s*(?:个|個|条|條|则|則)(?:回答|答案|评论|評論|回复|回覆|讨论|討論)",
    re.I,
)
_LENGTH = re.compile(  # how long a text is and how long one reads it
    r"(?=.*(?:字|读|讀|read|words))(?:[^\d，。：:]{0,12}[:：]?\s*\d[\d.,]*\s*[kKwW万千]?\s*(?:个?字|词|words?)[\s,，·|｜。/]*)?"
    r"(?:[^\d。：:]{0,14}(?:[（(][^（()）]{0,20}[)）])?\s*[:：]?\s*\d+\s*(?:分钟|分鐘|小时|min(?:ute)?s?\b)[^\d。]{0,8}。?)?$",
    re.I,
)
_WRITER = re.compile(  # who the author is, said below the text
    r"[（(【\[*_\s]*(?:作者(?:简介|介绍|簡介|介紹)[】\]*_\s]*[:：丨|｜]|(?:本文)?作者(?:为|系|是|為|係)[^，。]{2,24}。?[)）]?$)"
)
_BREADCRUMB = re.compile(
    r"[^，。！？]{1,14}(?:\s*(?:>|»|›|＞|→|::|\s/\s)\s*[^，。！？>»›＞/]{1,24}){2,6}$|(?:首页|主页|home|当前位置"
    r"|您的位置|您现在的位置|位置)\s*(?:>|»|›|＞|/|:|：|-).{1,80}$",
    re.I,
)
_END = re.compile(
    r"[-—=*~\s（(【\[]*(?:完|全文完|本文完|正文完|文章完|END|the end|fin|正文结束)[-—=*~\s)）】\]]*$", re.I
)
_NEIGHBOUR = re.compile(
    r"[←<«‹\s]*(?:上|下|前|后)一(?:篇|章|页|頁|則|则|条|期|节|讲|文)\s*[:：]?.{0,60}$|[←«‹]\s*\S.{1,60}$"
    r"|\S.{1,60}\s*[→»›]$"
)
_LOGIN = re.compile(
    r".{0,12}(?:登录|登陆|登入|注册|註冊)(?:后|後|之后|之後|即可|后才|後才).{0,14}(?:回答|评论|評論|回帖|回复|回覆|查看|参与|參與|发表|發表|阅读|閱讀|留言|可)"
)
_CONTACT = re.compile(r"\s*(?:[\w-]+[:：]\s*)?[\w.+-]+@[\w-]+(?:\.[\w-]+)+\s*$")
_REPOST = re.compile(
    r"[-—\s]*(?:\d{4}.{0,12}[，,\s]*)?(?:转载|轉載|转发|整理|摘录|收录)\s*$|(?:跳转|前往|点击"
    r"|返回|回到|打开|去).{0,16}(?:查看"
    r"|阅读|原文|列表|首页|浏览)[>》→\s]*$"
)
_TEMPLATE = re.compile(  # what a generator would have filled in; what a clipping tool heads its parts with
    r"[#\s]*(?:\{\{[^{}]{1,80}\}\}|@?\[\[?toc\]?\]|[\d.\s]*(?:页面笔记|划线列表|划线笔记|我的笔记|高亮标注|全文剪藏|网页正文|抽取文本预览"
    r"|正文预览|highlights?|annotations?|page notes?))\s*$",
    re.I,
)
_SCRIPT = re.compile(  # the rest of a page's scripts and tags
    r"\s*(?://\s*)?(?:\$\(|[\w.$]+(?:\([^()\u4e00-\u9fff]*\))?\.\w+\([^\u4e00-\u9fff]*\)?[;{]$|(?:var|let|const|window\.|document\.|function\s*\()"
    r"|[})\];]+$|<\s+\w+\s[^<>]*>?$)"
)
_SENT = re.compile(
    r".{0,12}(?:发自|發自|来自|來自|sent from)\s*(?:我的|my)?.{0,12}(?:客户端|iPhone|iPad|Android|手机|app)$", re.I
)
_ATTACHED = re.compile(
    r".{1,60}[（(]\s*[\d.]+\s*[KMG]?B\b[^（()）]{0,30}(?:下载|下載|阅读权限)[^（()）]{0,20}[)）]$|(?:19|20)\d{2}\s*[-/.年].{6,16}\s(?:上传|上傳)$",
    re.I,
)
_DEFINITION = re.compile(r"\s{0,3}\[[^\]\n]{1,60}\]:\s*\S+.{0,200}$")
_ADVERT = re.compile(
    r"(?:【|\[)?(?:广告|廣告|推广|赞助|advertisement|sponsored|ad)(?:】|\])?\s*[:：]?\s*$|(?:限时"
    r"|立即|马上|免费)(?:抢购"
    r"|购买|报名|领取|下载|注册|试用|体验).{0,20}[>！!→»]$",
    re.I,
)
_PROSE_END = re.compile(r"[。！？!?；;…：:][”’」』）)\"'*_\s]*$")
_SENTENCE = re.compile(r"[。！？；!?]|\.\s")
_PUNCTUATION = re.compile(r"[，。！？；：、,;:!?]")
_DATE_LINE = re.compile(
    r"[\s*_【\[(（📅🗓️⏰]*(?:(?:周|星期|週)[一二三四五六日天][\s,，]*)?(?:(?:19|20)\d{2}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?|\d{1,2}\s*[-/月]\s*\d{1,2}\s*日?"
    r"|(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?|[一二三四五六七八九十]{1,2}月)"
    r"\s?\d{1,2}日?,? \d{4})"
    r"[\s,，T|·]*(?:(?:上午|下午|晚上|凌晨|中午|早上)?\s*\d{1,2}[:：时]\d{2}(?:[:：]\d{2}|分)?)?\s*(?:上午|下午|晚上|凌晨|中午|早上|上传|上傳)?(?:\s*[+-]\d{2}:?\d{2})?\s*(?:\(?(?:周"
    r"|星期|週)[一二三四五六日天]\)?)?[\s*_】\])）]*$",
    re.I,
)


_DATE = (
    r"(?:(?:19|20)\d{2}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?"
    r"|(?:posted|published|updated) (?:on )?[A-Z][a-z]{2,8}\.? \d{1,2} \d{4})"
)
# outlet · writer · 5月6日 10:20 · comments: under a headline; the clock tells it from a row of facts
_SOURCED = re.compile(
    r"(?=.*\d{1,2}[:：]\d{2})(?=.*\d\s*[-/.月]\s*\d)(?!.*\d[:：]\d{2}\s*[-–—])[^。！？，,!?；;]{1,36}(?:\s+[·•|｜]\s+[^。！？，,!?；;]{1,36}){1,4}$"
)
_COMMA = re.compile(r"(?<=\d),\s?(?=\d)")  # of 2,310 and February 3, 2025: no sentence's
# a date with a name, an outlet or a count beside it, and nothing of a sentence: the line under a title
_HEADED_BY_DATE = re.compile(
    rf"(?:{_DATE}[^。！？，,!?]{{0,50}}|[^。！？，,!?「《“]{{1,24}}[\s·•|｜/]{_DATE}[^。！？，,!?]{{0,40}}"
    rf"|[\u4e00-\u9fff]{{2,4}}{_DATE}[^。！？，,!?]{{0,40}})$",
    re.I,
)


def is_ui(line: str) -> bool:
    """Whether a line is nothing but the words of buttons and menus, and numbers."""
    if len(line) > 80 or "。" in line:
        return False
    words = [w for w in _SPLIT.split(_ADDRESS.sub(" ", line.lower())) if w]
    if not words:
        return False
    named = [w.strip("0123456789") for w in words if not _NUMBER.fullmatch(w)]
    return bool(named) and all(w in _UI_WORDS or _WORDS.fullmatch(w) for w in named)


def is_date(line: str) -> bool:
    """Whether a line is only a date, with its time at most."""
    return len(line) <= 50 and bool(_DATE_LINE.match(line))


def is_end(line: str) -> bool:
    """Whether a line only says that the text ends."""
    return len(line) <= 30 and bool(_END.match(line))


def is_clock(line: str) -> bool:
    """Whether a line is only a time of day."""
    return bool(re.fullmatch(r"\d{1,2}[:：]\d{2}(?:[:：]\d{2})?", line))


def is_prose(line: str) -> bool:
    """Whether a line reads like running text: long, or with a sentence's end."""
    return not _SCRIPT.match(line[:300]) and (
        (len(line) >= 60 and bool(_PUNCTUATION.search(line)))
        or (len(line) >= 16 and bool(_SENTENCE.search(line)))
        or (len(line) >= 30 and bool(_PROSE_END.search(line)))
    )


def is_label(line: str) -> bool:
    """Whether a line is a bare word or two: a tag, a section name, a menu entry."""
    return len(line) <= 16 and not _PUNCTUATION.search(line)


def reason(line: str, outer: bool, *, heading: bool = False) -> str | None:
    """Why a line, free of markup, is furniture; None where it may be content.

    `outer`: the line stands before the first or behind the last running text of the post, where weak signs suffice.
    """
    text = line.strip()
    if "http" in text:
        text = _LONG_ADDRESS.sub("https://…", text)
    return _reason(text, outer, heading) if 0 < len(text) <= 300 else None


@lru_cache(maxsize=2048)  # the same line is asked about while edges are found, and again when it is judged
def _reason(text: str, outer: bool, heading: bool) -> str | None:
    if not heading and is_ui(text):
        return "share"
    if is_end(text):
        return "end-mark"
    if _DEFINITION.match(text):
        return "link-definition"
    if _CONTACT.match(text):
        return "contact"
    if _ADVERT.match(text):
        return "advert"
    if _TEMPLATE.match(text):
        return "shortcode"
    if outer and _SCRIPT.match(text):
        return "script"
    if len(text) <= 90 and not heading and _SOURCED.match(text):
        return "source"
    if _ATTACHED.match(text) or (not heading and _SENT.match(text)):
        return "share"
    if len(text) <= 140 and (_CREDIT.match(text) or (outer and _FACT.match(text))) and not _CLAUSES.search(text):
        return "editor"
    if len(text) <= 50 and (_DESK.match(text) or (outer and not heading and _NEWSROOM.match(text))):
        return "editor"
    if outer and _WRITER.match(text):
        return "editor"
    if _REFERENCE.match(text) or (outer and not heading and _ADDRESS_SENTENCE.match(text)):
        return "references"
    if not heading and _LOGIN.fullmatch(text):
        return "navigation"  # a thread's last voice has no text behind it that would show where it ends
    if len(text) <= 70 and outer and (_NEIGHBOUR.match(text) or _LOGIN.match(text)):
        return "navigation"
    if len(text) <= 80 and outer and not heading and _HEADED_BY_DATE.match(_COMMA.sub(" ", text)):
        return "byline"
    if _TAGS.match(text) or (_HASHTAGS.match(text) and (outer or text.count("#") + text.count("＃") >= 2)):
        return "tags"
    if len(text) <= (200 if outer else 60) and _COPYRIGHT.search(text):
        return "copyright"
    if len(text) <= (160 if outer else 50) and _PLUG.search(text):
        return "account-plug"
    if len(text) <= (160 if outer else 40) and _PLEA.search(text):
        return "subscription"
    if len(text) <= 120 and _DISCLAIMER.search(text):
        return "disclaimer"
    if len(text) <= 60 and _REPOST.match(text):
        return "repost"
    if len(text) <= 60 and (_is_counter(text) or (outer and not heading and _LENGTH.match(text))):
        return "counter"
    if outer and len(text) <= 100 and _BREADCRUMB.match(text):
        return "navigation"
    return None


def _is_counter(text: str) -> bool:
    """Whether counts of readers and comments are all that a line says."""
    rest = _COUNTER.sub("", text)
    return rest != text and len(_SPLIT.sub("", rest)) <= 4
