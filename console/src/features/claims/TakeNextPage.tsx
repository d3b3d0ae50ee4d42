import { Link, useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useCallback, useEffect, useRef, useState } from 'react'
import { newRequestNo, useAct } from '../../shared/graphql/useAct'
import { useAskAgain } from '../../shared/graphql/useApi'
import { Empty, Skeleton } from '../../shared/ui/Region'
import { UserErrors } from '../../shared/ui/UserErrors'
import { useWords } from '../../shared/words/words'
import './claims.css'
import { MyClaimsDocument } from './claim.generated'
import { TakeNextClaimDocument } from './desk.generated'
import { words } from './deskWords'
import { LastDone } from './lastDone'

/** Takes the claim with the nearest promise that the person may decide, and goes there. */
export function TakeNextPage() {
  const say = useWords(words)
  const navigate = useNavigate()
  const ask = useAskAgain()
  const take = useAct(TakeNextClaimDocument)
  const [nothing, setNothing] = useState(false)
  const { send } = take
  const begun = useRef(false)
  const next = useCallback(async () => {
    const taken = await send({ input: { requestNo: newRequestNo() } })
    if (!taken) return
    ask(MyClaimsDocument)
    if (taken.claim) void navigate({ to: '/claims/$number', params: { number: taken.claim.number }, replace: true })
    else setNothing(true)
  }, [send, navigate, ask])
  useEffect(() => {
    if (begun.current) return
    begun.current = true
    void next()
  }, [next])
  const again = () => {
    setNothing(false)
    void next()
  }
  return (
    <div className="page">
      <header>
        <h1>{say('nextTitle')}</h1>
      </header>
      <LastDone />
      <UserErrors errors={take.userErrors} failure={take.failure} />
      {nothing ? (
        <Empty title={say('noneTitle')}>
          <p>{say('noneHelp')}</p>
          <p className="row centred">
            <Button onClick={again}>{say('again')}</Button>
            <Link to="/claims" search={{}} className="buttonLink">
              {say('toDesk')}
            </Link>
          </p>
        </Empty>
      ) : take.failure || take.userErrors.length > 0 ? (
        <Button onClick={again}>{say('again')}</Button>
      ) : (
        <>
          <p className="second" role="status">
            {say('taking')}
          </p>
          <Skeleton lines={6} />
        </>
      )}
    </div>
  )
}
