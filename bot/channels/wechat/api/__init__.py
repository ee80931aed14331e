"""The platform's API as the bot uses it: the access token, customer-service messages, the custom menu."""
