"""The hotline desk at ``/desk``: pages for staff, made on the server, with one engine behind them and the bot.

A page: a router of its own, joined in ``routes.py``; in it ``officer = await require(request, "lookup")`` first and
``page(request, officer, "name.html", …)`` last (``frame.py``).
"""
