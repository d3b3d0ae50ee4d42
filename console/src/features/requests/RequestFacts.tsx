import { Link } from '@tanstack/react-router'
import { useTerm } from '../../shared/session/SessionContext'
import { Eye, useReveal } from '../../shared/ui/Masked'
import { mailMood } from '../../shared/ui/moods'
import { State } from '../../shared/ui/State'
import { When } from '../../shared/ui/When'
import { useWords } from '../../shared/words/words'
import { actOf, type Request } from './request'
import { words } from './words'

/** To whom the request goes and how, and the mails sent so far. */
export function RequestFacts({ request }: { request: Request }) {
  const say = useWords(words)
  const term = useTerm()
  const reveal = useReveal(request.id, ['NAME', 'CONTACT'])
  const mayReveal = reveal.may && actOf(request, 'revealPersonalData')?.possible !== false
  const recipient = Object.entries({
    email: request.recipient.email,
    address: request.recipient.address,
    phone: request.recipient.phone,
    invoiceTitle: request.recipient.invoiceTitle,
    taxNo: request.recipient.taxNo,
  } as const)
  return (
    <section className="section stack">
      <h2 className="row">
        {say('recipient')} {mayReveal && <Eye onClick={reveal.open} />}
      </h2>
      <dl className="pairs">
        <div>
          <dt>{say('to')}</dt>
          <dd>{request.recipient.name}</dd>
        </div>
        {recipient.map(
          ([key, value]) =>
            value && (
              <div key={key}>
                <dt>{say(key as 'email')}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
        <div>
          <dt>{say('policy')}</dt>
          <dd>
            <Link to="/policies/$number" params={{ number: request.policy.number }}>
              {request.policy.number}
            </Link>
          </dd>
        </div>
        <div>
          <dt>{say('how')}</dt>
          <dd>{term('ServiceDelivery', request.delivery)}</dd>
        </div>
        {request.payer && (
          <div>
            <dt>{say('payer')}</dt>
            <dd>{term('PremiumPayer', request.payer)}</dd>
          </div>
        )}
        {request.trackingNo && (
          <div>
            <dt>{say('trackingNo')}</dt>
            <dd>{say('posted', { carrier: request.carrier ?? '', no: request.trackingNo })}</dd>
          </div>
        )}
      </dl>
      {[...reveal.values].map(([name, value]) => (
        <p key={name} className="revealed">
          <span className="muted">{name}</span> <b>{value}</b>
        </p>
      ))}
      {request.note && <blockquote className="quote">{request.note}</blockquote>}
      {request.mails.length > 0 && (
        <>
          <h3>{say('mails')}</h3>
          <ul className="things">
            {request.mails.map((mail, place) => (
              <li key={place}>
                <State mood={mailMood[mail.state]}>{term('MailState', mail.state)}</State>
                <span className="grow second">{mail.problem}</span>
                {mail.tries > 1 && <span className="muted small">{say('tries', { count: mail.tries })}</span>}
                <When at={mail.sentAt ?? mail.createdAt} />
              </li>
            ))}
          </ul>
        </>
      )}
      {reveal.dialog}
    </section>
  )
}
