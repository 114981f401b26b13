"""The REST interface: translates HTTP to selectors and services, and back."""
