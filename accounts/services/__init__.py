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
from accounts.services.second_factors import SecondFactorRequired
from accounts.services.sign_ins import (
    GRACE,
    EmailNotVerified,
    InvalidCredentials,
    TokenPair,
    TokenReused,
    end_family,
    forget_ended_sign_ins,
    refresh,
    sign_in,
    sign_out,
    sign_out_everywhere,
    start_family,
)
from accounts.services.sign_ups import EmailTaken, confirm_email, reset_password, sign_up, sign_up_again

__all__ = [
    "GRACE",
    "EmailNotVerified",
    "EmailTaken",
    "InvalidCredentials",
    "SecondFactorRequired",
    "TokenPair",
    "TokenReused",
    "UnableToChangePassword",
    "UnableToChangeRole",
    "UnableToDeactivate",
    "UserNotFound",
    "change_password",
    "change_role",
    "confirm_email",
    "create_demo_accounts",
    "deactivate_account",
    "end_family",
    "forget_ended_sign_ins",
    "reactivate_account",
    "refresh",
    "reset_password",
    "sign_in",
    "sign_out",
    "sign_out_everywhere",
    "sign_up",
    "sign_up_again",
    "start_family",
]
