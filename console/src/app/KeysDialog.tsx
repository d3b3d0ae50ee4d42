import { Dialog } from '../shared/ui/Dialog'
import { defineWords, useWords } from '../shared/words/words'

const words = defineWords('keysDialog', {
  title: ['快捷键', 'Keys'],
  close: ['关上', 'Close'],
  everywhere: ['哪里都行', 'Everywhere'],
  box: ['查找和动作', 'Find and act'],
  here: ['在本页里查', 'Search of the page'],
  keys: ['这张表', 'This table'],
  go: ['去首页、理赔台、保单、审批', 'Go to home, claims desk, policies, approvals'],
  next: ['接下一件赔案', 'Take the next claim'],
  phone: ['电话报案', 'Claim by phone'],
  service: ['开服务单', 'Open a service request'],
  back: ['返回、关上', 'Back, close'],
  lists: ['列表', 'Lists'],
  move: ['下一行、上一行', 'Next row, row before'],
  open: ['打开', 'Open'],
  pick: ['选中', 'Pick'],
  claim: ['赔案', 'Claim'],
  evidence: ['第几份材料', 'Evidence by its number'],
  decide: ['赔付、拒赔、要材料', 'Pay, decline, ask for evidence'],
  note: ['写备注', 'Write a note'],
  neighbours: ['前一件、后一件', 'The claim before, the one after'],
  submit: ['提交', 'Submit'],
  approvals: ['审批', 'Approvals'],
  verdict: ['批准、驳回', 'Approve, reject'],
})

type Key = keyof typeof words.texts

const groups: readonly { title: Key; keys: readonly [string, Key][] }[] = [
  {
    title: 'everywhere',
    keys: [
      ['Ctrl K', 'box'],
      ['/', 'here'],
      ['?', 'keys'],
      ['G H · G C · G P · G A', 'go'],
      ['G N', 'next'],
      ['N C', 'phone'],
      ['N S', 'service'],
      ['Esc', 'back'],
    ],
  },
  {
    title: 'lists',
    keys: [
      ['J · K', 'move'],
      ['↵', 'open'],
      ['X', 'pick'],
    ],
  },
  {
    title: 'claim',
    keys: [
      ['1 – 9', 'evidence'],
      ['A · D · E', 'decide'],
      ['M', 'note'],
      ['[ · ]', 'neighbours'],
      ['Ctrl ↵', 'submit'],
    ],
  },
  { title: 'approvals', keys: [['A · R', 'verdict']] },
]

/** All keys on one sheet. */
export function KeysDialog({ onClose }: { onClose: () => void }) {
  const say = useWords(words)
  return (
    <Dialog title={say('title')} keep={say('close')} onKeep={onClose}>
      <div className="keysSheet">
        {groups.map((group) => (
          <section key={group.title}>
            <h3>{say(group.title)}</h3>
            <dl>
              {group.keys.map(([key, text]) => (
                <div key={key}>
                  <dt>
                    <kbd>{key}</kbd>
                  </dt>
                  <dd>{say(text)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
