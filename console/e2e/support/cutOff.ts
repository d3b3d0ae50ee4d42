import type { Page } from '@playwright/test'

/** Texts of the page that are cut off or lie out of their box, and a page that scrolls sideways. */
export function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found = new Set<string>()
    const say = (what: string, element: Element, text: string) => {
      const classes = typeof element.className === 'string' ? element.className.split(' ').slice(0, 2).join('.') : ''
      found.add(
        `${what}: <${element.tagName.toLowerCase()}${classes ? `.${classes}` : ''}> ${text.trim().slice(0, 40)}`,
      )
    }
    const root = document.documentElement
    if (root.scrollWidth > root.clientWidth + 1) {
      found.add(`the page is ${String(root.scrollWidth)} wide in a window of ${String(root.clientWidth)}`)
    }
    const scrolls = (element: Element | null): boolean => {
      for (let at = element; at && at !== root; at = at.parentElement) {
        if (/auto|scroll/.test(getComputedStyle(at).overflowX) && at.scrollWidth > at.clientWidth) return true
      }
      return false
    }
    const hidden = (element: Element) => {
      const box = element.closest('.unseen, .skip, [hidden], svg, option, script, style')
      if (box) return true
      const { visibility, opacity } = getComputedStyle(element)
      if (visibility === 'hidden' || opacity === '0' || !element.checkVisibility()) return true
      // What is for screen readers only lies in a box of one pixel, and a count in a narrow bar is a dot of seven.
      for (let at: Element | null = element; at; at = at.parentElement) {
        if (at.clientWidth > 0 && at.clientWidth <= 7 && /hidden|clip/.test(getComputedStyle(at).overflowX)) return true
      }
      return false
    }
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.textContent ?? ''
      const element = node.parentElement
      if (text.trim() === '' || !element || hidden(element)) continue
      const range = document.createRange()
      range.selectNodeContents(node)
      const rect = range.getBoundingClientRect()
      if (rect.width === 0) continue
      if (rect.right > root.clientWidth + 1.5 && !scrolls(element)) say('beyond the window', element, text)
      for (let box: Element | null = element; box && box !== document.body; box = box.parentElement) {
        const style = getComputedStyle(box)
        if (style.display === 'inline' || style.display === 'contents') continue
        const own = box.getBoundingClientRect()
        const cutsX = /hidden|clip/.test(style.overflowX)
        const out = rect.right > own.right + 1.5 || rect.left < own.left - 1.5
        const told = style.textOverflow === 'ellipsis' && box.closest('[title], [aria-label]') !== null
        if (out && cutsX && !told) say('cut off', box, text)
        else if (out && !cutsX && box === element && !scrolls(box)) say('out of its box', box, text)
        if (/hidden|clip/.test(style.overflowY) && rect.bottom > own.bottom + 3 && box.clientHeight > 0) {
          if (!(box.scrollHeight > box.clientHeight && /auto|scroll/.test(style.overflowY)))
            say('cut off below', box, text)
        }
        if (/auto|scroll|hidden|clip/.test(`${style.overflowX} ${style.overflowY}`)) break
      }
    }
    return [...found]
  })
}
