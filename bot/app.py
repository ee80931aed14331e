"""The web application: what is opened at start and closed at the end, and which channels answer where."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from fastapi import FastAPI
from starlette.types import ASGIApp

from bot.channels.web import api, pages, status
from bot.channels.web.body_limit import BodyLimit
from bot.channels.web.errors import add_error_handlers
from bot.channels.web.headers import SecurityHeaders
from bot.channels.web.site import Site
from bot.channels.web.static_files import VersionedFiles
from bot.channels.wechat.callback import Callback
from bot.desk import frame, routes
from bot.desk.refusals import add_desk_handlers
from bot.settings import Settings

OpenSite = Callable[[Settings], AbstractAsyncContextManager[Site]]


class _House(FastAPI):
    """The application with the platform's callback before all else: its messages are most of all there is."""

    def build_middleware_stack(self) -> ASGIApp:
        return Callback(super().build_middleware_stack())


def create_app(settings: Settings, open_site: OpenSite) -> FastAPI:
    """The application for ``settings``. ``open_site`` gives the surroundings for as long as the server runs."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with open_site(settings) as site:
            app.state.site = site
            app.state.account = site.account
            yield

    # The generated API pages load scripts from another host, so they are off.
    app = _House(title="Shenbao", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(BodyLimit, text_limit=settings.text_limit)
    app.add_middleware(SecurityHeaders)
    add_error_handlers(app)
    add_desk_handlers(app)
    app.include_router(pages.router)
    app.include_router(api.router)
    app.mount("/static", VersionedFiles(), name="static")
    app.mount("/desk/static", VersionedFiles(frame.STATIC), name="desk-static")
    app.include_router(routes.router)
    app.include_router(status.router)
    return app
