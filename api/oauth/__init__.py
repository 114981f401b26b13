"""OAuth 2 and OpenID Connect over HTTP: the toolkit's endpoints, as few and as strict as the shop needs them."""
