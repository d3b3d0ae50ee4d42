import { defineWords } from '../../shared/words/words'

export const dialogWords = defineWords('peopleDialogs', {
  name: ['姓名', 'Name'],
  login: ['登录名', 'Login'],
  loginHelp: ['2 到 32 个小写字母、数字、点、连字符。', '2 to 32 small letters, digits, dots and hyphens.'],
  email: ['邮箱', 'E-mail'],
  emailWarning: [
    '换邮箱后，等着的申请作废；公司账号要重新绑定。',
    'With another e-mail, requests that wait are void, and the company account is bound anew.',
  ],
  roles: ['角色', 'Roles'],
  auditAlone: ['审计不能和其他角色一起。', 'Audit goes with no other role.'],
  reason: ['为什么', 'Why'],
  reasonHelp: ['留痕，审计能看到。', 'On record, for audit to read.'],
  addTitle: ['加一个人', 'Add a person'],
  addHelp: [
    '临时密码只显示一次。角色要另一位安全管理员批准，批准前此人登录后什么也做不了。',
    'The temporary password is shown once. Another security administrator must approve the roles; before, they may do nothing after signing in.',
  ],
  addKeep: ['先不加', 'Add nobody'],
  addAct: ['加 {{name}}', 'Add {{name}}'],
  addActNobody: ['加人', 'Add'],
  addReplayed: [
    '已经加过了，密码上次显示过，不能再看。要新的，用「找回登录」。',
    'They were added before; the password was shown then and is not shown again. For another one, recover the sign-in.',
  ],
  secretTitle: ['{{name}} 的临时密码', 'Temporary password of {{name}}'],
  password: ['临时密码', 'Temporary password'],
  link: ['邀请链接', 'Invitation link'],
  secretAdded: [
    '72 小时内有效，首次登录后要换成自己的。当面交给本人；拿到它的人就是此人。角色等批准。',
    'Valid for 72 hours; they choose their own at the first sign-in. Hand it over in person: whoever has it is that person. The roles wait for approval.',
  ],
  secretRecovered: [
    '另一位安全管理员批准后才有效，从批准起 72 小时。当面交给本人；拿到它的人就是此人。',
    'It works once another security administrator approved, for 72 hours from then. Hand it over in person: whoever has it is that person.',
  ],
  changeTitle: ['改 {{name}} 的姓名、邮箱', 'Change name or e-mail of {{name}}'],
  changeKeep: ['先不改', 'Leave it'],
  changeAct: ['改', 'Change'],
  rolesTitle: ['换 {{name}} 的角色', 'Change the roles of {{name}}'],
  rolesHelp: [
    '另一位安全管理员批准后生效。生效时 {{count}} 个登录结束，本人要重新登录。',
    {
      one: 'Takes effect once another security administrator approves. {{count}} session ends then, and they sign in anew.',
      other:
        'Takes effect once another security administrator approves. {{count}} sessions end then, and they sign in anew.',
    },
  ],
  rolesAct: ['申请，加「{{added}}」', 'Ask to add {{added}}'],
  rolesActRemove: ['申请，去掉「{{removed}}」', 'Ask to take {{removed}} away'],
  rolesActBoth: ['申请，加「{{added}}」、去掉「{{removed}}」', 'Ask to add {{added}}, take {{removed}} away'],
  rolesActNone: ['申请', 'Ask'],
  asked: [
    '提了申请，等另一位安全管理员批准。批准前什么都不变。',
    'Asked. Another security administrator must approve; nothing changes before.',
  ],
  saved: ['改好了。', 'Changed.'],
  suspendTitle: ['停用 {{name}}', 'Suspend {{name}}'],
  suspendHelp: [
    '马上不能登录，现在的 {{count}} 个登录立刻结束。手里的事不会自动转给别人。',
    {
      one: 'They can no longer sign in, and {{count}} session ends at once. What is in their hands is not passed on by itself.',
      other:
        'They can no longer sign in, and {{count}} sessions end at once. What is in their hands is not passed on by itself.',
    },
  ],
  suspendKeep: ['先不停用', 'Keep them'],
  suspendAct: [
    '停用，结束 {{count}} 个登录',
    { one: 'Suspend, end {{count}} session', other: 'Suspend, end {{count}} sessions' },
  ],
  suspended: [
    '停用了，{{count}} 个登录已结束。',
    { one: 'Suspended; {{count}} session ended.', other: 'Suspended; {{count}} sessions ended.' },
  ],
  reinstateTitle: ['恢复 {{name}}', 'Reinstate {{name}}'],
  reinstateHelp: ['马上可以再登录，角色和停用前一样。', 'They may sign in again at once, with the roles they had.'],
  reinstateKeep: ['先不恢复', 'Leave them suspended'],
  reinstateAct: ['恢复', 'Reinstate'],
  reinstated: ['恢复了，可以再登录。', 'Reinstated: they may sign in again.'],
  recoverTitle: ['找回 {{name}} 的登录', 'Recover the sign-in of {{name}}'],
  recoverHelp: [
    '另一位安全管理员批准后：换成临时密码，第二因素、恢复码、公司账号的绑定都清掉，{{count}} 个登录结束。',
    {
      one: 'Once another security administrator approves: a temporary password counts, second factor, recovery codes and the bond with the company account are gone, {{count}} session ends.',
      other:
        'Once another security administrator approves: a temporary password counts, second factor, recovery codes and the bond with the company account are gone, {{count}} sessions end.',
    },
  ],
  recoverKeep: ['先不找回', 'Leave it'],
  recoverAct: ['申请，拿临时密码', 'Ask, and get the temporary password'],
  boundTitle: ['{{name}} 一个人能定多少赔款', 'What {{name}} decides alone'],
  boundHelp: [
    '只会比产品条款更严，不会更宽。另一位安全管理员批准后生效。',
    'It narrows what the terms permit and never widens it. Takes effect once another security administrator approves.',
  ],
  product: ['产品', 'Product'],
  amount: ['至多 元', 'Up to, CNY'],
  amountHelp: ['0：一件也不能自己定。空着：不再另设上限。', '0: nothing alone. Empty: no bound of their own any more.'],
  boundKeep: ['先不改', 'Leave it'],
  boundAct: ['申请，至多 {{amount}} 元', 'Ask for up to CNY {{amount}}'],
  boundActNone: ['申请，不另设上限', 'Ask for no bound of their own'],
  changed: [
    '刚刚有人改过，已读到新的。你写的还在，可以再提交。',
    'It has just changed, and was read anew. What you typed is kept and can be sent again.',
  ],
})
