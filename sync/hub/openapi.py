"""The description of the hub's door, OpenAPI 3.1, made from the messages themselves."""

from __future__ import annotations

from typing import Any

import msgspec

import meitinker
from sync import https

_REF = "#/components/schemas/{name}"
_TEXT = {"type": "string"}


def description() -> dict[str, Any]:
    """Return the whole description as JSON holds it."""
    calls = https.CALLS.values()
    shapes = [one.asked for one in calls] + [https.answered_type(one) for one in calls]
    _refs, schemas = msgspec.json.schema_components([*shapes, https.Refusal], ref_template=_REF)
    paths: dict[str, Any] = {one.path: {"post": _operation(one)} for one in calls}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "meitinker hub",
            "version": meitinker.__version__,
            "description": "What laptops ask of the hub. Every request but the first is signed by "
            "the device's Ed25519 key: sync/signing.py says over what.",
        },
        "paths": paths | _told(),
        "components": {"schemas": schemas},
    }


def _operation(call: https.Call) -> dict[str, Any]:
    headers = [https.HUB, *((https.DEVICE, https.SEAL) if call.signed else ())]
    return {
        "operationId": call.method,
        "parameters": [
            {"name": one, "in": "header", "required": True, "schema": _TEXT} for one in headers
        ],
        "requestBody": {
            "required": True,
            "content": {https.PLAIN: {"schema": _ref(call.asked)}, https.PACKED: {}},
        },
        "responses": {
            "200": {
                "description": "Done.",
                "content": {
                    https.PLAIN: {"schema": _ref(https.answered_type(call))},
                    https.PACKED: {},
                },
            }
        }
        | {str(status): _refused() for status in https.STATUSES},
    }


def _refused() -> dict[str, Any]:
    return {
        "description": "Not done, and why.",
        "content": {https.PLAIN: {"schema": _ref(https.Refusal)}},
    }


def _told() -> dict[str, Any]:
    media = {
        https.AUTHORITY: ("authority", {"200": "application/x-pem-file"}),
        "/v1/openapi.json": ("description", {"200": https.PLAIN}),
        "/health": ("health", {"200": https.PLAIN, "503": https.PLAIN}),
    }
    return {
        path: {
            "get": {
                "operationId": name,
                "responses": {
                    status: {"description": name, "content": {kind: {}}}
                    for status, kind in answers.items()
                },
            }
        }
        for path, (name, answers) in media.items()
    }


def _ref(shape: type) -> dict[str, str]:
    return {"$ref": _REF.format(name=shape.__name__)}
