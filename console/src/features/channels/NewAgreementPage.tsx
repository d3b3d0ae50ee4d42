import { Link, useNavigate } from '@tanstack/react-router'
import { useApi } from '../../shared/graphql/useApi'
import { Empty, Region } from '../../shared/ui/Region'
import { useWords } from '../../shared/words/words'
import { AgreementForm } from './AgreementForm'
import { NewAgreementDocument } from './agreements.generated'
import { words } from './agreementWords'
import './channels.css'
import { words as channelWords } from './words'

/** Asks that a channel may sell a product. */
export function NewAgreementPage({ channel: code }: { channel: string }) {
  const say = useWords(words)
  const sayChannel = useWords(channelWords)
  const navigate = useNavigate()
  const page = useApi(NewAgreementDocument, { channel: code })
  const back = () => void navigate({ to: '/channels/$code', params: { code } })
  const channel = page.data?.channel
  return (
    <div className="page">
      <Region of={page} lines={12} heading={code}>
        {channel === null && <Empty page title={say('channelMissing')} />}
        {channel && page.data && (
          <>
            <header>
              <div className="grow">
                <p className="crumb">
                  <Link to="/channels">{sayChannel('title')}</Link> /{' '}
                  <Link to="/channels/$code" params={{ code }}>
                    {channel.name}
                  </Link>
                </p>
                <h1>{sayChannel('newAgreement')}</h1>
              </div>
            </header>
            {page.data.products.some((each) => each.onSale) ? (
              <AgreementForm
                channel={channel}
                latest={undefined}
                versions={[]}
                products={page.data.products}
                again={page.again}
                onClose={back}
                onDone={back}
              />
            ) : (
              <Empty title={say('noProducts')} />
            )}
          </>
        )}
      </Region>
    </div>
  )
}
