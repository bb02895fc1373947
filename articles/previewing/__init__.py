"""Previews of what is not public: the page as readers would see it, and links to it for people without a login."""
