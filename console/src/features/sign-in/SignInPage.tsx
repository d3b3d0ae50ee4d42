import { useState } from 'react'
import { useApi } from '../../shared/graphql/useApi'
import { chooseLanguage } from '../../shared/words/language'
import { useLanguage, useWords } from '../../shared/words/words'
import { AcceptInvitation } from './AcceptInvitation'
import { invitation } from './invitation'
import './signIn.css'
import { InstallationDocument } from './signIn.generated'
import { SignInForm } from './SignInForm'
import { words } from './words'

/** Two halves: the form, and a worked premium that says what this is about. */
export function SignInPage({ onDone }: { onDone: () => void }) {
  const say = useWords(words)
  const language = useLanguage()
  const { data } = useApi(InstallationDocument, {}, { freshFor: Infinity })
  const [invited, setInvited] = useState(invitation)
  return (
    <div className="signIn">
      <main>
        <div className="form">
          <p className="brand">
            <b>保单</b> Baodan
          </p>
          <h1>{data?.installation.name ?? say('title')}</h1>
          {invited ? (
            <AcceptInvitation invitation={invited} onDone={onDone} onOther={() => setInvited(undefined)} />
          ) : (
            <SignInForm onDone={onDone} />
          )}
          {data?.installation.companyAccount && (
            <p className="company">
              <span className="muted small">{say('or')}</span>
              <a href={`/oidc/login?to=${encodeURIComponent(location.pathname + location.search)}`}>{say('company')}</a>
            </p>
          )}
        </div>
        <footer className="small muted row">
          <button
            type="button"
            className="link"
            lang={language === 'en' ? 'zh-CN' : 'en'}
            onClick={() => chooseLanguage(language === 'en' ? 'zh-CN' : 'en')}
          >
            {language === 'en' ? '中文' : 'English'}
          </button>
          {data && <span>{data.installation.version}</span>}
          {data?.installation.mode === 'DEVELOPMENT' && <span>{say('development')}</span>}
        </footer>
      </main>
      <aside aria-hidden="true">
        <div>
          <p className="big">{say('workedTitle')}</p>
          <table>
            <tbody>
              {(['worked1', 'worked2', 'worked3', 'worked4'] as const).map((key, place) => (
                <tr key={key}>
                  <td>{say(key)}</td>
                  <td>{['', '0.60 − 0.12', '× 182 / 365', ''][place]}</td>
                  <td>{['0.12', '0.48', '0.23934', '0.24'][place]}</td>
                </tr>
              ))}
              <tr className="total">
                <td>{say('worked5')}</td>
                <td>0.12 + 0.24</td>
                <td>0.36</td>
              </tr>
            </tbody>
          </table>
        </div>
      </aside>
    </div>
  )
}
