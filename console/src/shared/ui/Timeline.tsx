import {
  AuditOutlined,
  BellOutlined,
  DollarOutlined,
  FileOutlined,
  FileTextOutlined,
  MessageOutlined,
  CustomerServiceOutlined,
  SafetyOutlined,
} from '@ant-design/icons'
import type { ReactElement, ReactNode } from 'react'
import type * as Types from '../graphql/types.generated'
import { exactText, instantText } from '../format/time'

/** What happened: when, of which kind, in a sentence, with small print. */
export interface TimelineItem {
  key: string
  at: string
  kind: Types.TimelineKind
  text: ReactNode
  small?: ReactNode
}

const icons: Record<Types.TimelineKind, ReactElement> = {
  POLICY: <FileTextOutlined aria-hidden />,
  CLAIM: <SafetyOutlined aria-hidden />,
  NOTE: <MessageOutlined aria-hidden />,
  PAYOUT: <DollarOutlined aria-hidden />,
  DOCUMENT: <FileOutlined aria-hidden />,
  DELIVERY: <BellOutlined aria-hidden />,
  SERVICE_REQUEST: <CustomerServiceOutlined aria-hidden />,
  AUDIT: <AuditOutlined aria-hidden />,
}

/** The story of a thing, newest first. */
export function Timeline({ items }: { items: readonly TimelineItem[] }) {
  return (
    <ol className="timeline">
      {items.map((item) => (
        <li key={item.key}>
          <time dateTime={item.at} title={exactText(item.at)}>
            {instantText(item.at)}
          </time>
          <span className="dot">{icons[item.kind]}</span>
          <div>
            {item.text}
            {item.small && <p className="small">{item.small}</p>}
          </div>
        </li>
      ))}
    </ol>
  )
}
