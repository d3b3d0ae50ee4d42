import { Button } from 'antd'
import { Floating } from '../../shared/ui/Floating'
import { useWords } from '../../shared/words/words'
import { useDraftInHand } from './useDraft'
import { words } from './words'

/** Two people changed one part: what each made of it. What was typed stays until one of both is chosen. */
export function ConflictDialog() {
  const say = useWords(words)
  const draft = useDraftInHand()
  const none = <span className="muted">{say('absent')}</span>
  return (
    <Floating title={say('conflictTitle')} width={760} onLeave={draft.keepMine}>
      <div className="body stack">
        <p>{say('conflictText')}</p>
        <table className="sheet differences">
          <thead>
            <tr>
              <th>{say('item')}</th>
              <th>{say('before')}</th>
              <th>{say('stored')}</th>
              <th>{say('mine')}</th>
            </tr>
          </thead>
          <tbody>
            {draft.conflicts.map((each) => (
              <tr key={each.path}>
                <th scope="row">
                  <code>{each.path}</code>
                </th>
                <td className="second">{each.before ?? none}</td>
                <td>{each.stored ?? none}</td>
                <td className="fresh">{each.mine ?? none}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <footer>
        <Button onClick={draft.keepMine}>{say('keepMine')}</Button>
        <Button type="primary" onClick={draft.takeStored}>
          {say('takeStored')}
        </Button>
      </footer>
    </Floating>
  )
}
