"""The review for programs, under `/api/v1/`: JSON in and out, by the same desk, rights and checks as the pages.

An endpoint is declared once (`endpoint.endpoint`): its address, the right it takes, what comes in and goes out. The
routes and the OpenAPI document are both made from these declarations.
"""
