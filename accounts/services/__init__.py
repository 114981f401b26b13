"""Writes to accounts. Each function is one transaction; its first line says who may."""

from accounts.services.people import (
    UnableToChangePassword,
    UnableToChangeRole,
    UnableToDeactivate,
    UserNotFound,
    change_password,
    change_role,
    create_demo_accounts,
    deactivate_account,
    reactivate_account,
)
from accounts.services.sign_ins import (
    GRACE,
    InvalidCredentials,
    TokenPair,
    TokenReused,
    forget_ended_sign_ins,
    refresh,
    sign_in,
    sign_out,
    sign_out_everywhere,
    start_family,
)

__all__ = [
    "GRACE",
    "InvalidCredentials",
    "TokenPair",
    "TokenReused",
    "UnableToChangePassword",
    "UnableToChangeRole",
    "UnableToDeactivate",
    "UserNotFound",
    "change_password",
    "change_role",
    "create_demo_accounts",
    "deactivate_account",
    "forget_ended_sign_ins",
    "reactivate_account",
    "refresh",
    "sign_in",
    "sign_out",
    "sign_out_everywhere",
    "start_family",
]
