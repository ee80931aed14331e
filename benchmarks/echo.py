"""The smallest bot there can be: wechatpy and Starlette on uvicorn, no database; it says what it was told.

``python -m benchmarks.echo PORT TOKEN APP_ID ENCODING_AES_KEY``
"""

from __future__ import annotations

import sys

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from wechatpy import parse_message
from wechatpy.crypto import WeChatCrypto
from wechatpy.replies import TextReply


def app(token: str, app_id: str, encoding_aes_key: str) -> Starlette:
    """Safe mode only."""
    crypto = WeChatCrypto(token, encoding_aes_key, app_id)

    async def echo(request: Request) -> Response:
        query = request.query_params
        body = await request.body()
        xml = crypto.decrypt_message(body, query["msg_signature"], query["timestamp"], query["nonce"])
        message = parse_message(xml)
        reply = TextReply(content=message.content, message=message).render()
        return Response(crypto.encrypt_message(reply, query["nonce"], query["timestamp"]), media_type="text/xml")

    async def ready(_request: Request) -> Response:
        return PlainTextResponse("ok")

    return Starlette(routes=[Route("/wechat", echo, methods=["POST"]), Route("/healthz", ready)])


if __name__ == "__main__":
    port, *secrets = sys.argv[1:]
    options = {"log_level": "warning", "access_log": False, "timeout_keep_alive": 65}
    uvicorn.run(app(*secrets), host="127.0.0.1", port=int(port), **options)
