// A strict OpenID provider on this machine, for the tests: oidc-provider, with two accounts and its own two pages.
//
//     node provider.cjs CLIENT_ID CLIENT_SECRET REDIRECT_URI
//
// It takes a free port, says its issuer as the first line, and ends when its standard input does.
"use strict";

const { createServer } = require("node:http");
const { generateKeyPairSync, randomBytes } = require("node:crypto");
const { text } = require("node:stream/consumers");
const { Provider } = require("oidc-provider");

const [client_id, client_secret, redirect_uri] = process.argv.slice(2);

// Whoever knows the address signs in with this password. Only Ada has shown that her address is hers.
const PASSWORD = "over the hills";
const ACCOUNTS = {
  "ada@provider.example": { name: "Ada", email_verified: true },
  "mallory@provider.example": { name: "Mallory", email_verified: false },
};

function signingKey() {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return { ...privateKey.export({ format: "jwk" }), kid: randomBytes(8).toString("hex"), use: "sig", alg: "RS256" };
}

const configuration = {
  clients: [{ client_id, client_secret, redirect_uris: [redirect_uri] }],
  // The subject is not the address: an address may change hands, a subject may not.
  findAccount: (_, sub) => {
    const [email, known] = Object.entries(ACCOUNTS).find(([address]) => subject(address) === sub) ?? [];
    return known && { accountId: sub, claims: () => ({ sub, email, ...known }) };
  },
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
  cookies: { keys: [randomBytes(32).toString("hex")] },
  jwks: { keys: [signingKey()] },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  pkce: { required: () => true },
  ttl: { AccessToken: 300, AuthorizationCode: 60, Grant: 3600, IdToken: 300, Interaction: 600, Session: 3600 },
};

function subject(email) {
  return `subject-of-${email.split("@")[0]}`;
}

function page(title, fields, button) {
  return `<!doctype html><html lang="en"><title>${title}</title><h1>${title}</h1>
    <form method="post">${fields}<button>${button}</button></form></html>`;
}

const PAGES = {
  login: page(
    "Sign in at the provider",
    '<input name="email" type="email"><input name="password" type="password">',
    "Sign in",
  ),
  consent: page("Let the shop know your name and address?", "", "Allow"),
};

const POSTED = {
  login: async (_, form) => {
    const email = form.get("email");
    if (!ACCOUNTS[email] || form.get("password") !== PASSWORD) return null;
    return { login: { accountId: subject(email) } };
  },
  consent: async (provider, _, { session, params, prompt }) => {
    const grant = new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
    grant.addOIDCScope((prompt.details.missingOIDCScope ?? []).join(" "));
    grant.addOIDCClaims(prompt.details.missingOIDCClaims ?? []);
    return { consent: { grantId: await grant.save() } };
  },
};

async function interact(provider, request, response) {
  const interaction = await provider.interactionDetails(request, response);
  const { name } = interaction.prompt;
  if (request.method === "POST") {
    const form = new URLSearchParams(await text(request));
    const result = await POSTED[name](provider, form, interaction);
    if (result) return provider.interactionFinished(request, response, result);
  }
  response.writeHead(request.method === "POST" ? 401 : 200, { "Content-Type": "text/html" }).end(PAGES[name]);
}

const server = createServer();
server.listen(0, "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, configuration);
  const answer = provider.callback();
  server.on("request", (request, response) => {
    if (!request.url.startsWith("/interaction/")) return answer(request, response);
    interact(provider, request, response).catch((error) => response.writeHead(400).end(error.message));
  });
  console.log(issuer);
});

// Whoever started it holds the other end: it never outlives them, however they end.
process.stdin.on("end", () => process.exit()).resume();
