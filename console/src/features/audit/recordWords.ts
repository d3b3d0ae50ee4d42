import { defineWords } from '../../shared/words/words'

/** What a record and the dialogs say, which load when they are opened. */
export const recordWords = defineWords('recordWords', {
  verifyTitle: ['验证整条审计链', 'Verify the whole audit chain'],
  verifyHelp: [
    '把 {{count}} 条记录、整条链和签名检查点重算一遍，后台进行，不影响办事。结果留痕。',
    '{{count}} records, the chain and the signed checkpoints are recomputed behind, beside everything else. It is put on record.',
  ],
  verifyKeep: ['先不验证', 'Not now'],
  verifyAct: ['验证 {{count}} 条', 'Verify {{count}} records'],
  reason: ['为什么', 'Why'],
  reasonHelp: ['留痕，审计能看到。', 'On record, for audit to read.'],
  exportTitle: ['导出 {{count}} 条审计记录', 'Export {{count}} audit records'],
  exportHelp: [
    '条件和现在的列表一样。超过 10,000 条要另一位安全管理员批准。',
    'Exactly what the list shows now. Above 10,000 another security administrator must approve.',
  ],
  exportKeep: ['先不导出', 'Not now'],
  exportAct: ['导出 {{count}} 条', 'Export {{count}} records'],
  exportClose: ['关上', 'Close'],
  format: ['文件', 'File'],
  exportRunning: [
    '正在写文件。关上也会继续，右上角能看到。',
    'The file is being written. It goes on when this is closed; the corner shows it.',
  ],
  exportReady: ['文件好了。', 'The file is ready.'],
  download: ['下载', 'Download'],
  exportApproval: [
    '要另一位安全管理员批准，然后开始写文件。',
    'Another security administrator must approve; then the file is written.',
  ],
  see: ['看申请', 'See the request'],
  close: ['关上这条记录', 'Close the record'],
  place: ['位置', 'Sequence'],
  notSealed: ['还没封，最多一秒', 'not sealed yet, for a second at most'],
  beforeAfter: ['前后', 'Before and after'],
  noDifference: ['这件事没有改动什么值。', 'No value was changed.'],
  missing: ['没有这条记录。', 'There is no such record.'],
  running: ['正在验证', 'Verifying'],
  failed: ['验证中断了：{{problem}}', 'The verification broke off: {{problem}}'],
  seeJob: ['看任务', 'See the job'],
  foundWhole: [
    '没有问题：{{records}} 条记录、{{links}} 个环、{{checkpoints}} 个签名检查点、{{lines}} 行库外副本，都和写下时一样；{{pending}} 条还在等封。',
    'Nothing is wrong: {{records}} records, {{links}} links, {{checkpoints}} signed checkpoints, {{lines}} lines of the copy outside are as they were written; {{pending}} wait to be sealed.',
  ],
  foundWholeNoFile: [
    '没有问题：{{records}} 条记录、{{links}} 个环、{{checkpoints}} 个签名检查点都和写下时一样；{{pending}} 条还在等封。这台机器没有库外副本，末尾整段删去的查不出。',
    'Nothing is wrong: {{records}} records, {{links}} links and {{checkpoints}} signed checkpoints are as they were written; {{pending}} wait to be sealed. There is no copy outside of the database, so records cut off at the end are not found.',
  ],
  foundWrong: ['查到的第一处问题：{{wrong}}', 'The first thing wrong: {{wrong}}'],
})
