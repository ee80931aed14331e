"""What a person does on the page, in words."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect


def say(page: Page, text: str) -> None:
    """Type it, send it with Enter, and wait for the reply."""
    before = page.locator(".from-bot .bubble, .card").count()
    page.fill("#text", text)
    page.press("#text", "Enter")
    expect(page.locator(".from-bot .bubble, .card").nth(before)).to_be_visible()


def tap(page: Page, choice: str) -> None:
    """Tap one of the choices under the latest reply, and wait for the next."""
    before = page.locator(".from-bot").count()
    page.locator(".choices:not(.retired) .choice", has_text=choice).tap()
    expect(page.locator(".from-bot").nth(before)).to_be_visible()


def replies(page: Page) -> Locator:
    return page.locator(".from-bot .said")


def mine(page: Page) -> list[str]:
    return page.locator(".from-me .said").all_inner_texts()
