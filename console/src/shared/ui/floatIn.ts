/**
 * Where what floats is drawn: in the page's own root. In the body antd would lock scrolling by a style without the nonce, which the
 * security policy refuses; the pages scroll inside, so nothing needs a lock.
 */
export function floatIn(): HTMLElement {
  return document.getElementById('root') ?? document.body
}
