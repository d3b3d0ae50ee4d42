/** That a secret was shown, never the secret: a page that is loaded again says that it is gone, and how to get another. */
export interface SecretShown {
  channel: string
  what: string
  kind: 'credential' | 'endpoint'
}

const stored = 'baodan.secretShown'

export function rememberShown(shown: SecretShown) {
  sessionStorage.setItem(stored, JSON.stringify(shown))
}

export function forgetShown() {
  sessionStorage.removeItem(stored)
}

/** A secret of a channel that was shown and not said to be kept. */
export function shownBefore(channel: string): SecretShown | undefined {
  try {
    const found = JSON.parse(sessionStorage.getItem(stored) ?? 'null') as SecretShown | null
    return found?.channel === channel ? found : undefined
  } catch {
    return undefined
  }
}
