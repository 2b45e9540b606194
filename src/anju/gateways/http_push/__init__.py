"""HTTP push: devices and gateways send observations, fetch commands and answer them. Plain ASGI beside the pages.

    POST /ingest/enrol         {"token": "anjue_…"}                              → the device's own key, once
    POST /ingest/observations  {"sent_at": …, "observations": [ … ]}             → stored, repeated
    POST /ingest/commands      {}                                                → what this device, or those behind it, shall do
    POST /ingest/lane/<maker>    what lane cameras push, in their own dialects    → what they expect (see lane_cameras)
    POST /ingest/receipts      {"command": id, "outcome": "done", "note": "…"}   → taken

Every request but the first carries `Authorization: Bearer <key>`. What is wrong is answered with a code and a sentence, and nothing of it is kept.
"""
