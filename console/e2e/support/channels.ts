import { expect, type Ask } from './test'

/** Sends a mutation that answers nothing but what is wrong and some ids, and expects that nothing is. */
async function done(
  ask: Ask,
  person: string,
  act: string,
  type: string,
  input: object,
  what: string,
): Promise<unknown> {
  const data = await ask(
    person,
    `mutation($input: ${type}!) { ${act}(input: $input) { ${what} userErrors { code message } } }`,
    { input },
  )
  const payload = data[act] as { userErrors: unknown[] }
  expect(payload.userErrors, act).toEqual([])
  return payload
}

/** A channel of the journey's own. */
export async function newChannel(ask: Ask): Promise<string> {
  const code = `j${crypto.randomUUID().slice(0, 8)}`
  await done(
    ask,
    'sam',
    'addChannel',
    'AddChannelInput',
    { requestNo: code, code, name: `渠道 ${code}` },
    'channel { id }',
  )
  return code
}

/** A version of an agreement that sue asked for and finance approved. base: the version that there is; 0: none. */
export async function agreed(ask: Ask, channelCode: string, base = 0, commissionRate = '0.10'): Promise<string> {
  const agreementCode = 'AG-1'
  const { approval } = (await done(
    ask,
    'sue',
    'requestAgreement',
    'RequestAgreementInput',
    {
      channelCode,
      agreementCode,
      expectedRevision: base,
      productCode: 'RFI-01',
      commissionRate,
      quotas: [{ measure: 'POLICIES', per: 'DAY', most: '1000' }],
      reason: '新签的渠道',
    },
    'approval { id revision }',
  )) as { approval: { id: string; revision: number } }
  await approve(ask, 'fay', approval)
  return agreementCode
}

export async function approve(ask: Ask, person: string, { id, revision }: { id: string; revision: number }) {
  await done(
    ask,
    person,
    'approveApproval',
    'ApproveApprovalInput',
    { id, expectedRevision: revision },
    'approval { id }',
  )
}

/** The request that waits about an object: mall/AG-1, or a key id. */
export async function waiting(ask: Ask, object: string): Promise<{ id: string; revision: number }> {
  const data = (await ask(
    'fay',
    'query($object: String!) { approvals(filter: { object: $object, states: [REQUESTED] }, first: 1) { edges { node { id revision } } } }',
    { object },
  )) as { approvals: { edges: { node: { id: string; revision: number } }[] } }
  const found = data.approvals.edges[0]?.node
  if (!found) throw new Error(`nothing waits about ${object}`)
  return found
}

export async function channelOf(ask: Ask, code: string): Promise<{ name: string; open: boolean; revision: number }> {
  const data = await ask('sam', 'query($code: String!) { channel(code: $code) { name open revision } }', { code })
  return data.channel as { name: string; open: boolean; revision: number }
}

/** Sue closes a channel behind the back of whoever looks at it. */
export async function closed(ask: Ask, channelCode: string) {
  const { revision } = await channelOf(ask, channelCode)
  const input = { channelCode, expectedRevision: revision, reason: '对方停业整顿' }
  await done(ask, 'sue', 'closeChannel', 'CloseChannelInput', input, 'channel { id }')
}

/** Sue gives a channel another name. */
export async function renamed(ask: Ask, channelCode: string, name: string) {
  const { revision } = await channelOf(ask, channelCode)
  const input = { channelCode, expectedRevision: revision, name, reason: '换了牌子' }
  await done(ask, 'sue', 'changeChannel', 'ChangeChannelInput', input, 'channel { id }')
}

/** An endpoint of a channel, which nobody answers at. */
export async function newEndpoint(ask: Ask, channelCode: string): Promise<string> {
  const url = `https://hooks.${channelCode}.example/baodan`
  const { endpoint } = (await done(
    ask,
    'sam',
    'addWebhookEndpoint',
    'AddWebhookEndpointInput',
    { requestNo: `e-${channelCode}`, channelCode, url, eventTypes: ['policy.*', 'claim.*'] },
    'endpoint { id }',
  )) as { endpoint: { id: string } }
  return endpoint.id
}
