// A channel's client in one file: it asks for the price of a return-freight policy, takes the policy out at that price,
// and asks again to show that the same order never makes a second one. It needs Node 20 and no package at run time.
// See ../README.md for the environment it reads. Copy sign(); the rest shows how to call.
import { createHash, createHmac, createPrivateKey, randomBytes, sign as edwards } from "node:crypto";

// ------------------------------------------------------------------------------------------------------------ signing
// RFC 9421 (HTTP Message Signatures) over an RFC 9530 Content-Digest.

interface Key {
  id: string;
  algorithm: string;
  /** Signs the bytes with the shared secret (hmac-sha256) or your own private key (ed25519). */
  sign(base: Buffer): Buffer;
}

/** Takes what the insurer gave you; the secret is base64: of the shared secret, or of a PKCS #8 private key. */
function readKey(id: string, algorithm: string, secret: string): Key {
  const raw = Buffer.from(secret, "base64");
  if (algorithm === "hmac-sha256") {
    return { id, algorithm, sign: (base) => createHmac("sha256", raw).update(base).digest() };
  }
  if (algorithm === "ed25519") {
    const key = createPrivateKey({ key: raw, format: "der", type: "pkcs8" });
    return { id, algorithm, sign: (base) => edwards(null, base, key) };
  }
  throw new Error(`BAODAN_ALGORITHM "${algorithm}" is neither hmac-sha256 nor ed25519`);
}

/** Bytes as structured header fields write them. */
const binary = (raw: Buffer): string => `:${raw.toString("base64")}:`;

/**
 * The headers for a POST of this body. Each signature works once and for five minutes: sign again before a retry, and
 * keep the clock right.
 */
function sign(url: URL, body: string, key: Key): Record<string, string> {
  const contentType = "application/json";
  const digest = `sha-256=${binary(createHash("sha256").update(body).digest())}`;

  // What is covered, in this order. URL has already put the host in lower case and dropped a default port.
  const components: [name: string, value: string][] = [
    ["@method", "POST"],
    ["@authority", url.host],
    ["@path", url.pathname],
    ["content-type", contentType],
    ["content-digest", digest],
  ];
  if (url.search !== "") components.push(["@query", url.search]);

  // The signature base: a line for each component, then the parameters, no line break at the end.
  const names = components.map(([name]) => `"${name}"`).join(" ");
  const created = Math.floor(Date.now() / 1000);
  const nonce = randomBytes(18).toString("base64url");
  const params = `(${names});created=${created};nonce="${nonce}";keyid="${key.id}";alg="${key.algorithm}"`;
  const lines = components.map(([name, value]) => `"${name}": ${value}`);
  const base = [...lines, `"@signature-params": ${params}`].join("\n");

  return {
    "Content-Type": contentType,
    "Content-Digest": digest,
    "Signature-Input": `sig1=${params}`,
    Signature: `sig1=${binary(key.sign(Buffer.from(base)))}`,
  };
}

// ------------------------------------------------------------------------------------------------------------ calling

/** Exact: the amount is decimal text. Never make a number of it. */
interface Money {
  amount: string;
  currency: string;
}

/** What is wrong with the input: code is stable, message is for developers. */
interface UserError {
  code: string;
  message: string;
  path: string[] | null;
}

interface QuotePayload {
  quote: { premium: Money; token: string; expiresAt: string } | null;
  userErrors: UserError[];
}

interface IssuePayload {
  policy: { number: string } | null;
  replayed: boolean;
  userErrors: UserError[];
}

// A price is asked for first; nothing is stored by it. The token holds the price for some minutes.
const quoteOperation = `mutation Quote($input: QuoteInput!) {
  quote(input: $input) {
    quote { premium { amount currency } token expiresAt }
    userErrors { code message path }
  }
}`;

const issueOperation = `mutation Issue($input: IssuePolicyInput!) {
  issuePolicy(input: $input) {
    policy { number }
    replayed
    userErrors { code message path }
  }
}`;

const url = new URL(process.env.BAODAN_URL || "http://127.0.0.1:8080/graphql");

/** Sends one signed operation and gives what the named field answers. */
async function call<T extends { userErrors: UserError[] }>(
  key: Key,
  field: string,
  query: string,
  input: object,
): Promise<T> {
  const body = JSON.stringify({ query, variables: { input } });
  const response = await fetch(url, {
    method: "POST",
    headers: sign(url, body, key),
    body,
    redirect: "error",
    signal: AbortSignal.timeout(10_000),
  });
  const text = await response.text();
  // errors: protocol, authentication, limits; extensions.code says which.
  const answer = JSON.parse(text) as { data?: Record<string, T>; errors?: unknown };
  const payload = answer.data?.[field];
  if (!response.ok || answer.errors !== undefined || payload === undefined) {
    throw new Error(`status ${response.status}: ${text}`);
  }
  if (payload.userErrors.length > 0) {
    throw new Error(`${field} refused: ${JSON.stringify(payload.userErrors)}`);
  }
  return payload;
}

/** One parcel from a shop in Hangzhou to a buyer in Shenyang. */
function sampleRisk(orderNo: string): object {
  return {
    agreementCode: "AG-MALL-RFI",
    planCode: "A",
    payer: "CUSTOMER",
    insureds: [{ reference: orderNo }],
    factors: {
      sellerId: "S-1001",
      sellerReturnRate: "0.05", // decimals are text
      buyerId: "B-2002",
      buyerReturns: 1,
      buyerRiskScore: 10,
      category: "clothing",
      payTime: new Date().toISOString(),
      payAmount: "199.00",
      carrier: "SF",
      trackingNo: "SF1234567890123",
      weightKg: "0.8",
      from: { province: "33", city: "3301", county: "330106", address: "1 Wensan Road" },
      to: { province: "21", city: "2101", county: "210102", address: "2 Taiyuan Street" },
    },
  };
}

async function main(): Promise<void> {
  const { BAODAN_KEY_ID = "", BAODAN_ALGORITHM = "", BAODAN_SECRET = "" } = process.env;
  const key = readKey(BAODAN_KEY_ID, BAODAN_ALGORITHM, BAODAN_SECRET);

  const orderNo = `example-ts-${Date.now().toString(36)}-${randomBytes(4).toString("hex")}`;
  const risk = sampleRisk(orderNo);
  const { quote } = await call<QuotePayload>(key, "quote", quoteOperation, { risk });
  if (quote === null) throw new Error("neither a quote nor a reason");
  console.log(`premium ${quote.premium.amount} ${quote.premium.currency} until ${quote.expiresAt}`);

  // orderNo makes this safe to repeat: after a lost answer, send the same again.
  const order = { orderNo, risk, quoteToken: quote.token, expectedPremium: quote.premium };
  const first = await call<IssuePayload>(key, "issuePolicy", issueOperation, order);
  console.log(`policy ${first.policy?.number} replayed ${first.replayed}`);
  const second = await call<IssuePayload>(key, "issuePolicy", issueOperation, order);
  console.log(`policy ${second.policy?.number} replayed ${second.replayed}`);
  if (!first.policy || first.replayed || second.policy?.number !== first.policy.number || !second.replayed) {
    throw new Error("the same order was not the same policy");
  }
}

main().catch((error: unknown) => {
  console.error("error:", error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
