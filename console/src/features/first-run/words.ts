import { defineWords } from '../../shared/words/words'

export const words = defineWords('firstRun', {
  title: ['开业之前', 'Before the first business'],
  progress: [
    '{{all}} 步做完 {{count}} 步 · 可以随时离开再回来',
    {
      one: '{{count}} of {{all}} steps is done · leave and come back at any time',
      other: '{{count}} of {{all}} steps are done · leave and come back at any time',
    },
  ],
  allDone: ['都做完了，可以开业。', 'All is done. Business can begin.'],
  toHome: ['去首页', 'To Home'],
  forbidden: ['开业前的准备由管理员做。', 'Administrators set up what comes before the first business.'],
  forbiddenWho: ['安全管理员和系统管理员能看。', 'Security and system administrators see it.'],
  steps: ['要做的', 'What to set up'],
  checked: ['{{at}} 检查过', 'Checked {{at}}'],
  neverChecked: ['还没检查过', 'Not checked yet'],
  check: ['检查', 'Check'],
  checkAgain: ['再检查', 'Check again'],
  retry: ['改设置，再试', 'Change the settings, try again'],
  sendMail: ['寄一封给我', 'Send one to me'],
  writeFile: ['存一个文件试试', 'Store a file to try'],
  askGateway: ['问一次网关', 'Ask the gateway once'],
  saidBy: ['它的原话：', 'In its own words:'],
  done: ['已做完', 'Done'],
  undone: ['没做完', 'Not done'],
  failed: ['没通过', 'Failed'],
  onServer: ['在服务器上：', 'On the server:'],
  toPeople: ['去人员页', 'To the people'],
  toAccount: ['去我的登录', 'To my sign-ins'],
  toProducts: ['去产品页', 'To the products'],
  toChannels: ['去渠道页', 'To the channels'],
  toSystem: ['去系统页', 'To the system'],

  SECOND_ADMIN: ['第二位安全管理员', 'A second security administrator'],
  SECOND_ADMIN_DONE: ['{{about}}。两个人才能批准彼此的申请。', '{{about}}. Each approves what the other asks for.'],
  SECOND_ADMIN_TOO_FEW: [
    '现在只有{{about}}。自己的申请要另一位安全管理员批准，所以第二位先用命令加，之后的人都在页面里加。',
    'There is only {{about}}. What one asks for the other approves: the second is added by a command, all others in the console.',
  ],
  SECOND_ADMIN_NEVER_CAME: [
    '{{about}} 还没登录过。临时密码 72 小时后失效。',
    '{{about}} has never logged in. A temporary password ends after 72 hours.',
  ],
  SECOND_FACTOR: ['第二因素', 'Second factors'],
  SECOND_FACTOR_DONE: ['管理员都有：{{about}}。', 'All administrators have one: {{about}}.'],
  SECOND_FACTOR_NO_FACTOR: [
    '{{about}} 还没有。登录后在「我的登录」里设。',
    '{{about}} has none. It is set up after signing in, under My sign-ins.',
  ],
  KEYS: ['密钥', 'Keys'],
  KEYS_DONE: [
    '封存的内容能打开，审计记录用同一套密钥签名。密钥环要备份在服务器之外。',
    'What was sealed opens, and the audit record is signed with the same keyring. Keep a copy of the keyring away from the servers.',
  ],
  KEYS_NOT_SIGNED: [
    '审计记录还没签名：工作进程没有运行，或刚开始。启动一个：baodan work，一分钟后再检查。',
    'The audit record was not signed: no worker runs, or it has just begun. Start one: baodan work, and check again in a minute.',
  ],
  KEYS_OTHER_KEYS: [
    '审计记录不是用这台服务器的密钥签的。所有进程要用同一个 KEYRING_FILE。',
    'The audit record was signed with another keyring than this server’s. All processes need the same KEYRING_FILE.',
  ],
  KEYS_REFUSED: ['密钥环打不开它自己封存的内容。', 'The keyring does not open what it sealed.'],
  STORAGE: ['文件存储', 'Storage of files'],
  STORAGE_DONE: ['{{about}} 能存能读。', '{{about}} takes files and gives them back.'],
  STORAGE_NOT_CHECKED: [
    '材料、保单文件和导出放在 {{about}}。检查会存一个文件再读回来。',
    'Evidence, documents and exports lie in {{about}}. The check stores a file and reads it.',
  ],
  STORAGE_REFUSED: [
    '{{about}} 存不进或读不出。看 FILES_DIR 的文件夹和权限。',
    '{{about}} does not take or give a file. Look at the folder of FILES_DIR and its permissions.',
  ],
  MAIL: ['发邮件', 'Mail'],
  MAIL_DONE: ['{{about}} 收下了寄给你的测试邮件。', '{{about}} took a test mail to you.'],
  MAIL_NOT_CHECKED: [
    '给客户的邮件经 {{about}} 寄。检查会寄一封给你自己。',
    'Mails to customers go by {{about}}. The check sends one to you.',
  ],
  MAIL_REFUSED: [
    '{{about}} 没收下测试邮件。看 SMTP_ADDR、SMTP_USER、SMTP_PASSWORD 和 MAIL_FROM，改后重启服务器。',
    '{{about}} did not take the test mail. Look at SMTP_ADDR, SMTP_USER, SMTP_PASSWORD and MAIL_FROM, and restart the server after a change.',
  ],
  MAIL_NO_ADDRESS: ['你没有登记邮箱，测试邮件没处寄。', 'You have no e-mail address to send a test mail to.'],
  PAYMENTS: ['付款网关', 'Payment gateway'],
  PAYMENTS_DONE: [
    '{{about}} 连得上，签名对，答得合约定。',
    '{{about}} is reached, takes our signature and answers as agreed.',
  ],
  PAYMENTS_NOT_CHECKED: [
    '赔款经 {{about}} 付。检查会查一笔不存在的付款，不动钱。',
    'Claims are paid by {{about}}. The check asks for a payment that is not there, and moves no money.',
  ],
  PAYMENTS_REFUSED: [
    '{{about}} 没按约定答。看 PAYOUT_URL、PAYOUT_KEY_ID 和 PAYOUT_SECRET，改后重启服务器。',
    '{{about}} did not answer as agreed. Look at PAYOUT_URL, PAYOUT_KEY_ID and PAYOUT_SECRET, and restart the server after a change.',
  ],
  PAYMENTS_NOT_CONFIGURED: ['没有配置付款网关：设 PAYOUT_URL。', 'No gateway is configured: set PAYOUT_URL.'],
  PRODUCT: ['第一个产品', 'The first product'],
  PRODUCT_DONE: ['在售：{{about}}。', 'On sale: {{about}}.'],
  PRODUCT_NOTHING_ON_SALE: [
    '由两位核保同事做：一位从文件开始写好，一位批准上架。',
    'Two underwriters do it: one writes it from a file, the other approves that it goes on sale.',
  ],
  CHANNEL: ['第一个渠道、契约和凭证', 'The first channel, agreement and credential'],
  CHANNEL_DONE: [
    '{{about}} 有生效的契约和能用的凭证。',
    '{{about}} has an agreement in force and a credential that works.',
  ],
  CHANNEL_NO_CHANNEL: [
    '由渠道同事加渠道、申请契约，再给凭证。',
    'Sales adds a channel, asks for an agreement and gives it a credential.',
  ],
  CHANNEL_NO_AGREEMENT: [
    '{{about}} 还没有生效的契约。由渠道申请，财务批准。',
    '{{about}} has no agreement in force. Sales asks for one, finance approves.',
  ],
  CHANNEL_NO_CREDENTIAL: [
    '{{about}} 还没有能用的凭证。在渠道页申请，另一位批准。',
    '{{about}} has no credential that works. It is asked for on the channel’s page, and another person approves.',
  ],
  needsProduct: ['先有产品', 'A product comes first'],
  standIn: ['「本机替代」', 'The stand-in of this machine'],
  nobody: ['没有人', 'nobody'],
  other: ['{{finding}}', '{{finding}}'],
})
