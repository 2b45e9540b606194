"""The API: every screen's rows, every action. OpenAPI 3.1 at /api/v1/openapi.json; errors are `{code, sentence, params}`."""
