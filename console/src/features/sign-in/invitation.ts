/** Who is let in by a link: their login, and the password that somebody chose for them. */
export interface Invitation {
  name: string
  password: string
}

/** Where such a link leads. */
export const invitationPath = '/invitation'

let held: Invitation | undefined

/**
 * The invitation by whose link this page was opened. It stands behind the # of the address, which no server is told, and is taken out of
 * the address at once: what stays in the history of a browser lets nobody in.
 */
export function invitation(): Invitation | undefined {
  if (location.pathname === invitationPath && location.hash.length > 1) {
    held = read(location.hash.slice(1)) ?? held
    history.replaceState(history.state, '', invitationPath)
  }
  return held
}

/** Forgets it: it was used, or its password counts no more. */
export function forgetInvitation() {
  held = undefined
}

function read(text: string): Invitation | undefined {
  const parts = new URLSearchParams(text)
  const [name, password] = [parts.get('name'), parts.get('password')]
  return name && password ? { name, password } : undefined
}
