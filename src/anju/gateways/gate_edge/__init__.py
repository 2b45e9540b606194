"""The boxes at the gates: `edge` runs at the gate and needs no Django, `server` answers it below /edge/. Plain ASGI beside the pages.

    POST /edge/enrol   {"token": …, "sign_key": …, "seal_key": …}          → who it is, whose word it believes, where its log goes on
    POST /edge/hello   {"edge": id}                                        → a challenge; every later request is signed over it and its own turn
    POST /edge/rights  {"position": …, "made_us": …, …}                    → a snapshot or change as soon as there is one, at most 25 s later
    POST /edge/log     {"before": digest, "lines": [ … ]}                  → {"acknowledged": number}: up to there everything is durable

The box dials out; nothing dials in. Answers are signed by the community, so that nobody on the way acknowledges what did not arrive.
"""
