// Runs the GraphQL-over-HTTP audit of graphql-http against BAODAN_URL with the sandbox key BAODAN_KEY, prints every
// result, and ends with 1 unless each one is ok or stands below with a reason.
import { auditServer } from 'graphql-http';

const url = process.env.BAODAN_URL ?? 'http://127.0.0.1:8080/graphql';
const key = process.env.BAODAN_KEY ?? 'sandbox-demo-mall';

// What a server MAY do and this one does not. The contract is POST only: a GET can be prefetched, cached and logged with
// personal data in its address, and has no body to sign. An entry that turns ok is a failure, too: GET came in unseen.
const refusesGet = 'GET is refused with 405';
const wanted = {
  '5A70': refusesGet, // MAY accept application/x-www-form-urlencoded formatted GET requests
  'D6D5': refusesGet, // MAY allow URL-encoded JSON string {variables} parameter in GETs, graphql-response+json
  '6A70': refusesGet, // the same, application/json
};

// Every request carries the key: the audit is of the transport, not of who calls.
const signed = (input, init = {}) =>
  fetch(input, { ...init, headers: { ...init.headers, authorization: `Bearer ${key}` } });

function judge({ id, status, reason, response }) {
  const why = wanted[id];
  if (!why) return status === 'ok' ? '' : reason;
  if (status === 'ok') return 'is no longer refused';
  return response.status === 405 && response.headers.get('allow') === 'POST' ? '' : `${reason}; 405 with Allow: POST is due`;
}

const results = await auditServer({ url, fetchFn: signed });
let failed = 0;
for (const result of results) {
  const fault = judge(result);
  if (fault) failed++;
  const note = fault || wanted[result.id];
  console.log(`${(fault ? 'FAILED' : wanted[result.id] ? 'refused' : 'ok').padEnd(7)} ${result.id} ${result.name}${note ? ': ' + note : ''}`);
}
const missing = Object.keys(wanted).filter((id) => !results.some((result) => result.id === id));
for (const id of missing) console.log(`FAILED  ${id} is no check of the audit any more: take it off the list`);
failed += missing.length;
console.log(`${results.length} checks, ${failed} failed, ${Object.keys(wanted).length} refused by contract`);
process.exit(failed === 0 ? 0 : 1);
