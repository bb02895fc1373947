"""The site: settings, addresses, the demo."""
