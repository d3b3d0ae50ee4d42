import { useCallback, useEffect, useRef, useState } from 'react'
import { useSession } from '../session/SessionContext'
import { forget, forgetOld, keep, kept } from './kept'

const rest = 400

/**
 * State of a form that outlives a reload, a lost network and a session that ended. form names the form and its thing:
 * claim C0001 decide. drop forgets it: after it was sent, or given up.
 */
export function useKept<Value>(
  form: string,
  start: Value,
): [Value, (value: Value | ((before: Value) => Value)) => void, () => void] {
  const { viewer, person } = useSession()
  const name = `${person.id} ${form}`
  const key = viewer.formKey ?? ''
  const [value, setValue] = useState(start)
  const touched = useRef(false)

  useEffect(() => {
    let gone = false
    touched.current = false
    void forgetOld().catch(() => undefined)
    void kept(name, key)
      .then((found) => {
        if (found !== undefined && !gone && !touched.current) setValue(found as Value)
      })
      .catch(() => undefined)
    return () => {
      gone = true
    }
  }, [name, key])

  useEffect(() => {
    if (!touched.current) return
    const timer = setTimeout(() => void keep(name, key, value).catch(() => undefined), rest)
    return () => clearTimeout(timer)
  }, [name, key, value])

  const change = useCallback((next: Value | ((before: Value) => Value)) => {
    touched.current = true
    setValue(next)
  }, [])
  const drop = useCallback(() => {
    touched.current = false
    void forget(name).catch(() => undefined)
  }, [name])
  return [value, change, drop]
}
