// The query page: GraphiQL with a field for the sandbox key, and the first request of server/seed.go to send.
import { GraphiQL } from 'graphiql';
import 'graphiql/graphiql.css';
import React, { useCallback, useMemo, useState } from 'react';
import { createRoot } from 'react-dom/client';
import './page.css';

const query = `# 报价、出单、查询：选择一个操作运行
# Quote, issue, read: choose one to run
query WhatMaySellNow {
  offers { agreementCode productCode planCode name }
}

mutation Quote($risk: RiskInput!) {
  quote(input: { risk: $risk }) {
    quote {
      premium { amount currency }
      sumInsured { amount }
      rating { steps { rule inputs { name value } value } }
      token
      expiresAt
    }
    userErrors { code message path }
  }
}

mutation Issue($order: String!, $risk: RiskInput!) {
  issuePolicy(input: { orderNo: $order, risk: $risk }) {
    replayed
    policy {
      id
      number
      state
      premium { amount currency }
      sumInsured { amount }
      period { start end }
    }
    userErrors {
      code message path
      ... on RequestMismatchError { differs }
    }
  }
}

query Read($order: String!) {
  policy(by: { orderNo: $order }) {
    number
    state
    boundAt
    premium { amount currency }
  }
}
`;

const variables = JSON.stringify({
  order: 'ORDER-1',
  risk: {
    agreementCode: 'AG-MALL-RFI',
    planCode: 'A',
    insureds: [{ reference: 'ORDER-1' }],
    factors: {
      sellerId: 'S-1', sellerReturnRate: '0.05', buyerId: 'B-1', buyerReturns: 1, buyerRiskScore: 10,
      category: 'clothing', payTime: '2026-11-23T10:00:00+08:00', payAmount: '199.00', carrier: 'SF',
      trackingNo: 'SF1234567890123', weightKg: '0.8',
      from: { province: '33', city: '3301', county: '330106', address: '文三路 100 号' },
      to: { province: '21', city: '2101', county: '210102', address: '青年大街 1 号' },
    },
  },
}, null, 2);

function Page() {
  const [key, setKey] = useState(localStorage.getItem('baodan:key') ?? 'sandbox-demo-mall');
  const [typed, setTyped] = useState(key);
  const [zh, setZh] = useState(navigator.language.startsWith('zh'));
  const fetcher = useCallback(async (request) => {
    const headers = { 'Content-Type': 'application/json', 'Accept-Language': zh ? 'zh' : 'en' };
    if (key) headers.Authorization = `Bearer ${key}`;
    const response = await fetch('/graphql', { method: 'POST', headers, body: JSON.stringify(request) });
    return response.json();
  }, [key, zh]);
  // A key counts once it is whole: each new one opens the editor anew and asks for the schema it may see.
  const keep = () => {
    setKey(typed.trim());
    localStorage.setItem('baodan:key', typed.trim());
  };
  // Only the first visit gets the example; later ones what was left, which GraphiQL keeps itself.
  const example = useMemo(() => (localStorage.getItem('graphiql:variables') === null ? variables : undefined), [key]);
  return (
    <div className="page">
      <header>
        <strong>Baodan 保单</strong>
        <span>{zh ? '沙箱查询页' : 'sandbox queries'}</span>
        <form onSubmit={(e) => { e.preventDefault(); keep(); }}>
          <label>
            {zh ? '密钥' : 'Key'}{' '}
            <input value={typed} list="keys" spellCheck={false} autoComplete="off" onChange={(e) => setTyped(e.target.value)} onBlur={keep} />
          </label>
        </form>
        <datalist id="keys"><option value="sandbox-demo-mall" /><option value="sandbox-demo-pay" /></datalist>
        <button type="button" onClick={() => setZh(!zh)}>{zh ? 'English' : '中文'}</button>
      </header>
      <GraphiQL key={key} fetcher={fetcher} defaultQuery={query} variables={example} shouldPersistHeaders={false} isHeadersEditorEnabled={false} />
    </div>
  );
}

createRoot(document.getElementById('root')).render(<Page />);
