"""The three people that a demo is walked through with. Their passwords are public: for embedded mode alone."""

from dataclasses import dataclass

from core.access import Role


@dataclass(frozen=True)
class DemoAccount:
    email: str
    password: str
    role: Role
    display_name: str


ACCOUNTS = (
    DemoAccount("customer@cairn.example", "two-boots-one-map", Role.CUSTOMER, "Ada"),
    DemoAccount("staff@cairn.example", "the-hut-is-stocked", Role.STAFF, "Grace"),
    DemoAccount("admin@cairn.example", "keeper-of-the-pass", Role.ADMIN, "Edmund"),
)
