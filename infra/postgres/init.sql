-- Run once, by a superuser, in a new cluster. Helpline owns its database and nothing else: it is no superuser, and migrates by itself.
-- HELPLINE_PASSWORD_FILE names the file with its password.
\set password `cat "$HELPLINE_PASSWORD_FILE"`
CREATE ROLE helpline LOGIN PASSWORD :'password';
CREATE DATABASE helpline OWNER helpline TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C';
REVOKE CONNECT ON DATABASE helpline, postgres FROM PUBLIC;
GRANT CONNECT ON DATABASE helpline TO helpline;
