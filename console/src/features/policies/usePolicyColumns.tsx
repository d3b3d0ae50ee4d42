import { Link } from '@tanstack/react-router'
import { dayText, instantText, exactText } from '../../shared/format/time'
import { usePreference } from '../../shared/session/usePreference'
import { useMay, useTerm } from '../../shared/session/SessionContext'
import type { Column } from '../../shared/ui/KeysetTable'
import { Figures } from '../../shared/ui/Money'
import { policyMood } from '../../shared/ui/moods'
import { State } from '../../shared/ui/State'
import type * as Types from '../../shared/graphql/types.generated'
import { useLanguage, useLocalized, useWords } from '../../shared/words/words'
import type { PoliciesQuery } from './policies.generated'
import { words } from './words'

export type PolicyRow = PoliciesQuery['policies']['edges'][number]['node']

/** A column that can be chosen, and the one of an export that shows the same. */
export type PolicyColumn = Column<PolicyRow> & { exported: Types.PolicyColumn[]; chosen: boolean }

/** All columns, those that a person chose, and how to choose others; the choice is kept with the person. */
export function usePolicyColumns() {
  const say = useWords(words)
  const term = useTerm()
  const localized = useLocalized()
  const inEnglish = useLanguage() === 'en'
  const seesCommission = useMay()('Policy.commission')
  const [hidden, setHidden] = usePreference<readonly string[]>('policies.hidden', [
    'reference',
    'insuredName',
    'agreement',
    'version',
    'commission',
  ])
  const all: Omit<PolicyColumn, 'chosen'>[] = [
    {
      key: 'number',
      title: say('number'),
      width: 152,
      exported: ['NUMBER'],
      cell: (row) => (
        <Link className="strong" to="/policies/$number" params={{ number: row.number }} tabIndex={0}>
          {row.number}
        </Link>
      ),
    },
    {
      key: 'product',
      title: say('productPlan'),
      width: 156,
      exported: ['PRODUCT', 'PLAN'],
      cell: (row) => (
        <>
          {localized(row.offer.productName)} <span className="second">{localized(row.offer.name)}</span>
        </>
      ),
    },
    {
      key: 'state',
      title: say('state'),
      width: inEnglish ? 106 : 90,
      exported: ['STATE'],
      cell: (row) => <State mood={policyMood[row.state]}>{term('PolicyState', row.state)}</State>,
    },
    { key: 'channel', title: say('channel'), width: 96, exported: ['CHANNEL'], cell: (row) => row.channel.name },
    {
      key: 'order',
      title: say('order'),
      width: inEnglish ? 130 : 164,
      exported: ['ORDER_NO'],
      cell: (row) => <span className="second">{row.orderNo}</span>,
    },
    {
      key: 'bound',
      title: say('boundAt'),
      width: 98,
      exported: ['BOUND_AT'],
      sort: { up: 'BOUND_AT_ASC', down: 'BOUND_AT_DESC' },
      cell: (row) => <time title={exactText(row.boundAt)}>{instantText(row.boundAt)}</time>,
    },
    {
      key: 'ends',
      title: say('coverTo'),
      width: 92,
      exported: ['START', 'END'],
      sort: { up: 'COVER_END_ASC', down: 'COVER_END_DESC' },
      cell: (row) => <time title={exactText(row.period.end)}>{dayText(row.period.end)}</time>,
    },
    {
      key: 'payer',
      title: say('payer'),
      width: inEnglish ? 84 : 64,
      exported: ['PAYER'],
      cell: (row) => term('PremiumPayer', row.payer),
    },
    {
      key: 'premium',
      title: say('premiumUnit'),
      width: inEnglish ? 96 : 84,
      right: true,
      exported: ['PREMIUM', 'CURRENCY'],
      sort: { up: 'PREMIUM_ASC', down: 'PREMIUM_DESC' },
      cell: (row) => (
        <b className="strong">
          <Figures of={row.premium} />
        </b>
      ),
    },
    {
      key: 'cover',
      title: say('coverUnit'),
      width: 112,
      right: true,
      exported: ['SUM_INSURED'],
      cell: (row) => <Figures of={row.sumInsured} />,
    },
    {
      key: 'reference',
      title: say('reference'),
      width: 130,
      exported: ['INSURED'],
      cell: (row) => row.insureds[0]?.reference,
    },
    {
      key: 'insuredName',
      title: say('insuredName'),
      width: 90,
      exported: ['INSURED_NAME'],
      cell: (row) => row.insureds[0]?.name ?? '–',
    },
    { key: 'agreement', title: say('agreement'), width: 110, exported: [], cell: (row) => row.offer.agreementCode },
    { key: 'version', title: say('version'), width: 60, exported: [], cell: (row) => `v${row.offer.productVersion}` },
  ]
  if (seesCommission) {
    all.push({
      key: 'commission',
      title: say('commission'),
      width: 90,
      right: true,
      exported: ['COMMISSION'],
      cell: (row) => <Figures of={row.commission} />,
    })
  }
  const columns: PolicyColumn[] = all.map((column) => ({ ...column, chosen: !hidden.includes(column.key) }))
  const choose = (key: string, shown: boolean) =>
    setHidden(shown ? hidden.filter((each) => each !== key) : [...hidden, key])
  return { columns, shown: columns.filter((column) => column.chosen), choose }
}
