"""The whole vocabulary of refusals: a code that is not in this table can't be sent. OpenAPI lists it."""

from http import HTTPStatus

STATUS = {
    # The request itself.
    "bad_request": HTTPStatus.BAD_REQUEST,
    "malformed_json": HTTPStatus.BAD_REQUEST,
    "invalid_character": HTTPStatus.BAD_REQUEST,
    "json_too_deep": HTTPStatus.BAD_REQUEST,
    "invalid_input": HTTPStatus.BAD_REQUEST,
    "invalid_quantity": HTTPStatus.BAD_REQUEST,
    "field_not_allowed": HTTPStatus.BAD_REQUEST,
    "unknown_parameter": HTTPStatus.BAD_REQUEST,
    "invalid_parameter": HTTPStatus.BAD_REQUEST,
    "invalid_page_size": HTTPStatus.BAD_REQUEST,
    "invalid_cursor": HTTPStatus.BAD_REQUEST,
    "invalid_if_match": HTTPStatus.BAD_REQUEST,
    "length_required": HTTPStatus.LENGTH_REQUIRED,
    "body_too_large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "unsupported_media_type": HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    "not_acceptable": HTTPStatus.NOT_ACCEPTABLE,
    "method_not_allowed": HTTPStatus.METHOD_NOT_ALLOWED,
    # Who asks.
    "invalid_token": HTTPStatus.UNAUTHORIZED,
    "token_reused": HTTPStatus.UNAUTHORIZED,
    "invalid_credentials": HTTPStatus.UNAUTHORIZED,
    "sign_in_required": HTTPStatus.UNAUTHORIZED,
    "not_permitted": HTTPStatus.FORBIDDEN,
    "insufficient_scope": HTTPStatus.FORBIDDEN,
    "csrf_failed": HTTPStatus.FORBIDDEN,
    "explain_refused": HTTPStatus.FORBIDDEN,
    "rate_limited": HTTPStatus.TOO_MANY_REQUESTS,
    # What it is about.
    "not_found": HTTPStatus.NOT_FOUND,
    "product_not_found": HTTPStatus.NOT_FOUND,
    "category_not_found": HTTPStatus.NOT_FOUND,
    "review_not_found": HTTPStatus.NOT_FOUND,
    "token_not_found": HTTPStatus.NOT_FOUND,
    # The present state.
    "precondition_required": HTTPStatus.PRECONDITION_REQUIRED,
    "version_conflict": HTTPStatus.PRECONDITION_FAILED,
    "unable_to_create_product": HTTPStatus.CONFLICT,
    "unable_to_edit_product": HTTPStatus.CONFLICT,
    "unable_to_change_price": HTTPStatus.CONFLICT,
    "unable_to_restock": HTTPStatus.CONFLICT,
    "unable_to_publish": HTTPStatus.CONFLICT,
    "unable_to_archive": HTTPStatus.CONFLICT,
    "unable_to_create_category": HTTPStatus.CONFLICT,
    "unable_to_edit_category": HTTPStatus.CONFLICT,
    "unable_to_delete_category": HTTPStatus.CONFLICT,
    "unable_to_review": HTTPStatus.CONFLICT,
    "unable_to_create_token": HTTPStatus.CONFLICT,
    # Us.
    "internal_error": HTTPStatus.INTERNAL_SERVER_ERROR,
    "service_unavailable": HTTPStatus.SERVICE_UNAVAILABLE,
}
