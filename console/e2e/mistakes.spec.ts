import { linesOf, typedMistakes } from './support/typedMistakes'
import { expect, test } from './support/test'

test('E6: fifty mistakes of an underwriter, typed into the file, are named on their lines before anything is saved', async ({
  as,
  ask,
}) => {
  test.setTimeout(240_000)
  const { productVersion } = (await ask('uma', '{ productVersion(productCode: "RFI-01", version: 1) { file } }')) as {
    productVersion: { file: string }
  }
  const { file } = productVersion
  const page = await as('uma', { language: 'en' })
  await page.goto('/products/RFI-01?part=file&version=1')
  const editor = page.getByRole('textbox', { name: 'File' })
  const named = page.getByRole('alert').getByRole('listitem')
  const milliseconds: number[] = []
  for (const mistake of typedMistakes()) {
    await test.step(mistake.name, async () => {
      const typed = file.replace(mistake.stands, () => mistake.typed)
      expect(typed).not.toBe(file)
      await editor.click()
      await page.evaluate((text) => navigator.clipboard.writeText(text), typed)
      await page.keyboard.press('Control+a')
      await page.keyboard.press('Control+v')
      const began = Date.now()
      const told = linesOf(mistake, file, typed).map((line) =>
        named.filter({ hasText: new RegExp(`line ${line}$`, 'i') }),
      )
      const one = told.slice(1).reduce((all, each) => all.or(each), told[0] ?? named)
      await expect(mistake.says.reduce((found, text) => found.filter({ hasText: text }), one).first()).toBeVisible()
      milliseconds.push(Date.now() - began)
    })
  }
  milliseconds.sort((a, b) => a - b)
  const at = (share: number) => milliseconds[Math.floor(share * (milliseconds.length - 1))] ?? 0
  test.info().annotations.push({
    type: 'named after',
    description: `${milliseconds.length} mistakes: median ${at(0.5)} ms, slowest ${at(1)} ms`,
  })
})
