"""What the benchmarks ask: all the FAQ expects, the same mistyped, and a few questions nobody expects."""

from __future__ import annotations

import random

from bot.notices import Notice

STRANGE = (
    "今天天气怎么样",
    "公积金怎么提取",
    "我们公司在河北有个光伏项目，去年建成的，请问还能不能报，要交什么材料，报上去以后多久有结果",
    "碳市场配额怎么分配",
    "abc",
    "？？？",
    "我们是一家做数据中心节能改造的企业，注册在海淀，项目2023年3月投运，之前因为噪声被罚过一次，想问一下是不是符合条件"
    * 3,
)


def questions(notice: Notice, most: int = 3_000, seed: int = 82) -> list[str]:
    """Up to ``most`` of them, the same for the same seed: wordings, some with a character dropped, and strange ones."""
    chance = random.Random(seed)
    asked = [wording for entry in notice.faq for wording in entry.wordings if len(wording) > 1]
    chance.shuffle(asked)
    asked = asked[: most // 2]
    pilots = ["", "先进低碳技术的", "领跑者的", "社区的"]
    slipped = []
    for wording in asked:
        place = chance.randrange(len(wording))
        slipped.append(chance.choice(pilots) + wording[:place] + wording[place + 1 :])
    everything = [*asked, *slipped, *STRANGE * 10]
    chance.shuffle(everything)
    return everything
