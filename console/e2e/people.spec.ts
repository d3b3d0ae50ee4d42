import { approve, lock, newPerson, waitingFor } from './support/people'
import { inDays } from './support/days'
import { endSession, expect, failOnErrors, password, test, type Ask } from './support/test'

const own = 'a sentence of my own'

/** A login that nobody else has. */
const newName = () => `j${crypto.randomUUID().slice(0, 8)}`

for (const language of ['zh-CN', 'en'] as const) {
  const zh = language === 'zh-CN'
  test(`E8: security adds a person, wrong first; the password is shown once, and a second person approves the role (${language})`, async ({
    as,
  }) => {
    const name = newName()
    const page = await as('sec', { language })
    await page.goto('/')
    const menu = page.getByRole('navigation', { name: zh ? '导航' : 'Navigation' })
    await menu.getByRole('link', { name: zh ? '人员与角色' : 'People and roles' }).click()
    await page.getByRole('button', { name: zh ? /^加\s?人$/ : 'Add a person' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(zh ? '姓名' : 'Name', { exact: true }).fill('方小满')
    const login = dialog.getByLabel(zh ? '登录名' : 'Login')
    await login.fill('No Login')
    await dialog.getByLabel(zh ? '邮箱' : 'E-mail').fill(`${name}@mail.example`)
    await dialog.getByRole('checkbox', { name: zh ? '客服' : 'Customer service' }).check()
    const act = dialog.getByRole('button', { name: zh ? '加 方小满' : 'Add 方小满' })
    await expect(act).toBeDisabled()
    await dialog.getByLabel(zh ? '为什么' : 'Why').fill('新来的客服')
    await act.click()
    await expect(login).toHaveAttribute('aria-invalid', 'true')
    await expect(dialog.getByLabel(zh ? '为什么' : 'Why')).toHaveValue('新来的客服')
    await login.fill(name)
    await act.click()

    // What is shown once is left by saying that it is kept, and by nothing else.
    const kept = dialog.getByRole('button', { name: zh ? '已存好' : 'I have kept it' })
    await expect(kept).toBeVisible()
    const secret = dialog.getByRole('group', { name: zh ? '临时密码' : 'Temporary password' })
    const shown = (await secret.textContent()) ?? ''
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await expect(kept).toBeVisible()
    const copy = dialog.getByRole('button', { name: zh ? '复制 临时密码' : 'Copy Temporary password' })
    await copy.click()
    await expect(copy).toHaveText(zh ? '已复制' : 'Copied')
    await kept.click()
    await expect(page.getByRole('heading', { level: 1, name: '方小满' })).toBeVisible()
    await expect(page.getByText(zh ? '还没有角色，登录后什么也做不了' : /no role yet/)).toBeVisible()
    await expect(page.getByText(shown)).toHaveCount(0)

    const second = await as('sly', { language })
    await second.goto(`/people?name=${name}`)
    await expect(second.getByText(zh ? '加「客服」，等安全管理员批准' : 'to add Service, waits')).toBeVisible()
    await second.getByRole('link', { name: '方小满' }).click()
    await second.getByRole('link', { name: zh ? '看申请' : 'See the request' }).click()
    await second.getByRole('button', { name: zh ? /^批准，/ : /^Approve:/ }).click()
    await expect(second.getByText(zh ? '批准了。' : 'Approved.')).toBeVisible()
    await page.reload()
    await expect(page.getByRole('definition').filter({ hasText: zh ? '客服' : 'Customer service' })).toBeVisible()
  })
}

test('E8: an invitation by link lets a new person in once, and tells that their role waits', async ({
  as,
  ask,
  browser,
  baseURL,
}) => {
  const name = newName()
  const page = await as('sec')
  await page.goto('/people')
  await page.getByRole('button', { name: /^加\s?人$/ }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('姓名').fill('钱多来')
  await dialog.getByLabel('登录名').fill(name)
  await dialog.getByLabel('邮箱').fill(`${name}@mail.example`)
  await dialog.getByRole('checkbox', { name: '客服' }).check()
  await dialog.getByLabel('为什么').fill('新来的客服')
  await dialog.getByRole('button', { name: '加 钱多来' }).click()
  const link = (await dialog.getByRole('group', { name: '邀请链接' }).textContent()) ?? ''
  await dialog.getByRole('button', { name: '已存好' }).click()

  const context = await browser.newContext({ baseURL: baseURL ?? '', locale: 'zh-CN' })
  const guest = await context.newPage()
  failOnErrors(guest)
  await guest.goto(link.replace(/^https?:\/\/[^/]+/, ''))
  await expect(guest.getByText(`你的登录名是 ${name}`)).toBeVisible()
  expect(new URL(guest.url()).hash).toBe('')
  await guest.getByRole('button', { name: '接受邀请' }).click()
  const next = guest.getByLabel('新密码')
  await next.fill('passwordpassword')
  await guest.getByRole('button', { name: '换密码' }).click()
  await expect(next).toHaveAttribute('aria-invalid', 'true')
  await next.fill(own)
  await guest.getByRole('button', { name: '换密码' }).click()
  await expect(guest.getByRole('heading', { level: 1, name: '你的角色还在等批准' })).toBeVisible()
  await approve(ask, await waitingFor(ask, name))
  // With other rights they sign in anew.
  await guest.getByRole('button', { name: '再看一次' }).click()
  await guest.getByLabel('用户名').fill(name)
  await guest.getByLabel('密码').fill(own)
  await guest.keyboard.press('Enter')
  await expect(guest.getByRole('link', { name: '服务单', exact: true })).toBeVisible()
  await context.close()

  const late = await browser.newContext({ baseURL: baseURL ?? '', locale: 'zh-CN' })
  const other = await late.newPage()
  await other.goto(link.replace(/^https?:\/\/[^/]+/, ''))
  await other.getByRole('button', { name: '接受邀请' }).click()
  await expect(other.getByText('这个链接用过了')).toBeVisible()
  await late.close()
})

test('E8: who failed too often is seen in the list, and unlocked by one click', async ({ as, ask, baseURL }) => {
  const { name } = await newPerson(ask)
  const page = await as('sec')
  await lock(baseURL ?? '', name)
  await page.goto(`/people?locked=true&name=${name}`)
  await expect(page.getByText(/^密码错得太多，锁到 \d\d:\d\d$/)).toBeVisible()
  await page.getByRole('button', { name: /^解\s?锁$/ }).click()
  await expect(page.getByText('解锁了，现在就能再登录。')).toBeVisible()
  await expect(page.getByText('没有这样的人。')).toBeVisible()
})

test('E8: roles are changed by two people, a set that cannot be first', async ({ as, ask }) => {
  const { id, name } = await newPerson(ask)
  const page = await as('sec')
  await page.goto(`/people/${id}`)
  await page.getByRole('button', { name: '换角色' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('为什么').fill('转去渠道部')
  await dialog.getByRole('checkbox', { name: '审计' }).check()
  await dialog.getByRole('button', { name: '申请，加「审计」' }).click()
  await expect(dialog.locator('#roles')).toHaveAttribute('aria-invalid', 'true')
  await dialog.getByRole('checkbox', { name: '审计' }).uncheck()
  await dialog.getByRole('checkbox', { name: '客服' }).uncheck()
  await dialog.getByRole('checkbox', { name: '渠道销售' }).check()
  await dialog.getByRole('button', { name: '申请，加「销售」、去掉「客服」' }).click()
  await expect(page.getByText('提了申请，等另一位安全管理员批准')).toBeVisible()
  await expect(page.getByRole('definition').filter({ hasText: '客服' })).toBeVisible()

  // Asked for once, it is not asked for again.
  await page.reload()
  await expect(page.getByRole('button', { name: '换角色' })).toHaveCount(0)
  await page.getByRole('button', { name: '更多' }).click()
  await expect(page.getByRole('menuitem', { name: '换角色' })).toHaveAttribute('aria-disabled', 'true')
  await page.keyboard.press('Escape')

  const second = await as('sly')
  await second.goto(`/people/${id}`)
  await second.getByRole('link', { name: '看申请' }).click()
  await expect(second.getByText('转去渠道部')).toBeVisible()
  await second.getByRole('button', { name: /^批准，/ }).click()
  await expect(second.getByText('批准了。')).toBeVisible()
  await second.goto(`/people?name=${name}`)
  await expect(second.locator('tbody tr')).toHaveCount(1)
  await expect(second.locator('tbody tr .mark.good')).toHaveCount(1)
  await second.getByRole('link', { name: '新同事' }).click()
  await expect(second.getByRole('definition').filter({ hasText: '渠道销售' })).toBeVisible()
})

test('E8: who lost their sign-in gets a password that works once a second person approves', async ({
  as,
  ask,
  browser,
  baseURL,
}) => {
  const { id, name } = await newPerson(ask)
  const page = await as('sec')
  await page.goto(`/people/${id}`)
  await page.getByRole('button', { name: '更多' }).click()
  await page.getByRole('menuitem', { name: '找回登录' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('为什么').fill('手机丢了')
  await dialog.getByRole('button', { name: '申请，拿临时密码' }).click()
  const secret = (await dialog.getByRole('group', { name: '临时密码' }).textContent()) ?? ''
  await dialog.getByRole('button', { name: '已存好' }).click()
  await expect(page.getByText('提了申请，等另一位安全管理员批准')).toBeVisible()

  const context = await browser.newContext({ baseURL: baseURL ?? '', locale: 'zh-CN' })
  const guest = await context.newPage()
  const enter = async () => {
    await guest.goto('/')
    await guest.getByLabel('用户名').fill(name)
    await guest.getByLabel('密码').fill(secret)
    await guest.keyboard.press('Enter')
  }
  await enter()
  await expect(guest.getByText('用户名或密码不对。')).toBeVisible()
  await approve(ask, await waitingFor(ask, name))
  await enter()
  await expect(guest.getByRole('heading', { level: 1, name: '换成自己的密码' })).toBeVisible()
  await context.close()
})

test('E8: two people change one person at once: the second is told, and what they typed stays', async ({ as, ask }) => {
  const { id } = await newPerson(ask)
  const [first, second] = [await as('sec'), await as('sly')]
  for (const page of [first, second]) {
    await page.goto(`/people/${id}`)
    await page.getByRole('button', { name: '更多' }).click()
    await page.getByRole('menuitem', { name: '改姓名、邮箱' }).click()
  }
  await first.getByRole('dialog').getByLabel('姓名').fill('先改的')
  await first.getByRole('dialog').getByRole('button', { name: /^改$/ }).click()
  await expect(first.getByRole('heading', { level: 1, name: '先改的' })).toBeVisible()
  await second.getByRole('dialog').getByLabel('姓名').fill('后改的')
  await second.getByRole('dialog').getByRole('button', { name: /^改$/ }).click()
  await expect(second.getByText('刚刚有人改过，已读到新的')).toBeVisible()
  await expect(second.getByRole('dialog').getByLabel('姓名')).toHaveValue('后改的')
  await expect(second.getByRole('heading', { level: 1, name: '先改的', includeHidden: true })).toBeAttached()
  await second.getByRole('dialog').getByRole('button', { name: /^改$/ }).click()
  await expect(second.getByRole('heading', { level: 1, name: '后改的' })).toBeVisible()
})

test('E8: a session that ends while roles are asked for loses nothing', async ({ as, ask }) => {
  const { id } = await newPerson(ask)
  const page = await as('sec')
  await page.goto(`/people/${id}`)
  await page.getByRole('button', { name: '换角色' }).click()
  const dialog = page.getByRole('dialog', { name: /角色/ })
  await dialog.getByRole('checkbox', { name: '财务' }).check()
  await dialog.getByLabel('为什么').fill('说到一半')
  await endSession(page)
  await dialog.getByRole('button', { name: '申请，加「财务」' }).click()
  await expect(page.getByText('登录到期了')).toBeVisible()
  await page.getByLabel('密码').fill(password)
  await page.keyboard.press('Enter')
  await expect(page.getByText('登录到期了')).toBeHidden()
  await expect(dialog.getByLabel('为什么')).toHaveValue('说到一半')
  await dialog.getByRole('button', { name: '申请，加「财务」' }).click()
  await expect(page.getByText('提了申请，等另一位安全管理员批准')).toBeVisible()
})

/** A window of a person who chose a password of their own. */
async function signedIn(ask: Ask, browser: import('@playwright/test').Browser, baseURL: string) {
  const person = await newPerson(ask)
  const context = await browser.newContext({ baseURL, locale: 'zh-CN' })
  const page = await context.newPage()
  await page.goto('/account')
  await page.getByLabel('用户名').fill(person.name)
  await page.getByLabel('密码').fill(person.temporary)
  await page.keyboard.press('Enter')
  await page.getByLabel('现在的密码').fill(person.temporary)
  await page.getByLabel('新密码').fill(own)
  await page.getByRole('button', { name: '换密码' }).click()
  await expect(page.getByRole('heading', { level: 1, name: '我的登录' })).toBeVisible()
  return { ...person, page, context }
}

test('E8: a session of somebody is ended; suspended, they are out at once, and reinstated they come back', async ({
  as,
  ask,
  browser,
  baseURL,
}) => {
  const { id, name, page: theirs, context } = await signedIn(ask, browser, baseURL ?? '')
  const page = await as('sec')
  await page.goto(`/people/${id}`)
  const sessions = page.getByRole('region', { name: '登录着的' }).locator('tbody tr')
  await expect(sessions).toHaveCount(1)
  await page.getByRole('button', { name: /^结\s?束$/ }).click()
  await expect(page.getByText('现在没有登录着。')).toBeVisible()
  await theirs.reload()
  await theirs.getByLabel('用户名').fill(name)
  await theirs.getByLabel('密码').fill(own)
  await theirs.keyboard.press('Enter')
  await expect(theirs.getByRole('heading', { level: 1, name: '我的登录' })).toBeVisible()

  await page.reload()
  await expect(sessions).toHaveCount(1)
  await page.getByRole('button', { name: '更多' }).click()
  await expect(page.getByRole('menuitem', { name: /^恢\s?复$/ })).toHaveCount(0)
  await page.getByRole('menuitem', { name: /^停\s?用$/ }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('为什么').fill('离职')
  await dialog.getByRole('button', { name: '停用，结束 1 个登录' }).click()
  await expect(page.locator('h1 .state')).toHaveText('已停用')
  await theirs.reload()
  await expect(theirs.getByLabel('用户名')).toBeVisible()

  await page.getByRole('button', { name: '更多' }).click()
  await page.getByRole('menuitem', { name: /^恢\s?复$/ }).click()
  await dialog.getByLabel('为什么').fill('弄错了人')
  await dialog.getByRole('button', { name: /^恢\s?复$/ }).click()
  await expect(page.locator('h1 .state')).toHaveText('在用')
  await context.close()
})

test('E8: how much somebody decides alone is asked for, a wrong amount first', async ({ as, ask }) => {
  const { people } = (await ask('sec', '{ people(filter: { name: "clio" }, first: 1) { edges { node { id } } } }')) as {
    people: { edges: { node: { id: string } }[] }
  }
  const page = await as('sec')
  await page.goto(`/people/${people.edges[0]?.node.id ?? ''}`)
  await page.getByRole('button', { name: '更多' }).click()
  await page.getByRole('menuitem', { name: '改上限' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('产品').selectOption({ index: 0 })
  await dialog.getByLabel('为什么').fill('试用期满')
  await dialog.getByLabel('至多 元').fill('many')
  await dialog.getByRole('button', { name: '申请，至多 many 元' }).click()
  await expect(dialog.getByRole('alert').first()).toBeVisible()
  await expect(dialog.getByLabel('为什么')).toHaveValue('试用期满')
  await dialog.getByLabel('至多 元').fill('1200')
  await dialog.getByRole('button', { name: '申请，至多 1,200.00 元' }).click()
  await expect(page.getByText('提了申请，等另一位安全管理员批准')).toBeVisible()
})

test('E8: a reporting token is asked for and shown once, reads once approved, and is revoked', async ({
  as,
  ask,
  baseURL,
}) => {
  const name = `仓库 ${crypto.randomUUID().slice(0, 6)}`
  const page = await as('sec')
  await page.goto('/people?tab=tokens')
  await page.getByRole('button', { name: '申请令牌' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('名字').fill(name)
  await dialog.getByLabel('为什么').fill('每日经营报表')
  await dialog.getByLabel('到什么时候').fill(`${inDays(1000)} 00:00`)
  await dialog.getByRole('button', { name: '申请，拿令牌' }).click()
  await expect(dialog.getByLabel('到什么时候')).toHaveAttribute('aria-invalid', 'true')
  await dialog.getByLabel('到什么时候').fill(`${inDays(200)} 00:00`)
  await dialog.getByRole('button', { name: '申请，拿令牌' }).click()
  const token = (await dialog.getByRole('group', { name: '令牌', exact: true }).textContent()) ?? ''
  expect(token).toMatch(/^baodan-reporting-/)
  await expect(dialog.getByRole('group', { name: '第一个查询，贴到终端' })).toContainText(token)
  await dialog.getByRole('button', { name: '已存好' }).click()
  const row = page.getByRole('row').filter({ hasText: name })
  await expect(row).toContainText('等批准')

  const read = async () => {
    const answer = await fetch(`${baseURL ?? ''}/graphql`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: '{ publishedProducts { code } }' }),
    })
    return answer.status
  }
  expect(await read()).toBe(401)
  await approve(ask, await waitingFor(ask, name))
  await expect.poll(read).toBe(200)
  await page.reload()
  await expect(row).toContainText('能用')
  await expect(row).not.toContainText('没用过')

  await row.getByRole('button', { name: `吊销 ${name}` }).click()
  await dialog.getByLabel('为什么').fill('换了报表工具')
  await dialog.getByRole('button', { name: `吊销 ${name}` }).click()
  await expect(page.getByText(`吊销了「${name}」。`)).toBeVisible()
  await expect(row).toContainText('已吊销')
  await expect.poll(read).toBe(401)
})

test('E8: what roles may do stands in one table, and people are found by conditions in the address', async ({ as }) => {
  const page = await as('ada')
  await page.goto('/people?tab=roles')
  const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: '核赔', exact: true }) })
  await expect(row.locator('.mark.good')).toHaveCount(1)
  await page.getByRole('button', { name: '人员', exact: true }).click()
  await page.getByRole('button', { name: '角色', exact: true }).click()
  await page.getByRole('checkbox', { name: '审计' }).check()
  await page.keyboard.press('Escape')
  await expect(page.locator('tbody tr').filter({ hasText: 'ada' })).toBeVisible()
  await expect(page.locator('tbody tr').filter({ hasText: 'serge' })).toHaveCount(0)
  expect(new URL(page.url()).search).toContain('AUDIT')
  await page.reload()
  await expect(page.locator('tbody tr').filter({ hasText: 'ada' })).toBeVisible()
})

test('forbidden: audit looks at people and is offered no act; others are not shown them', async ({ as }) => {
  const looks = await as('ada')
  await looks.goto('/people?name=cleo')
  await expect(looks.getByRole('button', { name: /^加\s?人$/ })).toHaveCount(0)
  await looks.getByRole('link', { name: /./ }).filter({ hasText: '林若溪' }).click()
  await expect(looks.getByRole('heading', { level: 1, name: /林若溪/ })).toBeVisible()
  await expect(looks.getByRole('button', { name: /换角色|更多|解\s?锁/ })).toHaveCount(0)

  const other = await as('serge')
  await other.goto('/people')
  await expect(other.getByText('你的岗位看不到人员与角色。')).toBeVisible()
  await expect(other.getByRole('link', { name: '人员与角色' })).toHaveCount(0)
})
