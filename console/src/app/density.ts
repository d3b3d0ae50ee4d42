const stored = 'baodan.density'

/** Whether rows of lists are loose, 44 px instead of 35. */
export function isLoose(): boolean {
  return localStorage.getItem(stored) === 'loose'
}

export function setLoose(loose: boolean) {
  if (loose) localStorage.setItem(stored, 'loose')
  else localStorage.removeItem(stored)
  paintDensity()
}

export function paintDensity() {
  document.documentElement.dataset.density = isLoose() ? 'loose' : 'dense'
}
