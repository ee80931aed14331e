"""The web channel: the talk in a browser, the whole notice, a verdict to print."""
