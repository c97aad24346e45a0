#!/bin/sh
# Run once by the database's container, when its volume is empty: the two roles and the database.
# The owner migrates and opens organizations; the application serves and can create nothing.
set -e
psql -v ON_ERROR_STOP=1 -v owner="$SCAFFALE_OWNER_PASSWORD" -v app="$SCAFFALE_APP_PASSWORD" --username "$POSTGRES_USER" <<'SQL'
CREATE ROLE scaffale_owner LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB PASSWORD :'owner';
CREATE ROLE scaffale_app LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB PASSWORD :'app';
CREATE DATABASE scaffale OWNER scaffale_owner TEMPLATE template0 ENCODING 'UTF8'
    LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C.UTF-8';
SQL
