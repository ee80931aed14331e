"""Personal data out of a text before it reaches the log: numbers, addresses of mail, and names people give.

The masks are for reading the log, not for parsing: 「我叫[姓名]，电话[电话]」. Where in doubt a number is masked
(a wrong mask costs a word of the log, a missed one is somebody's phone number); where in doubt a name after
「我是」 is not, since 「我是高校的」 says what matters and 「我是高晓」 is rare.
"""

from __future__ import annotations

import re
import unicodedata

_GAP = r"[ \-－—]?"
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范"
    "汪廖石金韦贾夏付傅方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔汤常温康施牛樊葛邢安齐易乔伍庞颜倪"
    "庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房"
    "滕屈饶解牟艾尤时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙"
    "荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝"
)
_COMPOUND = "欧阳|上官|司马|诸葛|夏侯|皇甫|尉迟|公孙|慕容|司徒|令狐|长孙|宇文|东方|南宫|端木|百里|呼延"
# What follows a name in a sentence; without it two or three characters after 「我是」 are just words.
_AFTER_NAME = (
    r"(?=$|[\s，,。.！!？?；;、:：()（）]"
    r"|先生|女士|老师|经理|同志|我|想|要|请|问|咨询|来自|电话|手机|联系|今年|身份证|吗)"
)
# Words of this subject that begin like a surname.
_NOT_NAMES = (
    "高校|高等|高新|高中|高职|高管|成员|成都|连锁|连云|边远|安徽|安全|温州|温室|石化|石油|石景|金融|金属|金山|方案|方面|时候|时间|"
    "应用|应该|应届|全国|全部|明年|明天|单位|单独|车企|车间|商业|商家|商场|农业|农村|农民|党校|党委|党员|管委|管理|项目|简单|"
    "房山|房产|江苏|江西|广东|华北|华能|华为|华电|卫生|师范|师生|游客|路过|关于|关心|查询|查一|和平|于是|常住|常州|康养|"
    "古城|古建|景区|包括|万科|任何|任意|白领|白天|何时|何|解|冷|龙头|申请|申报|易|司机|司法|左|宁夏|宁波|桂林|"
    "通州|顺义|昌平|平谷|怀柔|密云|延庆|丰台|东城|西城|朝阳|门头|经开|亦庄|北京|社区|村|居|街道|园区|物业|企业|公司|机构|机关|事业"
)

_Rules = tuple[tuple[re.Pattern[str], str], ...]

_WRITTEN: _Rules = (
    (re.compile(r"[A-Za-z0-9_.+%-]+\s?@\s?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"), "[邮箱]"),
    # identity cards (18 and 15 digits, possibly spaced), organisations' 18-character codes, passports
    (re.compile(r"(?<![0-9A-Za-z])(?:\d[ \-]?){17}[0-9Xx](?![0-9A-Za-z])"), "[证件号]"),
    (re.compile(r"(?<![0-9A-Za-z])[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}(?![0-9A-Za-z])"), "[证件号]"),
    (re.compile(r"(?<!\d)[1-9]\d{7}(?:0\d|1[0-2])(?:[0-2]\d|3[01])\d{3}(?!\d)"), "[证件号]"),
    (re.compile(r"(?<![0-9A-Za-z])(?:[EGDSPHegdsph][A-Ea-e]?\d{7,8})(?![0-9A-Za-z])"), "[证件号]"),
    # bank cards and other long numbers
    (re.compile(r"(?<!\d)(?:\d[ \-]?){15,18}\d(?!\d)"), "[号码]"),
    # mobile phones, then fixed lines with or without the area's code
    (re.compile(rf"(?<!\d)(?:\+?86{_GAP})?1[3-9]\d{_GAP}\d{{4}}{_GAP}\d{{4}}(?!\d)"), "[电话]"),
    (re.compile(rf"(?<!\d)1[3-9](?:{_GAP}\d){{9}}(?!\d)"), "[电话]"),
    (re.compile(r"(?<!\d)[(（]?0\d{2,3}[)）]?[ \-－—]?\d{7,8}(?!\d)"), "[电话]"),
    (re.compile(rf"(?<!\d)[4-9]\d{{3}}{_GAP}\d{{4}}(?!\d)"), "[电话]"),
    (re.compile(r"((?:电话|手机|座机|QQ|qq|微信)号?码?(?:是|为|：|:)?\s*)\d{5,12}(?!\d)"), r"\1[号码]"),
    (re.compile(r"[幺一][三四五六七八九](?:[ \-]?[零〇幺一二三四五六七八九]){9}"), "[电话]"),
    (re.compile(r"(微信号?(?:是|为|：|:)?\s*)[A-Za-z][A-Za-z0-9_-]{5,19}"), r"\1[微信号]"),
)
_NAMED: _Rules = (
    # names: after 我叫 whatever stands there, after 我是 only what looks like one
    (
        re.compile(
            r"((?:我叫|我姓名是?|我的名字(?:是|叫)?|姓名(?:是|为)?|联系人(?:是|为|叫)?|本人叫?)[：: ]?)"
            rf"(?!什么|谁|啥|和|与|在|都?要|需|怎|的|有|[：:])(?:[\u4e00-\u9fff]{{2,6}}[·•.][\u4e00-\u9fff]{{2,6}}"
            rf"|(?:{_COMPOUND})[\u4e00-\u9fff]{{1,2}}?{_AFTER_NAME}|[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}?{_AFTER_NAME}"
            rf"|[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}|[A-Z][A-Za-z.'-]*(?: [A-Z][A-Za-z.'-]*){{0,2}})"
        ),
        r"\1[姓名]",
    ),
    (re.compile(rf"(我叫)(?!什么|谁|啥|不|他|你|它|她|人)[\u4e00-\u9fff]{{2,4}}?{_AFTER_NAME}"), r"\1[姓名]"),
    (
        re.compile(
            rf"((?:我是|我姓|这里是|名叫)(?!{_NOT_NAMES}))"
            rf"(?:(?:{_COMPOUND})[\u4e00-\u9fff]{{0,2}}?|[{_SURNAMES}][\u4e00-\u9fff]{{0,2}}?){_AFTER_NAME}"
        ),
        r"\1[姓名]",
    ),
)


# Most texts hold none of these, and none of the patterns begins without one: a turn and each line of the log is masked.
_MAY_BE_WRITTEN = re.compile(r"[\d@幺一]|微信")
_MAY_BE_NAMED = re.compile(r"我叫|我姓|我是|我的名字|姓名|联系人|本人|这里是|名叫")


def mask(text: str) -> str:
    """The text with phones, identity numbers, e-mail addresses, account names and people's names replaced."""
    narrow = text.translate(_NARROW)
    for hint, rules in ((_MAY_BE_WRITTEN, _WRITTEN), (_MAY_BE_NAMED, _NAMED)):
        if hint.search(narrow):
            for pattern, instead in rules:
                narrow = pattern.sub(instead, narrow)
    return narrow


class _Narrow(dict[int, str]):
    """Characters by code point, made narrow as they are met; those of the first plane are remembered.

    Full-width digits, letters and ＠ hide a number from every pattern; punctuation stays as it was typed.
    """

    def __missing__(self, code: int) -> str:
        char = chr(code)
        plain = unicodedata.normalize("NFKC", char)
        kept = plain if len(plain) == 1 and (plain.isalnum() or plain in "@+") and plain.isascii() else char
        if code <= 0xFFFF:
            self[code] = kept
        return kept


_NARROW = _Narrow()
