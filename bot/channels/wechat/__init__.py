"""The official account: WeChat's messages in, passive replies out, and what the platform's API adds."""
