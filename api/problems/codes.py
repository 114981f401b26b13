"""The whole vocabulary of refusals: a code that is not in this table can't be sent. OpenAPI lists it, a page tells it.

Each has a line for whoever has met it: what is wrong, and what to do. `detail` says it of the one case.
"""

from http import HTTPStatus

MEANINGS = {
    HTTPStatus.BAD_REQUEST: {
        "bad_request": "The request could not be understood. Look at its address, its host and its form.",
        "malformed_json": "The body is not JSON. Send what a JSON encoder writes.",
        "invalid_character": "A text holds a character that can't be stored, such as NUL. Leave it out.",
        "json_too_deep": "The body is nested too deeply. Send it flatter; `detail` says how deep it may be.",
        "invalid_input": "The body is not as it should be. `errors` points at each place and says what belongs there.",
        "invalid_quantity": "This is no quantity to deliver. Send a whole number within the bounds in `errors`.",
        "field_not_allowed": "The body has a field that is not known here. Leave it out; `errors` lists the others.",
        "unknown_parameter": "The address has a parameter that is not known here. `errors` lists those that are known.",
        "invalid_parameter": "A parameter has a value that it can't have. `errors` says which it may have.",
        "invalid_page_size": "`limit` is no number, or out of bounds. `errors` says how many a page may hold.",
        "invalid_cursor": "The cursor was changed, is out of date or belongs to another sort. Begin again without one.",
        "invalid_if_match": "`If-Match` is not one ETag. Send the one that you read, as it was, and no `*`.",
        "invalid_redirect_uri": "Nobody can be sent back there. `detail` says what is wrong with the address.",
    },
    HTTPStatus.UNAUTHORIZED: {
        "invalid_token": "The token has expired, was revoked or is none of ours. Take the next pair, or sign in again.",
        "token_reused": "The refresh token was spent before. Use the one that came with the answer, or sign in again.",
        "invalid_credentials": "E-mail and password do not belong together. Try again, or set a new password.",
        "sign_in_required": "Nobody is signed in, and this is not for everybody. Send a token.",
        "email_verification_required": "The address is not proven yet. Send the code of the mail, as `detail` says.",
        "second_factor_required": "The account has a second factor. Send a code of it along, as `detail` says.",
        "reauthentication_required": "The sign-in is too old for this. Show the password again, as `detail` says.",
    },
    HTTPStatus.FORBIDDEN: {
        "email_not_verified": "The address is not proven yet. Sign in at `/api/account/`, which mails a code to it.",
        # Not 401: the token is good, and a program that hears 401 renews it and asks again.
        "wrong_password": "This is not the password of the account. Send the present one; the sign-in goes on.",
        "not_permitted": "The account is known and may not do this. Use another account that may.",
        "insufficient_scope": "The token is not good for this. Take one with the scope that `WWW-Authenticate` names.",
        "csrf_failed": "The write lacks the CSRF token, or comes from another page. Fetch the token again and repeat.",
        "explain_refused": "Requests are explained in embedded mode alone. Leave out `X-Explain`.",
    },
    HTTPStatus.NOT_FOUND: {
        "not_found": "There is nothing at this address, or nothing for you. Look for a slip in it.",
        "product_not_found": "No product has this slug, or it is not on sale. Look for it in `/api/v1/products/`.",
        "category_not_found": "No category has this slug. Look for it in `/api/v1/categories/`.",
        "review_not_found": "No review has this id; it may be deleted. Look for it among those of its product.",
        "sign_in_not_found": "None of your sign-ins has this id, or it has ended. See `/api/v1/account/sign-ins/`.",
        "token_not_found": "None of your tokens has this id, or it was revoked. `/api/v1/tokens/` lists them.",
        "application_not_found": "None of your applications has this id. `/api/v1/applications/` lists them.",
        "authorization_not_found": "You have let no such application in. `/api/v1/authorizations/` lists the others.",
    },
    HTTPStatus.METHOD_NOT_ALLOWED: {
        "method_not_allowed": "The address has no such method. `Allow` names those that it has.",
    },
    HTTPStatus.NOT_ACCEPTABLE: {
        "not_acceptable": "`Accept` rules out JSON, and nothing else is served. Ask for `application/json`.",
    },
    HTTPStatus.CONFLICT: {
        "not_possible_now": "What this step belongs to is not under way, or is over. Begin with its first step.",
        "unable_to_create_product": "The SKU or slug is taken, or no slug can be made of the name. Choose another.",
        "unable_to_edit_product": "It is archived, or the slug is taken or fixed. `detail` says which.",
        "unable_to_change_price": "The price is not above zero, or the product is archived. `detail` says which.",
        "unable_to_restock": "The shelf has no room for so many, or it is none at all. Send fewer, and at least one.",
        "unable_to_publish": "It is published or archived already. `detail` says which; there is nothing to do.",
        "unable_to_archive": "It is archived already. There is nothing to do.",
        "unable_to_create_category": "The slug is taken, or none can be made of the name. Send another.",
        "unable_to_edit_category": "A category can't stand below itself. Choose another parent.",
        "unable_to_delete_category": "It is not empty. Move or archive what it holds first.",
        "unable_to_review": "You have reviewed it already, or the stars are out of bounds. Edit it, or give 1 to 5.",
        "unable_to_change_password": "The new password is too easy to guess. `detail` says what it lacks.",
        "unable_to_delete_account": "It is the last admin's, or in use just now. Make another admin, or repeat.",
        "unable_to_create_token": "You have too many, or it would last too long. Revoke one, or ask for less.",
        "unable_to_register_application": "You have too many, or its parts do not go together. `detail` says which.",
        "unable_to_replace_secret": "A public application has no secret. Register a confidential one.",
    },
    HTTPStatus.GONE: {
        "session_ended": "The session of this sign-in has ended. Begin again, without its token.",
    },
    HTTPStatus.LENGTH_REQUIRED: {
        "length_required": "The body comes without its length. Send `Content-Length`.",
    },
    HTTPStatus.PRECONDITION_FAILED: {
        "version_conflict": "Somebody changed it since you read it. Read it again, and change what you find.",
    },
    HTTPStatus.CONTENT_TOO_LARGE: {
        "body_too_large": "The body is too large. Send less at once; `detail` says how much is taken.",
    },
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: {
        "unsupported_media_type": "The body is of a type that is not read. Send JSON, as `application/json`.",
    },
    HTTPStatus.PRECONDITION_REQUIRED: {
        "precondition_required": "A change says what it was made on. Send the ETag that you read as `If-Match`.",
    },
    HTTPStatus.TOO_MANY_REQUESTS: {
        "rate_limited": "That was too often. Wait as many seconds as `Retry-After` says.",
    },
    HTTPStatus.INTERNAL_SERVER_ERROR: {
        "internal_error": "Something broke on our side. Tell us `request_id`, which finds it in the log.",
    },
    HTTPStatus.BAD_GATEWAY: {
        "provider_unavailable": "The provider does not answer as it should. Try again later, or sign in another way.",
    },
    HTTPStatus.SERVICE_UNAVAILABLE: {
        "service_unavailable": "What keeps or counts did not answer in time. Wait as `Retry-After` says, and repeat.",
    },
}

STATUS = {code: status for status, codes in MEANINGS.items() for code in codes}
