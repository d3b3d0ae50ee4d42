import { Button, Input } from 'antd'
import { useState } from 'react'
import { useApi } from '../../shared/graphql/useApi'
import { useTerm } from '../../shared/session/SessionContext'
import { policyMood } from '../../shared/ui/moods'
import { Empty, Region } from '../../shared/ui/Region'
import { State } from '../../shared/ui/State'
import { useWords } from '../../shared/words/words'
import { FindPolicyDocument } from './phone.generated'
import { words } from './phoneWords'

/** Finds the caller's policy by whatever they say. */
export function FindPolicy({ onFound }: { onFound: (number: string) => void }) {
  const say = useWords(words)
  const term = useTerm()
  const [text, setText] = useState('')
  const [asked, setAsked] = useState('')
  const found = useApi(FindPolicyDocument, { text: asked, persons: true }, { enabled: asked !== '', keepLast: true })
  const hits = (found.data?.search.hits ?? []).filter((hit) => hit.policyNumber)
  return (
    <>
      <form
        className="question"
        onSubmit={(event) => {
          event.preventDefault()
          setAsked(text.trim())
        }}
      >
        <div className="grow">
          <label className="questionTitle" htmlFor="find">
            {say('findLabel')}
          </label>
          <p className="small muted">{say('findHelp')}</p>
          <div className="row answer">
            <Input
              id="find"
              size="large"
              autoFocus
              maxLength={100}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
            <Button htmlType="submit" type="primary" size="large" disabled={text.trim() === ''}>
              {say('find')}
            </Button>
          </div>
        </div>
      </form>
      {asked !== '' && (
        <Region of={found} lines={3}>
          {hits.length === 0 ? (
            <Empty title={say('nothingFound')}>
              <p>{say('nothingFoundHelp')}</p>
            </Empty>
          ) : (
            <ul className="hits">
              {hits.map((hit) => (
                <li key={`${hit.nodeId} ${hit.title}`}>
                  <button type="button" className="plain" onClick={() => hit.policyNumber && onFound(hit.policyNumber)}>
                    <b>{hit.name ?? hit.title}</b>
                    <span className="second grow">
                      {[hit.policyNumber, hit.about, hit.channel?.name].filter(Boolean).join(' · ')}
                    </span>
                    {hit.kind === 'POLICY' && hit.state && hit.state in policyMood && (
                      <State mood={policyMood[hit.state as keyof typeof policyMood]}>
                        {term('PolicyState', hit.state)}
                      </State>
                    )}
                  </button>
                </li>
              ))}
            </ul>
          )}
        </Region>
      )}
    </>
  )
}
