"""What a person does on the page, in words."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect


def messages(page: Page) -> Locator:
    """What the bot has said; the dots while it is typing are no message."""
    return page.locator(".from-bot:not(:has(.typing))")


def say(page: Page, text: str) -> None:
    """Type it, send it with Enter, and wait for the reply."""
    before = messages(page).count()
    page.fill("#text", text)
    page.press("#text", "Enter")
    expect(messages(page).nth(before)).to_be_visible()


def tap(page: Page, choice: str) -> None:
    """Tap one of the choices under the latest reply, and wait for the next."""
    tap_button(page, page.locator(".choices:not(.retired)").get_by_text(choice, exact=True))


def tap_button(page: Page, button: Locator) -> None:
    """Tap what speaks for the person, and wait for the reply."""
    before = messages(page).count()
    button.tap()
    expect(messages(page).nth(before)).to_be_visible()


def offered(page: Page) -> list[str]:
    """The choices that can be tapped now, in their order."""
    return page.locator(".choices:not(.retired) .choice > span:last-child").all_inner_texts()


def answer(page: Page, *wanted: str) -> str:
    """Answer the open question: with what is wanted if it is offered, else with the first choice.

    Which question comes when is the dialog's business, and changes as it learns to ask less.
    """
    choices = offered(page)
    taken = next((choice for choice in wanted if choice in choices), choices[0])
    tap(page, taken)
    return taken


def answer_all(page: Page, *wanted: str) -> None:
    """Answer every question until a verdict comes."""
    for _ in range(20):
        if page.locator(".card").count():
            return
        answer(page, *wanted)
    raise AssertionError("no verdict after twenty answers")


def replies(page: Page) -> Locator:
    return page.locator(".from-bot .said")


def mine(page: Page) -> list[str]:
    return page.locator(".from-me .said").all_inner_texts()
