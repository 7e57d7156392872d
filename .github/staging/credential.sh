#!/bin/sh
# The credential of kubeconfig.yaml: the job's own identity token, asked for anew for each connection. It is printed to the client that asked, and written nowhere.
set -eu
audience=${STAGING_AUDIENCE:?the repository variable STAGING_AUDIENCE names the audience that the API server expects}
token=$(curl --fail --silent --show-error --max-time 20 --header "Authorization: Bearer ${ACTIONS_ID_TOKEN_REQUEST_TOKEN:?the job needs the right id-token: write}" \
  "$ACTIONS_ID_TOKEN_REQUEST_URL&audience=$audience" | sed -n 's/.*"value" *: *"\([^"]*\)".*/\1/p')
printf '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"%s"}}\n' "$token"
