import { defineWords } from '../../shared/words/words'

/** What is wrong with a part, and what to do about it: a pair of sentences for each part and code. */
export const troubleWords = defineWords('systemTrouble', {
  DATABASE_SLOW: ['数据库应答要 {{ms}} 毫秒', 'The database takes {{ms}} ms to answer'],
  DATABASE_SLOW_do: [
    '看数据库机器的处理器、磁盘和慢语句。出单和理赔还能做，只是慢。',
    'Look at the processor, disk and slow statements of its machine. Business goes on, slower.',
  ],
  DATABASE_AWAY: ['数据库连不上', 'The database cannot be reached'],
  DATABASE_AWAY_do: [
    '看数据库机器和网络，再看 MYSQL_DSN。恢复之前什么都办不了；恢复后服务器自己接上。',
    'Look at its machine and the network, then at MYSQL_DSN. Nothing can be done before it is back; servers connect by themselves.',
  ],
  CLOCK_CLOCKS_APART: [
    '服务器的时钟和数据库差 {{difference}}',
    'The clocks of server and database are {{difference}} apart',
  ],
  CLOCK_CLOCKS_APART_do: [
    '在两台机器上都开对时（NTP）。时钟差太多时，签名会被拒，到期会算错。',
    'Turn on time synchronization (NTP) on both machines. With clocks apart signatures are refused and due times are wrong.',
  ],
  CLOCK_AWAY: ['数据库没有应答，时钟没法比', 'The database does not answer, so clocks cannot be compared'],
  CLOCK_AWAY_do: ['先让数据库恢复。', 'Bring the database back first.'],
  OUTBOX_BEHIND: [
    '{{waiting}} 个事件没人转出，最老的等了 {{oldest}}',
    '{{waiting}} events are not relayed, the oldest for {{oldest}}',
  ],
  OUTBOX_BEHIND_do: [
    '看有没有工作进程在运行（baodan work），再看它的日志。渠道的通知会晚到，不会丢。',
    'See whether a worker runs (baodan work), then its log. What channels are told comes late; it is not lost.',
  ],
  OUTBOX_AWAY: ['事件登记读不到', 'The outbox of events cannot be read'],
  OUTBOX_AWAY_do: ['先让数据库恢复。', 'Bring the database back first.'],
  QUEUES_BEHIND: ['队列积压，最老的等了 {{oldest}}', 'The queues are behind, the oldest waits for {{oldest}}'],
  QUEUES_BEHIND_do: [
    '多开几个工作进程（baodan work）。一直积压，就看哪个队列的失败在涨。',
    'Start more workers (baodan work). Where it stays behind, see in which queue failures grow.',
  ],
  QUEUES_AWAY: ['队列（Redis）没有应答', 'The queues (Redis) do not answer'],
  QUEUES_AWAY_do: [
    '看 Redis 的机器，再看 REDIS_ADDR 和密码。要做的事在数据库里，Redis 恢复后接着做。',
    'Look at the machine of Redis, then at REDIS_ADDR and its password. The work is in the database and goes on once Redis is back.',
  ],
  WORKERS_NOBODY_WORKS: ['没有工作进程在运行', 'No worker runs'],
  WORKERS_NOBODY_WORKS_do: [
    '启动一个：baodan work。在那之前，理赔不判、款不付、通知和邮件不发。',
    'Start one: baodan work. Until then no claim is decided or paid, no channel is told, no mail is sent.',
  ],
  WORKERS_AWAY: ['查不到谁在工作', 'It cannot be seen who works'],
  WORKERS_AWAY_do: ['先让队列（Redis）恢复。', 'Bring the queues (Redis) back first.'],
  AUDIT_NOT_SIGNED: [
    '审计记录超过五分钟没有签名：封到第 {{sealed}} 条，签到第 {{signed}} 条',
    'The audit record was not signed for five minutes: sealed to {{sealed}}, signed to {{signed}}',
  ],
  AUDIT_NOT_SIGNED_do: [
    '看工作进程的日志和 AUDIT_CHECKPOINT_FILE 能不能写，再核对一次审计记录。',
    'Look at the log of the workers and whether AUDIT_CHECKPOINT_FILE can be written, then verify the record.',
  ],
  AUDIT_BEHIND: [
    '{{waiting}} 条审计记录还没封存，最老的等了 {{oldest}}',
    '{{waiting}} audit records are not sealed, the oldest for {{oldest}}',
  ],
  AUDIT_BEHIND_do: [
    '看有没有工作进程在运行。没封存的记录也在，封存后才进链。',
    'See whether a worker runs. Records that are not sealed are there; they join the chain then.',
  ],
  AUDIT_AWAY: ['审计记录读不到', 'The audit record cannot be read'],
  AUDIT_AWAY_do: ['先让数据库恢复。', 'Bring the database back first.'],
  WEBHOOKS_STUCK: [
    '该发的通知没人发，最老的等了 {{oldest}}',
    'Deliveries that are due are not sent, the oldest for {{oldest}}',
  ],
  WEBHOOKS_STUCK_do: [
    '看有没有工作进程在运行，再到渠道页看哪个地址拖住了。恢复后按次序补发。',
    'See whether a worker runs, then which endpoint holds it up. They are sent in their order after that.',
  ],
  WEBHOOKS_OFF: [
    '{{count}} 个通知地址熔断或停用，这些渠道收不到通知',
    {
      one: '{{count}} endpoint is paused or disabled: its channel hears nothing',
      other: '{{count}} endpoints are paused or disabled: their channels hear nothing',
    },
  ],
  WEBHOOKS_OFF_do: [
    '到渠道页看对方回了什么，请他们修好；修好后补发没送到的。',
    'See on the channels’ pages what they answered and have them mend it; then send again what did not arrive.',
  ],
  WEBHOOKS_AWAY: ['通知投递读不到', 'Deliveries cannot be read'],
  WEBHOOKS_AWAY_do: ['先让数据库恢复。', 'Bring the database back first.'],
  MAIL_STUCK: ['{{waiting}} 封邮件过了时间没寄出', '{{waiting}} mails were due and not sent'],
  MAIL_STUCK_do: [
    '看邮件服务器通不通（SMTP_ADDR）和它的登录，再看工作进程。恢复后自己寄。',
    'See whether the mail server can be reached (SMTP_ADDR) and takes the login, then the workers. They are sent by themselves then.',
  ],
  MAIL_FAILED: [
    '24 小时里 {{count}} 封邮件没寄成',
    { one: '{{count}} mail failed in 24 hours', other: '{{count}} mails failed in 24 hours' },
  ],
  MAIL_FAILED_do: [
    '在服务单里看对方邮件服务器的原话，换地址再发，或改寄纸质。',
    'The service request shows what the mail server said: send it to another address, or by post.',
  ],
  MAIL_AWAY: ['邮件读不到', 'Mails cannot be read'],
  MAIL_AWAY_do: ['先让数据库恢复。', 'Bring the database back first.'],
  STORAGE_NOT_WRITABLE: ['文件存不进去', 'Files cannot be stored'],
  STORAGE_NOT_WRITABLE_do: [
    '看 FILES_DIR 的文件夹在不在、能不能写、磁盘满没满。材料、保单文件和导出现在都办不了。',
    'See whether the folder of FILES_DIR is there, can be written and has room. Evidence, documents and exports cannot be taken now.',
  ],
  STORAGE_ALMOST_FULL: ['存储只剩 {{free}}', 'Storage has {{free}} left'],
  STORAGE_ALMOST_FULL_do: ['给 FILES_DIR 的磁盘加空间。', 'Give the disk of FILES_DIR more room.'],
  STORAGE_AWAY: ['文件存储没有应答', 'The storage of files does not answer'],
  STORAGE_AWAY_do: [
    '看 FILES_DIR 的文件夹和它的网络盘。',
    'Look at the folder of FILES_DIR and, where it is one, its network disk.',
  ],
  PAYMENTS_STUCK: [
    '{{unsettled}} 笔付款不知道结果，超过五分钟',
    'The outcome of {{unsettled}} payments is not known for more than five minutes',
  ],
  PAYMENTS_STUCK_do: [
    '看付款网关通不通（PAYOUT_URL），再问网关。系统会一直查，查到之前不会再付一次。',
    'See whether the gateway can be reached (PAYOUT_URL), and ask its operator. It is asked until it answers; nothing is paid twice.',
  ],
  PAYMENTS_DISPUTED: [
    '{{count}} 笔付款，银行说的金额和我们的不一样',
    {
      one: 'Of {{count}} payment the bank says another amount',
      other: 'Of {{count}} payments the bank says another amount',
    },
  ],
  PAYMENTS_DISPUTED_do: [
    '由财务在赔案页了结：银行实际付了多少。',
    'Finance settles it on the claim: what the bank really paid.',
  ],
  PAYMENTS_AWAY: ['付款读不到', 'Payments cannot be read'],
  PAYMENTS_AWAY_do: ['先让数据库恢复。', 'Bring the database back first.'],
  TRACKING_STUCK: [
    '{{delayed}} 件赔案在等承运商，已经查了三次',
    '{{delayed}} claims wait for a carrier and were tried three times',
  ],
  TRACKING_STUCK_do: [
    '看运单查询通不通（TRACKING_URL）。恢复后自己接着判；急的由理赔同事看。',
    'See whether parcel tracking can be reached (TRACKING_URL). They go on by themselves; a claims handler looks at urgent ones.',
  ],
  TRACKING_AWAY: ['运单查询读不到', 'Parcel tracking cannot be read'],
  TRACKING_AWAY_do: ['先让数据库恢复。', 'Bring the database back first.'],
  other: ['{{part}}：{{code}}', '{{part}}: {{code}}'],
  other_do: ['看服务器的日志。', 'Look at the log of the servers.'],
  tooLate: ['{{what}}（两秒内没有应答）', '{{what}} (no answer within two seconds)'],
})
