import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/App'
import { paintDensity } from './app/density'
import { paintTheme } from './app/theme'
import './app/fonts.css'
import './app/styles.css'

paintTheme()
paintDensity()
// After an upgrade the server no longer has the files of the page that is open.
window.addEventListener('vite:preloadError', () => location.reload())

const root = document.getElementById('root')
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
}
