// Runs the GraphQL-over-HTTP audit of graphql-http against BAODAN_URL with the sandbox key BAODAN_KEY, and ends with 1
// if one check is an error or a warning.
import { auditServer } from 'graphql-http';

const url = process.env.BAODAN_URL ?? 'http://127.0.0.1:8080/graphql';
const key = process.env.BAODAN_KEY ?? 'sandbox-demo-mall';

// The audit sends { __typename } only, so every request may carry the key.
const signed = (input, init = {}) =>
  fetch(input, { ...init, headers: { ...init.headers, authorization: `Bearer ${key}` } });

const results = await auditServer({ url, fetchFn: signed });
let failed = 0;
for (const result of results) {
  if (result.status === 'ok') continue;
  // 'notice' is what a server MAY do, such as GET: it is told and counts for nothing.
  if (result.status !== 'notice') failed++;
  console.log(`${result.status.padEnd(7)} ${result.id} ${result.name}: ${result.reason}`);
}
console.log(`${results.length} checks, ${failed} errors and warnings`);
process.exit(failed === 0 ? 0 : 1);
