"""One translator for each dialect."""

from __future__ import annotations

from types import ModuleType

from . import aliyun_sms, aliyun_voice, dingtalk, feishu, own, sound_light, tencent_sms, wecom

BY_DIALECT: dict[str, ModuleType] = {
    "wecom": wecom, "dingtalk": dingtalk, "feishu": feishu, "aliyun_sms": aliyun_sms, "aliyun_voice": aliyun_voice, "tencent_sms": tencent_sms, "http": own,
    "sound_light": sound_light,
}  # fmt: skip
"""Modules with `request(message, access, now, nonce)` and `answer(status, body, access)`; those that report also have `reports(body)`."""
