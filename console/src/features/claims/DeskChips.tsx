import { Button, Input } from 'antd'
import { useState } from 'react'
import { useApi } from '../../shared/graphql/useApi'
import { ChoiceFilter, FilterChip } from '../../shared/ui/Filters'
import { useLocalized, useWords } from '../../shared/words/words'
import { whoseOf, type ClaimSearch } from './claimSearch'
import { DeskChoicesDocument } from './desk.generated'
import { words } from './deskWords'

/** The conditions of the desk as chips. reasons: those that occur in what is shown. */
export function DeskChips({
  search,
  takes,
  reasons,
  onChange,
}: {
  search: ClaimSearch
  takes: boolean
  reasons: ReadonlyMap<string, string>
  onChange: (change: Partial<ClaimSearch>) => void
}) {
  const say = useWords(words)
  const localized = useLocalized()
  const choices = useApi(DeskChoicesDocument, {}, { freshFor: 300_000 })
  const products = (choices.data?.products ?? []).map((product) => ({
    value: product.code,
    word: localized(product.name),
    text: localized(product.name),
  }))
  const channels = (choices.data?.channels.edges ?? []).map(({ node }) => ({
    value: node.code,
    word: node.name,
    text: node.name,
  }))
  const codes = new Map([...(search.reasons ?? []).map((code): [string, string] => [code, code]), ...reasons])
  const whose = whoseOf(search, takes)
  return (
    <>
      <FilterChip
        name={say('whose')}
        value={whose === 'mine' ? say('mine') : undefined}
        onClear={() => onChange({ whose: 'all' })}
      >
        {(close) => (
          <fieldset className="choices">
            <legend className="unseen">{say('whose')}</legend>
            {(['mine', 'all'] as const).map((each) => (
              <label key={each}>
                <input
                  type="radio"
                  name="whose"
                  checked={whose === each}
                  onChange={() => {
                    onChange({ whose: each, assigneeId: undefined, unassigned: undefined })
                    close()
                  }}
                />
                {say(each)}
              </label>
            ))}
          </fieldset>
        )}
      </FilterChip>
      <ChoiceFilter
        name={say('product')}
        options={products}
        chosen={search.productCodes}
        onChange={(productCodes) => onChange({ productCodes })}
      />
      <ChoiceFilter
        name={say('channel')}
        options={channels}
        chosen={search.channelCodes}
        onChange={(channelCodes) => onChange({ channelCodes })}
      />
      {codes.size > 0 ? (
        <ChoiceFilter
          name={say('reason')}
          options={[...codes].map(([value, text]) => ({ value, text, word: text }))}
          chosen={search.reasons}
          onChange={(chosen) => onChange({ reasons: chosen })}
        />
      ) : (
        <FilterChip name={say('reason')} onClear={() => undefined}>
          {() => <p className="muted">{say('noReasons')}</p>}
        </FilterChip>
      )}
      <RangeChip
        name={say('amount')}
        from={search.claimedFrom}
        to={search.claimedTo}
        pattern={/^\d{1,15}(\.\d{1,2})?$/}
        onChange={(claimedFrom, claimedTo) => onChange({ claimedFrom, claimedTo })}
      />
      <RangeChip
        name={say('score')}
        from={search.scoreFrom?.toString()}
        to={search.scoreTo?.toString()}
        pattern={/^(\d{1,2}|100)$/}
        onChange={(from, to) =>
          onChange({
            scoreFrom: from === undefined ? undefined : Number(from),
            scoreTo: to === undefined ? undefined : Number(to),
          })
        }
      />
    </>
  )
}

/** A condition from and to. */
function RangeChip({
  name,
  from,
  to,
  pattern,
  onChange,
}: {
  name: string
  from: string | undefined
  to: string | undefined
  pattern: RegExp
  onChange: (from: string | undefined, to: string | undefined) => void
}) {
  const say = useWords(words)
  const value =
    from !== undefined && to !== undefined
      ? say('between', { from, to })
      : from !== undefined
        ? say('atLeast', { from })
        : to !== undefined
          ? say('atMost', { to })
          : undefined
  return (
    <FilterChip name={name} value={value} onClear={() => onChange(undefined, undefined)}>
      {(close) => (
        <RangeForm
          from={from}
          to={to}
          pattern={pattern}
          onDone={(least, most) => {
            onChange(least, most)
            close()
          }}
        />
      )}
    </FilterChip>
  )
}

function RangeForm({
  from,
  to,
  pattern,
  onDone,
}: {
  from: string | undefined
  to: string | undefined
  pattern: RegExp
  onDone: (from: string | undefined, to: string | undefined) => void
}) {
  const say = useWords(words)
  const [least, setLeast] = useState(from ?? '')
  const [most, setMost] = useState(to ?? '')
  const fits = (text: string) => text === '' || pattern.test(text)
  const given = (text: string) => (text === '' ? undefined : text)
  return (
    <form
      className="row"
      onSubmit={(event) => {
        event.preventDefault()
        if (fits(least) && fits(most)) onDone(given(least), given(most))
      }}
    >
      <Input
        aria-label={say('from')}
        placeholder={say('from')}
        value={least}
        status={fits(least) ? '' : 'error'}
        inputMode="decimal"
        onChange={(event) => setLeast(event.target.value.trim())}
      />
      <Input
        aria-label={say('to')}
        placeholder={say('to')}
        value={most}
        status={fits(most) ? '' : 'error'}
        inputMode="decimal"
        onChange={(event) => setMost(event.target.value.trim())}
      />
      <Button htmlType="submit">{say('apply')}</Button>
    </form>
  )
}
