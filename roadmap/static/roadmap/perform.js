/* Performs one of the requests that the page allows, as one of the people of the demo. Draws nothing. */

const JSON_TYPE = "application/json";

// roadmap: web.javascript
/** What came back. Throws when nothing did, when the sign-in is refused, or when there is no version to name. */
export async function perform(run, account) {
  const headers = { Accept: JSON_TYPE };
  if (account) headers.Authorization = `Bearer ${await signedIn(account)}`;
  if (run.if_match) headers["If-Match"] = await versionOf(run.path, { ...headers });
  if (run.body !== null) headers["Content-Type"] = JSON_TYPE;
  const body = run.body === null ? undefined : JSON.stringify(run.body);
  const began = performance.now();
  const response = await fetch(run.path, {
    method: run.method,
    headers: { ...headers, "X-Explain": "1" },
    body,
    cache: "no-store",
  });
  const text = await response.text();
  return {
    request: run.request,
    sent: headers,
    body,
    status: `${response.status} ${response.statusText}`.trim(),
    milliseconds: Math.round(performance.now() - began),
    headers: [...response.headers],
    text,
    id: response.headers.get("X-Request-ID"),
  };
}
// roadmap: end

async function signedIn({ email, password }) {
  const response = await fetch("/api/v1/auth/token/", {
    method: "POST",
    headers: { Accept: JSON_TYPE, "Content-Type": JSON_TYPE },
    body: JSON.stringify({ email, password }),
  });
  if (!response.ok) throw new Error(`${email} could not sign in. Has \`make demo\` made the accounts?`);
  return (await response.json()).access;
}

async function versionOf(path, headers) {
  const response = await fetch(path, { headers, cache: "no-store" });
  const version = response.headers.get("ETag");
  if (!version) throw new Error(`${path} has no ETag to send: it answered ${response.status}.`);
  // Compression has weakened it on the way here, and RFC 9110 has If-Match take strong tags alone.
  return version.replace(/^W\//, "");
}
