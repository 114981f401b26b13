"""The ways into the service, and the rooms of its code: the page `/doors/`."""

DOORS = {
    "/api/v1/products/": ("Products", "What the shop sells: a page of JSON, made by one SQL statement."),
    "/api/v1/categories/": ("Categories", "The shelves, a tree."),
    "/api/docs/": ("Documentation", "Every address of the API, to read and to try out."),
    "/api/openapi.yaml": ("Contract", "The same for programs: OpenAPI 3.1."),
    "/api/problems/": ("Problems", "Every code that an error of the API can have."),
    "/sign-in/": ("Sign in", "With a browser, to let applications in. It says who you are, and signs you out."),
    "/.well-known/openid-configuration": ("Provider", "What applications of others may ask for: OAuth 2 and OpenID."),
    "/admin/": ("Admin", "The shop from behind the counter, for staff."),
    "/livez": ("Liveness", "The process answers. Asks nothing else."),
    "/readyz": ("Readiness", "The database answers too: requests are welcome."),
}

ROOMS = {
    "config": "The wiring: environment, settings, routes, probes.",
    "core": "Shared words that know no business: errors, actors, events, money, pages.",
    "accounts": "People and their keys.",
    "catalog": "What is sold: products, categories, prices, stock, reviews.",
    "api": "REST: one resource, one file; translates HTTP to selectors and services.",
    "roadmap": "The register of topics, and the tour that you are on.",
    "tests": "The proof, laid out like the tree.",
    "checks": "What a machine proves about the tree itself: walls, sizes, the contract.",
    "benchmarks": "The shop, its peers and the limit on the same work.",
    "requirements": "What is installed, each with its hash.",
    "docs": "The architecture on one page, and the decisions.",
}
