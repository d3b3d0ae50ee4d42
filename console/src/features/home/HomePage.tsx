import { useWords } from '../../shared/words/words'
import { words } from './words'

export function HomePage() {
  const say = useWords(words)
  return (
    <div className="page">
      <header>
        <h1>{say('title')}</h1>
      </header>
    </div>
  )
}
