"""WeChat Pay (API v3) and Alipay (RSA2): orders and refunds go out signed, notices come in checked, and become actions of `charges`."""
