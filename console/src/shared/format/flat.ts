/** What is in an object, however deep, by its path: for showing what has no page of its own. */
export function flat(value: unknown, path = ''): [string, string][] {
  if (Array.isArray(value) && value.every((each) => each === null || typeof each !== 'object')) {
    return [[path, value.map(String).join(', ')]]
  }
  if (value !== null && typeof value === 'object') {
    return Object.entries(value).flatMap(([key, inner]) => flat(inner, path ? `${path}.${key}` : key))
  }
  return [[path, String(value)]]
}
