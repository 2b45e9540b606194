from __future__ import annotations

import pytest

from anju.domains.charges import actions
from anju.domains.charges.models import Merchant
from anju.domains.charges.tests.conftest import bill, community, desk, estate, home, lay_down, manager, must, team  # noqa: F401
from anju.domains.charges.tests.test_matching import OURS, THEIRS

from .test_dialects import API_V3_KEY


@pytest.fixture
def wechat_account(community, manager) -> Merchant:  # noqa: F811
    keys = {"private_key": OURS[0], "platform_key": THEIRS[1], "platform_serial": "PUB_KEY_ID_01", "api_v3_key": API_V3_KEY}
    return must(actions.set_merchant(community, way="wechat", merchant_id="1900000109", app_id="wxd678efh567hg6787", certificate_serial="5157F0", by=manager, **keys))


@pytest.fixture
def alipay_account(community, manager) -> Merchant:  # noqa: F811
    keys = {"private_key": OURS[0], "platform_key": THEIRS[1]}
    return must(actions.set_merchant(community, way="alipay", merchant_id="2088102119685838", app_id="2014072300007148", by=manager, **keys))
