"""Short answers and commands typed as pinyin, without the characters: meiyou, bu qingchu, tuichu."""

from __future__ import annotations

import re

_LETTERS = re.compile(r"[A-Za-z][A-Za-z '’]*[!.?~]*")
_WORDS = (
    "mei 没,meiyou 没有,meide 没得,you 有,shi 是,shide 是的,bushi 不是,dui 对,duide 对的,budui 不对,bu 不,"
    "bude 不的,keyi 可以,hao 好,haode 好的,meiguo 没过,meifaguo 没罚过,meifashengguo 没发生过,"
    "cong meiyou 从没有,buqingchu 不清楚,buzhidao 不知道,budong 不懂,buxiaode 不晓得,wangle 忘了,gongsi 公司,"
    "qiye 企业,gaoxiao 高校,daxue 大学,xuexiao 学校,juweihui 居委会,cunweihui 村委会,shequ 社区,xiaoqu 小区,"
    "cun 村,zai beijing 在北京,buzai beijing 不在北京,weishenme 为什么,weisha 为啥,shayisi 啥意思,"
    "shenmeyisi 什么意思,shangyibu 上一步,fanhui 返回,tiaoguo 跳过,tuichu 退出,buzuole 不做了,suanle 算了,"
    "chonglai 重来,chongxin 重新来,chongxinlai 重新来,chongxinkaishi 重新开始,jixu 继续,jieguo 结果,"
    "xiugai 修改,gai 改,daocijieshu 到此为止,daociweizhi 到此为止"
)
_MEANT = {letters.replace(" ", ""): word for letters, _, word in (pair.rpartition(" ") for pair in _WORDS.split(","))}


def spelt_out(text: str) -> str:
    """The word that ``text`` is the pinyin of, where it is one of those a dialog waits for; else ``text`` itself."""
    if not _LETTERS.fullmatch(text.strip()):
        return text
    return _MEANT.get(re.sub("[^a-z]", "", text.lower()), text)
